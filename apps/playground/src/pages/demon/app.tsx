import { fewest, lessonCounts, memories, most, rules } from '@gibbs/journeys/demon';
import type { VNode } from 'preact';
import { Chart } from '../../frame/chart.js';
import { CopyBar } from '../../frame/copyBar.js';
import { Lock } from '../../frame/lock.js';
import { Notice } from '../../frame/notice.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { Slider } from '../../frame/slider.js';
import { Timeline } from '../../frame/timeline.js';
import { text } from '../../text/en/demon.js';
import { asCode, asCommand } from './asText.js';
import { Books, MindTable } from './books.js';
import { ChambersPicture } from './chambers.js';
import { answer, choose, deepestFall, demon, erase, now, rule } from './model.js';
import { Tape } from './tape.js';

/** Everything on the page that moves. */
export function DemonApp(): VNode {
  const { step } = demon.state.value;
  return (
    <div class="demon">
      <Notice message={demon.notice} />
      <Proof proof={demon.proof} />
      <section class="instrument card" aria-label={text.chambers.title}>
        <Piece class="stage">
          <ChambersPicture />
          <Lock field="deeds">
            <Hands />
          </Lock>
          <Tape />
        </Piece>
        <div class="columns">
          <Piece class="side">
            <Curves />
          </Piece>
          <Piece class="side">
            <Lock field="deeds">
              <Keepers />
            </Lock>
            <Controls />
            <Books />
            <MindTable />
          </Piece>
        </div>
        <Timeline run={demon} step={step} last={demon.last} pace={16} name={text.run} />
      </section>
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: demon.shareLink },
          { name: text.share.command, make: asCommand },
          { name: text.share.code, make: asCode },
        ]}
      />
    </div>
  );
}

/** Open or shut for the molecule that waits, and wiping the memory. */
function Hands(): VNode {
  const byHand = rule.value === 'hand';
  const bits = demon.look.value?.tape.length ?? 0;
  return (
    <div class="hands">
      {byHand ? (
        <>
          <button type="button" class="hot" onClick={() => answer(true)}>
            {text.act.open} <kbd>o</kbd>
          </button>
          <button type="button" class="cold" onClick={() => answer(false)}>
            {text.act.shut} <kbd>s</kbd>
          </button>
        </>
      ) : (
        <button type="button" onClick={() => choose('hand')}>
          {text.act.take}
        </button>
      )}
      <button type="button" onClick={erase}>
        {text.act.erase} <small>{text.act.eraseCost(bits)}</small>
      </button>
    </div>
  );
}

function Keepers(): VNode {
  return (
    <fieldset class="keepers">
      <legend>{text.who}</legend>
      {rules.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="rule"
            value={each}
            checked={rule.value === each}
            onChange={() => choose(each)}
          />
          <span>
            <strong>{text.rules[each].name}</strong> <small>{text.rules[each].does}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Controls(): VNode {
  const { particles, memory, erases, lessons } = demon.state.value;
  return (
    <div class="controls">
      <Lock field="erases">
        <label class="check">
          <input
            type="checkbox"
            checked={erases}
            onChange={(event) => demon.begin({ erases: event.currentTarget.checked })}
          />
          {text.controls.erases}
        </label>
      </Lock>
      <Slider
        field="memory"
        label={text.controls.memory}
        min={0}
        max={memories.length - 1}
        step={1}
        value={(memories as readonly number[]).indexOf(memory)}
        shown={text.controls.bits(memory)}
        onInput={(index) =>
          demon.begin({ memory: memories[index] as number, deeds: ruleAtStart() })
        }
      />
      <Slider
        field="particles"
        label={text.controls.particles}
        min={fewest}
        max={most}
        step={10}
        value={particles}
        shown={String(particles)}
        onInput={(count) => demon.begin({ particles: count, deeds: ruleAtStart() })}
      />
      {rule.value === 'net' && (
        <Slider
          field="lessons"
          label={text.controls.lessons}
          min={0}
          max={lessonCounts.length - 1}
          step={1}
          value={(lessonCounts as readonly number[]).indexOf(lessons)}
          shown={text.controls.lessonsShown(lessons)}
          onInput={(index) =>
            demon.begin({ lessons: lessonCounts[index] as number, deeds: ruleAtStart() })
          }
        />
      )}
      <Slider
        label={text.controls.stride}
        min={0}
        max={6}
        step={1}
        value={Math.log2(demon.stride.value)}
        shown={text.controls.strideShown(demon.stride.value)}
        disabled={rule.value === 'hand'}
        onInput={(power) => {
          demon.stride.value = 2 ** power;
        }}
      />
    </div>
  );
}

/** A run that begins anew keeps who minds the door, and nothing else that was done by hand. */
function ruleAtStart() {
  return rule.value === 'speed' ? [] : [{ at: 0, kind: rule.value }];
}

function Curves(): VNode {
  const { step } = demon.state.value;
  const first = { total: 0, gas: 0, memory: 0, bath: 0 };
  const marks = demon.marks.value.length > 0 ? demon.marks.value : [first];
  const { total = 0, gas = 0, looks = 0 } = now.value ?? {};
  return (
    <>
      <section aria-labelledby="total-title" class="total">
        <h2 id="total-title">{text.total.title}</h2>
        <Chart
          values={marks.map((mark) => mark.total)}
          other={demon.otherCurve((mark) => mark.total, text.total.name)}
          cursor={Math.min(step, demon.last)}
          step={text.total.step}
          name={text.total.name}
          sentence={text.total.chart(total, deepestFall.value, looks)}
        />
      </section>
      <section aria-labelledby="bill-title" class="bill">
        <h2 id="bill-title">{text.bill.title}</h2>
        <Chart
          values={marks.map(({ memory, bath }) => memory + bath)}
          other={demon.otherCurve(({ memory, bath }) => memory + bath, text.bill.name)}
          beside={{ values: marks.map((mark) => -mark.gas), name: text.bill.beside }}
          cursor={Math.min(step, demon.last)}
          step={text.total.step}
          name={text.bill.name}
          sentence={text.bill.chart(total - gas, -gas)}
        />
      </section>
    </>
  );
}
