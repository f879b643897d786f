import type { VNode } from 'preact';
import { useState } from 'preact/hooks';

interface Props {
  legend: string;
  question: string;
  options: readonly string[];
  right: number;
  reply: (won: boolean) => string;
}

/** Asks for a guess before the page shows the answer. The guess goes nowhere. */
export function Bet({ legend, question, options, right, reply }: Props): VNode {
  const [chosen, choose] = useState<number | null>(null);
  return (
    <fieldset class="bet">
      <legend>{legend}</legend>
      <p>{question}</p>
      <div class="options">
        {options.map((option, index) => (
          <button
            type="button"
            key={option}
            aria-pressed={chosen === index}
            data-right={chosen !== null && index === right}
            onClick={() => choose(index)}
          >
            {option}
          </button>
        ))}
      </div>
      <p role="status" class="reply">
        {chosen !== null && reply(chosen === right)}
      </p>
    </fieldset>
  );
}
