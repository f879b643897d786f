import type { NamesState } from '@gibbs/journeys/names';
import { nameSwitches } from '@gibbs/nn/tasks';
import type { VNode } from 'preact';
import { text } from '../../text/en/names.js';
import { before } from './measuredBefore.js';
import { duel, keyOf, measured, train } from './model.js';

/** The settings that make the difference between the two, each with what was measured and a button to measure it. */
export function Switches(): VNode {
  const here = keyOf(duel.state.value);
  return (
    <section class="switches card" aria-labelledby="switches-title">
      <h2 id="switches-title">{text.switches.title}</h2>
      <p>{text.switches.intro}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
      <section class="scroll" tabIndex={0} aria-label={text.switches.sub}>
        <table>
          <caption class="hint">{text.switches.sub}</caption>
          <thead>
            <tr>
              {text.switches.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {nameSwitches.map(({ id, options }) => {
              const key = keyOf(options as Partial<NamesState>);
              const pair = measured.value.get(key);
              const what = text.switches.what[id] ?? id;
              const known = before[id];
              return (
                <tr key={id} id={`switch-${id}`} aria-current={key === here ? 'true' : undefined}>
                  <th scope="row">{what}</th>
                  <td>
                    {known ? text.switches.pair(known.attention, known.mlp) : text.switches.none}
                  </td>
                  <td>
                    {pair ? (
                      <span class="pair">{text.switches.pair(pair.attention, pair.mlp)}</span>
                    ) : key === here && duel.playing.value ? (
                      text.switches.running
                    ) : (
                      <button
                        type="button"
                        aria-label={text.switches.run(what)}
                        onClick={() => run(options as Partial<NamesState>)}
                      >
                        {text.switches.button}
                      </button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** The training of a switch: all other settings as they are at first. */
function run(options: Partial<NamesState>): void {
  const usual = {
    names: 4000,
    position: 'varying',
    embeddings: 'learned',
    values: 'stored',
  } as const;
  train({ ...usual, memory: 3, steps: 120, silent: null, ...options });
}
