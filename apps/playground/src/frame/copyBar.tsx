import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { text } from '../text/en/frame.js';
import { More, Said, takeDrops } from './more.js';

interface Action {
  name: string;
  make: () => string | Promise<string>;
}

/** Buttons that put something on the clipboard, and show what they put there. */
export function CopyBar({ actions, shown }: { actions: readonly Action[]; shown: string }): VNode {
  const [copied, setCopied] = useState<{ content: string; done: boolean } | null>(null);
  useEffect(takeDrops, []);
  const copy = async (content: string) => {
    const done = await navigator.clipboard.writeText(content).then(
      () => true,
      () => false,
    );
    setCopied({ content, done });
  };
  return (
    <div class="copy">
      <div class="row">
        {actions.map((action) => (
          <button type="button" key={action.name} onClick={async () => copy(await action.make())}>
            {action.name}
          </button>
        ))}
      </div>
      <p role="status">{copied && (copied.done ? text.copied : text.copyFailed)}</p>
      {copied && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys
        <section class="scroll" tabIndex={0} aria-label={shown}>
          <pre>{copied.content}</pre>
        </section>
      )}
      <Said />
      <More copy={(content) => void copy(content)} />
    </div>
  );
}
