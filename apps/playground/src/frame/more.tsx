import { type Signal, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { text } from '../text/en/frame.js';
import { subject } from './address.js';
import type { Opening } from './files.js';
import { refused } from './keep.js';

/** What was said last about a file or about work that is kept. */
export const said: Signal<{ sentence: string; link?: string } | null> = signal(null);

const parts = signal<typeof import('./moreParts.js') | null>(null);

/** What one rarely needs, behind one word, and fetched when it is opened: work as a file, links for lessons, what it costs. */
export function More({ copy }: { copy: (content: string) => void }): VNode {
  const Parts = parts.value?.Parts;
  const fetchParts = async () => {
    try {
      parts.value ??= await import('./moreParts.js');
    } catch {
      said.value = { sentence: text.moreFailed };
    }
  };
  return (
    <details class="more" onToggle={({ currentTarget }) => currentTarget.open && void fetchParts()}>
      <summary>{text.more}</summary>
      {Parts && <Parts copy={copy} />}
    </details>
  );
}

/** What came of files and of storage, in a sentence that stays until the next. */
export function Said(): VNode {
  const { sentence = null, link } = said.value ?? {};
  return (
    <div role="status">
      {refused.value && <p class="notice">{text.work.refused}</p>}
      {sentence !== null && (
        <p class="notice" id="said">
          <span>
            {sentence} {link !== undefined && <a href={link}>{text.file.goThere}</a>}
          </span>
        </p>
      )}
    </div>
  );
}

/** Opens a file that was chosen or dropped. */
export async function take(file: File): Promise<void> {
  const now = subject.value;
  if (now === null) return;
  const { hash, checkpoint, elsewhere, sentence } = await opening(file, now.page);
  if (hash !== undefined) await now.open(hash, checkpoint);
  said.value = elsewhere
    ? {
        sentence: text.file.elsewhere(file.name.slice(0, 40)),
        link: `../${elsewhere.page}/#${elsewhere.hash}`,
      }
    : { sentence: sentence ?? text.work.opened(file.name.slice(0, 40)) };
}

/** Reads a file with the code for it, which comes only when it is needed. */
async function opening(file: File, page: string): Promise<Opening> {
  try {
    const { openFile } = await import('./files.js');
    return await openFile(file, page);
  } catch {
    return { sentence: text.moreFailed };
  }
}

/** Takes files that are dropped anywhere on the page, but where the page itself takes them. */
export function takeDrops(): void {
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  document.addEventListener('drop', (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    void take(file);
  });
}
