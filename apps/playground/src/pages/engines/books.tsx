import type { VNode } from 'preact';
import { Explain } from '../../frame/explain.js';
import { percent, short } from '../../frame/numbers.js';
import { text } from '../../text/en/engines.js';
import { books, counted, engine, laps, limit, performance } from './model.js';
import { whyBooks, whyPerformance } from './why.js';

/** How much of the heat became work, beside how much can. */
export function Gauge(): VNode {
  const { reverse } = engine.state.value;
  const value = performance(counted.value, reverse);
  const most = limit.value;
  const sentence = (reverse ? text.gauge.fridge : text.gauge.engine)(
    value,
    counted.value.length,
    most,
  );
  const share = value === null ? 0 : Math.max(0, Math.min(1, value / most));
  return (
    <section class="gauge" aria-labelledby="gauge-title">
      <h2 id="gauge-title">{text.gauge.title(reverse)}</h2>
      <p class="figure">
        <output id="performance">
          {value === null ? (
            '–'
          ) : (
            <Explain of={whyPerformance}>{reverse ? short(value) : percent(value)}</Explain>
          )}
        </output>
        <small> / {reverse ? short(most) : percent(most)}</small>
      </p>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="whole" width="100" height="6" />
        <rect class="reached" width={100 * share} height="6" />
      </svg>
      <p>{sentence}</p>
    </section>
  );
}

/** Heat, work and energy since the start: what came in is what went out or stayed. */
export function Books(): VNode {
  const { heatHot, heatCold, work, gained, off, made } = books.value;
  const rows: [string, number, keyof typeof whyBooks][] = [
    [text.books.hot, heatHot, 'heat-hot'],
    [text.books.cold, heatCold, 'heat-cold'],
    [text.books.work, work, 'work'],
    [text.books.energy, gained, 'gained'],
    [text.books.off, off, 'off'],
    [text.books.made, made, 'made'],
  ];
  return (
    <section aria-labelledby="books-title">
      <h2 id="books-title">{text.books.title}</h2>
      <table class="books">
        <tbody>
          {rows.map(([name, value, id]) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td id={id}>
                <Explain of={whyBooks[id]}>{short(value)}</Explain>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Every finished round: fast ones give power, slow ones give efficiency. */
export function Laps(): VNode {
  const { reverse } = engine.state.value;
  if (laps.value.length === 0) return <p class="hint">{text.laps.none}</p>;
  return (
    <section class="laps" aria-labelledby="laps-title">
      <h2 id="laps-title">{text.laps.title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
      <section class="scroll" tabIndex={0} aria-labelledby="laps-title">
        <table>
          <thead>
            <tr>
              {[
                text.laps.lap,
                text.laps.hot,
                text.laps.cold,
                text.laps.work,
                text.laps.share(reverse),
                text.laps.power,
              ].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {laps.value.map((lap) => {
              const share = performance([lap], reverse);
              return (
                <tr key={lap.lap}>
                  <th scope="row">{lap.lap === 0 ? text.laps.first : lap.lap + 1}</th>
                  <td>{short(lap.heatHot)}</td>
                  <td>{short(lap.heatCold)}</td>
                  <td>{short(lap.work)}</td>
                  <td>{share === null ? '–' : short(share)}</td>
                  <td>{short(lap.work / lap.ticks)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
