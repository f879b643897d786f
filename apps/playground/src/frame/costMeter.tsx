import { landauerJoules } from '@gibbs/physics/information';
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { text } from '../text/en/frame.js';
import { lately, spent } from './cost.js';
import { grouped, short } from './numbers.js';
import { Slider } from './slider.js';

const watts = signal(10);
const room = 300; // kelvin

/** Steps and operations per second, and the energy they take beside the least they must. */
export function CostMeter(): VNode {
  const { steps, seconds, bits } = spent.value;
  const now = lately.value;
  const joules = seconds * watts.value;
  const least = bits * landauerJoules(room);
  const rows: [string, string, string][] = [
    ['cost-steps', text.cost.steps, grouped(steps)],
    ['cost-rate', text.cost.rate, short(now.steps / now.seconds)],
    ...(now.flop > 0
      ? [
          ['cost-flop', text.cost.flop, `${short(now.flop / now.seconds / 1e9)} GFLOP/s`] as [
            string,
            string,
            string,
          ],
        ]
      : []),
    ['cost-joules', text.cost.joules(watts.value), `${short(joules)} J`],
    ['cost-bits', text.cost.bits, grouped(bits)],
    ['cost-least', text.cost.least, `${short(least)} J`],
    ['cost-times', text.cost.times, short(joules / least)],
  ];
  return (
    <section aria-labelledby="cost-title">
      <h2 id="cost-title">{text.cost.title}</h2>
      {steps === 0 || seconds === 0 ? (
        <p class="hint">{text.cost.none}</p>
      ) : (
        <table class="books">
          <tbody>
            {rows
              .filter(([, , value]) => !/NaN|Infinity/.test(value))
              .map(([id, name, value]) => (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <td id={id}>{value}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
      <Slider
        label={text.cost.watts}
        min={1}
        max={100}
        step={1}
        value={watts.value}
        shown={`${watts.value} W`}
        hint={text.cost.wattsHint}
        onInput={(value) => {
          watts.value = value;
        }}
      />
      <p class="hint">{text.cost.why}</p>
    </section>
  );
}
