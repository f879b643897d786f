import { limits, longest, type PlanetState } from '@gibbs/journeys/planet';
import type { VNode } from 'preact';
import { Chart } from '../../frame/chart.js';
import { CopyBar } from '../../frame/copyBar.js';
import { Explain } from '../../frame/explain.js';
import { Lock } from '../../frame/lock.js';
import { Notice } from '../../frame/notice.js';
import { short } from '../../frame/numbers.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { Slider } from '../../frame/slider.js';
import { Timeline } from '../../frame/timeline.js';
import { text } from '../../text/en/planet.js';
import { asCommand } from './asText.js';
import { Balance } from './balance.js';
import {
  balance,
  branch,
  change,
  day,
  notice,
  play,
  playing,
  proof,
  reset,
  seek,
  share,
  shareLink,
  state,
  stepOn,
} from './model.js';
import { why } from './why.js';

/** Everything on the page that moves. */
export function PlanetApp(): VNode {
  return (
    <div class="planet">
      <Notice message={notice} />
      <Proof proof={proof} />
      <section class="instrument card" aria-labelledby="planet-title">
        <div class="columns">
          <Piece class="side">
            <h2 id="planet-title">{text.planet.title}</h2>
            <Balance />
          </Piece>
          <Piece class="side">
            <PlanetControls />
            <PlanetRows />
          </Piece>
        </div>
      </section>
      <section class="instrument card" aria-labelledby="room-title">
        <div class="columns">
          <Piece class="side">
            <h2 id="room-title">{text.room.title}</h2>
            <Day />
          </Piece>
          <Piece class="side">
            <RoomControls />
            <RoomBooks />
          </Piece>
        </div>
        <Timeline
          run={{ playing, play, stepOn, seek, reset, branch }}
          step={state.value.step}
          last={longest}
          pace={40}
          name={text.run}
        />
      </section>
      <section class="card share" aria-labelledby="share-title">
        <h2 id="share-title">{text.share.title}</h2>
        <p id="share">
          {share.value === null
            ? text.share.none
            : text.share.says(
                share.value.watts,
                share.value.warmingKelvin,
                share.value.countForOneKelvin,
              )}
        </p>
      </section>
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: shareLink },
          { name: text.share.command, make: asCommand },
        ]}
      />
    </div>
  );
}

type Knob = keyof typeof limits;

function Knob({
  name,
  label,
  step,
  shown,
}: {
  name: Knob;
  label: string;
  step: number;
  shown: (value: number) => string;
}): VNode {
  const value = state.value[name];
  return (
    <Slider
      field={name}
      label={label}
      min={limits[name][0]}
      max={limits[name][1]}
      step={step}
      value={value}
      shown={shown(value)}
      onInput={(chosen) => change({ [name]: chosen })}
    />
  );
}

const planets = {
  earth: { solar: 1361, albedo: 0.3, greenhouse: 0.78 },
  bare: { solar: 1361, albedo: 0.3, greenhouse: 0 },
  mars: { solar: 590, albedo: 0.25, greenhouse: 0.1 },
  venus: { solar: 2601, albedo: 0.76, greenhouse: 1 },
} satisfies Record<string, Partial<PlanetState>>;

function PlanetControls(): VNode {
  const names = text.planet.named;
  return (
    <div class="controls">
      <Knob name="solar" label={text.planet.solar} step={1} shown={text.planet.watts} />
      <Knob name="albedo" label={text.planet.albedo} step={0.01} shown={text.planet.share} />
      <Knob
        name="greenhouse"
        label={text.planet.greenhouse}
        step={0.01}
        shown={text.planet.share}
      />
      <fieldset class="row">
        <legend>{text.planet.planets}</legend>
        {(Object.keys(planets) as (keyof typeof planets)[]).map((each) => (
          <button type="button" key={each} onClick={() => change(planets[each])}>
            {names[each]}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function PlanetRows(): VNode {
  const now = balance.value;
  const { rows, kelvin, watts, entropy } = text.planet;
  const shown: [string, string, string][] = [
    ['absorbed', rows.absorbed, watts(now.absorbed)],
    ['effective', rows.effective, kelvin(now.effectiveKelvin)],
    ['surface', rows.surface, kelvin(now.surfaceKelvin)],
    ['air', rows.air, kelvin(now.airKelvin)],
    ['photons', rows.photons, short(now.photonsOutPerPhotonIn)],
    ['entropy', rows.entropy, entropy(now.radiationEntropyExport)],
  ];
  return <Rows rows={shown} />;
}

function Rows({ rows }: { rows: readonly [string, string, string][] }): VNode {
  return (
    <table class="books">
      <tbody>
        {rows.map(([id, name, value]) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            <td id={id}>{why[id] ? <Explain of={why[id]}>{value}</Explain> : value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RoomControls(): VNode {
  return (
    <div class="controls">
      <Lock field="cooler">
        <label class="check">
          <input
            type="checkbox"
            checked={state.value.cooler === 'on'}
            onChange={(event) => change({ cooler: event.currentTarget.checked ? 'on' : 'off' })}
          />
          {text.room.on}
        </label>
      </Lock>
      <Knob name="target" label={text.room.target} step={1} shown={text.room.celsius} />
      <Knob name="street" label={text.room.street} step={1} shown={text.room.celsius} />
      <Knob name="sun" label={text.room.sun} step={100} shown={text.room.watts} />
      <Knob name="quality" label={text.room.quality} step={0.05} shown={text.room.qualityShown} />
    </div>
  );
}

function Day(): VNode {
  const { step, target } = state.value;
  const now = day.value[step];
  const sentence = now ? text.room.sentence(now.room, now.street, now.power) : '';
  return (
    <Chart
      values={day.value.map(({ room }) => room)}
      other={branch.curve(({ room }) => room, text.room.name)}
      cursor={step}
      step={text.room.step}
      name={text.room.name}
      sentence={sentence}
      landmarks={[{ at: target, name: text.room.thermostat }]}
    />
  );
}

function RoomBooks(): VNode {
  const now = day.value[state.value.step];
  const { books, joules, entropy } = text.room;
  if (!now) return <p />;
  return (
    <Rows
      rows={[
        ['from-room', books.fromRoom, joules(now.fromRoom)],
        ['work', books.work, joules(now.work)],
        ['to-street', books.toStreet, joules(now.toStreet)],
        ['room-entropy', books.entropy, entropy(now.entropy)],
      ]}
    />
  );
}
