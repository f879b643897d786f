import { blocks, levelCounts, type Measure } from '@gibbs/journeys/interesting';
import type { CoffeeModel } from '@gibbs/physics/interest';
import type { VNode } from 'preact';
import { Chart } from '../../frame/chart.js';
import { CopyBar } from '../../frame/copyBar.js';
import { Explain } from '../../frame/explain.js';
import { Lock } from '../../frame/lock.js';
import { Notice } from '../../frame/notice.js';
import { Piece } from '../../frame/piece.js';
import { Pixels } from '../../frame/pixels.js';
import { Proof } from '../../frame/proof.js';
import { Slider } from '../../frame/slider.js';
import { Timeline } from '../../frame/timeline.js';
import { text } from '../../text/en/interesting.js';
import { asCommand } from './asText.js';
import { control, cup, entropy, interest, peak, toPeak } from './model.js';
import { OwnThings } from './own.js';
import { whyInterest } from './why.js';

/** Everything on the page that moves. */
export function InterestingApp(): VNode {
  const { step } = cup.state.value;
  return (
    <div class="interesting">
      <Notice message={cup.notice} />
      <Proof proof={cup.proof} />
      <section class="instrument card" aria-label={text.cup.title}>
        <div class="columns">
          <Piece class="side">
            <Cups />
            <Controls />
          </Piece>
          <Piece class="side">
            <Curves />
          </Piece>
        </div>
        <Timeline run={cup} step={step} last={cup.last} pace={50} name={text.run} />
      </section>
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: cup.shareLink },
          { name: text.share.command, make: asCommand },
        ]}
      />
      <Piece>
        <OwnThings />
      </Piece>
    </div>
  );
}

function Cups(): VNode {
  const look = cup.look.value;
  const { step, levels } = cup.state.value;
  const now = entropy.value[step] ?? entropy.value.at(-1) ?? 0;
  return (
    <div class="cups">
      <figure>
        <div class="plane">
          <img src="./first.png" alt="" hidden={look !== null} />
          {look && (
            <Pixels values={look.cells} size={look.size} sentence={text.cup.sentence(step, now)} />
          )}
        </div>
        <figcaption>{text.cup.exact}</figcaption>
      </figure>
      <figure>
        <div class="plane">
          <img src="./coarse.png" alt="" hidden={look !== null} />
          {look && (
            <Pixels
              values={look.coarse}
              size={look.coarseSize}
              sentence={text.cup.coarse(look.coarseSize, levels)}
            />
          )}
        </div>
        <figcaption>{text.cup.seen}</figcaption>
      </figure>
      {cup.broken.value && <strong role="status">{text.cup.failed}</strong>}
    </div>
  );
}

function Controls(): VNode {
  const { model, block, levels, adjust, measure } = cup.state.value;
  return (
    <div class="controls">
      <Lock field="model">
        <label>
          {text.model}{' '}
          <select
            value={model}
            onChange={(event) => cup.begin({ model: event.currentTarget.value as CoffeeModel })}
          >
            {Object.entries(text.models).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </Lock>
      <Lock field="measure">
        <label>
          {text.measure}{' '}
          <select
            value={measure}
            onChange={(event) => cup.view({ measure: event.currentTarget.value as Measure })}
          >
            {Object.entries(text.measures).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </Lock>
      <Slider
        field="block"
        label={text.block}
        min={0}
        max={blocks.length - 1}
        step={1}
        value={(blocks as readonly number[]).indexOf(block)}
        shown={text.blockShown(block)}
        onInput={(index) => cup.begin({ block: blocks[index] as number })}
      />
      <Slider
        field="levels"
        label={text.levels}
        min={0}
        max={levelCounts.length - 1}
        step={1}
        value={(levelCounts as readonly number[]).indexOf(levels)}
        shown={String(levels)}
        onInput={(index) => cup.begin({ levels: levelCounts[index] as number })}
      />
      <Lock field="adjust">
        <label class="check">
          <input
            type="checkbox"
            checked={adjust === 'row'}
            aria-describedby="adjust-hint"
            onChange={(event) =>
              cup.begin({ adjust: event.currentTarget.checked ? 'row' : 'none' })
            }
          />
          {text.adjust}
        </label>
      </Lock>
      <p class="hint" id="adjust-hint">
        {text.adjustHint}
      </p>
    </div>
  );
}

function Curves(): VNode {
  const { step, measure } = cup.state.value;
  const { at, times } = peak.value;
  const now = (values: readonly number[]) => values[step] ?? values.at(-1) ?? 0;
  return (
    <>
      <section aria-labelledby="interest-title">
        <h2 id="interest-title">{text.interest.title}</h2>
        <Chart
          values={interest.value}
          beside={{ values: control.value, name: text.interest.control }}
          other={cup.otherCurve((mark) => mark[measure], text.interest.name[measure])}
          cursor={step}
          step={text.entropy.step}
          name={text.interest.name[measure]}
          sentence={text.interest.sentence(now(interest.value), now(control.value), step)}
          events={times !== null && times > 1 ? [{ at, name: '★' }] : []}
        />
        <p>
          <Explain id="interest" of={whyInterest}>
            {text.why.ask}
          </Explain>
        </p>
        <p id="peak">{text.peak.sentence(at, times)}</p>
        <button type="button" onClick={toPeak}>
          {text.peak.go}
        </button>
      </section>
      <section aria-labelledby="entropy-title">
        <h2 id="entropy-title">{text.entropy.title}</h2>
        <Chart
          values={entropy.value}
          other={cup.otherCurve((mark) => mark.entropy, text.entropy.name)}
          cursor={step}
          top={1}
          step={text.entropy.step}
          name={text.entropy.name}
          sentence={text.entropy.sentence(now(entropy.value), step)}
        />
      </section>
    </>
  );
}
