import { pieceLength, type Verdict } from '@gibbs/journeys/interesting';
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Chart } from '../../frame/chart.js';
import { short } from '../../frame/numbers.js';
import { pasteGuard } from '../../frame/pasteGuard.js';
import { text } from '../../text/en/interesting.js';
import { Drawing } from './drawing.js';
import { measureOwn, own } from './model.js';

const longestText = 200_000;
const widest = 512; // pixels: a larger picture is scaled down before it is measured
const refused = signal<string | null>(null);

/** The meter on a text, a picture or a drawing of the reader's. Nothing leaves the page. */
export function OwnThings(): VNode {
  const area = useRef<HTMLTextAreaElement>(null);
  const measureText = (written: string) => {
    refused.value =
      written.trim() === ''
        ? text.own.nothing
        : written.length > longestText
          ? text.own.tooLong(written.length, longestText)
          : null;
    if (refused.value === null) measureOwn({ kind: 'text', text: written });
  };
  return (
    <details class="paste card own">
      <summary>{text.own.title}</summary>
      <textarea
        ref={area}
        rows={5}
        dir="auto"
        spellcheck={false}
        aria-label={text.own.text}
        {...pasteGuard(longestText, measureText)}
      />
      <button type="button" class="primary" onClick={() => measureText(area.current?.value ?? '')}>
        {text.own.measureText}
      </button>
      <label>
        {text.own.picture}{' '}
        <input
          type="file"
          accept="image/*"
          onChange={(event) => void measurePicture(event.currentTarget.files?.[0])}
        />
      </label>
      <Drawing />
      <div role="status">
        {refused.value !== null && <p class="error">{refused.value}</p>}
        {refused.value === null && own.value?.failed && <p class="error">{text.own.failed}</p>}
        {refused.value === null && own.value && !own.value.failed && !own.value.verdict && (
          <p>{text.own.busy}</p>
        )}
      </div>
      {refused.value === null && own.value?.verdict && <Result verdict={own.value.verdict} />}
    </details>
  );
}

async function measurePicture(file: File | undefined): Promise<void> {
  if (!file) return;
  try {
    const bitmap = await createImageBitmap(file);
    const shrink = Math.min(1, widest / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(8, Math.round(bitmap.width * shrink));
    const height = Math.max(8, Math.round(bitmap.height * shrink));
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    refused.value = null;
    measureOwn({ kind: 'image', rgba: data as Uint8ClampedArray<ArrayBuffer>, width, height });
  } catch {
    refused.value = text.own.noPicture;
  }
}

function Result({ verdict: { reading, pieces, peak } }: { verdict: Verdict }): VNode {
  const asked = own.value?.asked;
  const names = text.own.result;
  return (
    <section class="result">
      <table class="books">
        <tbody>
          {(Object.keys(names) as (keyof typeof names)[]).map((key) => (
            <tr key={key}>
              <th scope="row">{names[key]}</th>
              <td data-reading={key}>{short(reading[key])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{text.own.says(reading.complexity, reading.control)}</p>
      {peak !== null && asked?.kind === 'text' && (
        <>
          <Chart
            values={pieces.map(({ complexity }) => complexity)}
            beside={{
              values: pieces.map(({ control }) => control),
              name: names.control,
            }}
            cursor={peak}
            step={text.own.piece}
            name={names.complexity}
            sentence={text.own.best(peak).replace(/:$/, '.')}
          />
          <p>{text.own.best(peak)}</p>
          <blockquote dir="auto">
            {asked.text.slice(peak * pieceLength, peak * pieceLength + 300)} …
          </blockquote>
        </>
      )}
    </section>
  );
}
