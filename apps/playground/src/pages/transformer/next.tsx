import { hottest } from '@gibbs/journeys/transformer';
import type { VNode } from 'preact';
import { Explain } from '../../frame/explain.js';
import { percent, short } from '../../frame/numbers.js';
import { Slider } from '../../frame/slider.js';
import { text } from '../../text/en/transformer.js';
import { scholar } from './model.js';
import { whyNext } from './why.js';

/** Which tokens may come next, and how the temperature shares chance among them. */
export function Next(): VNode {
  const { temperature } = scholar.state.value;
  const look = scholar.look.value;
  const next = look?.next ?? [];
  const [first] = next;
  return (
    <section class="next" aria-labelledby="next-title">
      <h2 id="next-title">{text.next.title}</h2>
      <Slider
        label={text.next.temperature}
        min={0}
        max={hottest}
        step={0.05}
        value={temperature}
        shown={temperature === 0 ? text.next.coldest : short(temperature)}
        hint={text.next.hint}
        onInput={(value) => scholar.view({ temperature: value })}
      />
      {first && (
        <p id="likeliest">
          <Explain of={whyNext}>
            {text.next.sentence(
              text.shown(first.text),
              first.probability,
              look?.question.temperature ?? temperature,
            )}
          </Explain>
        </p>
      )}
      <table class="chances">
        <thead>
          <tr>
            {text.next.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {next.map(({ token, text: written, logit, probability }) => (
            <tr key={token}>
              <th scope="row">
                <bdi>{text.shown(written)}</bdi>
              </th>
              <td>{short((first?.logit ?? 0) - logit)}</td>
              <td>{percent(probability)}</td>
              <td class="bar-cell">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={Math.max(0.4, probability * 100).toFixed(2)} height="10" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A step colder or hotter. */
export function warm(by: number): void {
  const { temperature } = scholar.state.value;
  const next = Math.max(0, Math.min(hottest, Math.round((temperature + by) * 100) / 100));
  scholar.view({ temperature: next });
}
