import type { VNode } from 'preact';
import { css } from '../../frame/colour.js';
import { Explain } from '../../frame/explain.js';
import { exact, percent } from '../../frame/numbers.js';
import { Swatch } from '../../frame/swatch.js';
import { text } from '../../text/en/lookup.js';
import { answer, state } from './model.js';
import { answerColour, rowColours } from './view.js';
import { whyMix } from './why.js';

/** What the table answers, digit by digit, and the bar of what it is mixed from. */
export function AnswerPanel(): VNode {
  const { result, weights } = answer.value;
  const { rows } = state.value;
  const parts = rows.map(({ label }, index) => `${percent(weights[index] as number)} ${label}`);
  return (
    <section class="answer" aria-labelledby="answer-title">
      <h2 id="answer-title">{text.answer.title}</h2>
      <div class="result">
        <Swatch rgb={answerColour.value} size="large" />
        <ol id="result">
          {result.map((value, index) => (
            <li key={index}>
              <Explain of={() => whyMix(index)}>{exact(value)}</Explain>
            </li>
          ))}
        </ol>
      </div>
      <svg class="mix" role="img" aria-label={text.answer.mix(parts)}>
        {stack(weights).map(({ left, width }, index) => (
          <g key={index}>
            <rect
              x={`${left}%`}
              width={`${width}%`}
              height="100%"
              fill={css(rowColours.value[index] ?? [0, 0, 0])}
            />
            {width > 7 && (
              <text x={`${left + width / 2}%`} y="50%" dy="5" text-anchor="middle">
                {rows[index]?.label}
              </text>
            )}
          </g>
        ))}
      </svg>
    </section>
  );
}

function stack(weights: readonly number[]): { left: number; width: number }[] {
  let left = 0;
  return weights.map((weight) => {
    const piece = { left, width: weight * 100 };
    left += piece.width;
    return piece;
  });
}
