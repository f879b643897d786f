import { closenesses, coldest, hottest, type Mode } from '@gibbs/journeys/lookup';
import type { VNode } from 'preact';
import { locked } from '../../frame/lesson.js';
import { Lock } from '../../frame/lock.js';
import { short } from '../../frame/numbers.js';
import { Slider } from '../../frame/slider.js';
import { text } from '../../text/en/lookup.js';
import { change, query, setQuery, state } from './model.js';
import { reach } from './view.js';

/** How to look up, and what to look for. */
export function Controls(): VNode {
  const { mode, temperature, closeness } = state.value;
  const { from, to } = reach.value;
  return (
    <div class="controls">
      <fieldset class="modes" disabled={locked('mode')}>
        <legend>{text.mode.legend}</legend>
        {(['hard', 'soft'] as const satisfies Mode[]).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="mode"
              value={each}
              checked={mode === each}
              onChange={() => change({ mode: each })}
            />
            <span>
              {text.mode[each]} <small>{text.mode[`${each}Hint`]}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <Slider
        class="temperature"
        field="temperature"
        label={text.temperature}
        min={Math.log10(coldest)}
        max={Math.log10(hottest)}
        step={0.01}
        value={Math.log10(temperature)}
        shown={mode === 'hard' ? '0' : short(temperature)}
        hint={mode === 'hard' ? text.temperatureOff : text.temperatureHint}
        disabled={mode === 'hard'}
        onInput={(power) => change({ temperature: fromPower(power) })}
      />
      <Lock field="closeness">
        <label class="field">
          {text.closeness}
          <select
            value={closeness}
            onChange={(event) =>
              change({ closeness: event.currentTarget.value as (typeof closenesses)[number] })
            }
          >
            {closenesses.map((each) => (
              <option key={each} value={each}>
                {text.kernels[each]}
              </option>
            ))}
          </select>
        </label>
      </Lock>
      <fieldset class="query">
        <legend>{text.query}</legend>
        {query.value.map((value, index) => (
          <Slider
            key={index}
            field="query"
            label={text.queryNumber(index)}
            min={from}
            max={to}
            step={(to - from) / 1000}
            value={value}
            shown={short(value)}
            onInput={(next) => setQuery(index, Number(next.toPrecision(6)))}
          />
        ))}
      </fieldset>
    </div>
  );
}

/** The slider runs over powers of ten; three digits of the temperature are kept. */
function fromPower(power: number): number {
  return Math.min(hottest, Math.max(coldest, Number((10 ** power).toPrecision(3))));
}
