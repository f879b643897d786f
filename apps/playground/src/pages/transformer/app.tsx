import { longestCorpus, longestPrompt, stepCounts } from '@gibbs/journeys/transformer';
import type { VNode } from 'preact';
import { Chart } from '../../frame/chart.js';
import { CopyBar } from '../../frame/copyBar.js';
import { Explain } from '../../frame/explain.js';
import { Lock } from '../../frame/lock.js';
import { Notice } from '../../frame/notice.js';
import { grouped } from '../../frame/numbers.js';
import { OwnText } from '../../frame/ownText.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { Timeline } from '../../frame/timeline.js';
import { text } from '../../text/en/transformer.js';
import { asCode, asCommand } from './asText.js';
import { Heads, Looks } from './looks.js';
import { held, losses, run, scholar, train } from './model.js';
import { Next } from './next.js';
import { Speech } from './speech.js';
import { whyLoss } from './why.js';

/** Everything on the page that moves. */
export function TransformerApp(): VNode {
  const { step, steps, prompt, corpus } = scholar.state.value;
  const look = scholar.look.value;
  return (
    <div class="transformer">
      <Notice message={scholar.notice} />
      <Proof proof={scholar.proof} />
      <section class="instrument card" aria-label={text.instrument}>
        <Piece class="stage">
          {scholar.broken.value && <strong role="status">{text.broken}</strong>}
          <label class="field">
            {text.prompt.label}
            <textarea
              rows={2}
              maxLength={longestPrompt}
              dir="auto"
              spellcheck={false}
              value={prompt}
              onInput={(event) => scholar.view({ prompt: event.currentTarget.value, row: 0 })}
            />
          </label>
          <Looks />
        </Piece>
        <div class="columns">
          <Piece class="side">
            <Loss />
            <Setting />
          </Piece>
          <Piece class="side">
            <Next />
          </Piece>
        </div>
        <Timeline
          run={run}
          step={step}
          last={Math.max(step, scholar.last)}
          pace={16}
          name={step >= steps ? text.again : text.run}
        />
      </section>
      <Piece>
        <Heads />
      </Piece>
      <Piece>
        <Speech />
      </Piece>
      <Lock field="corpus">
        <OwnText
          words={text.corpus}
          longest={longestCorpus}
          isBuiltIn={corpus === ''}
          state={look ? facts(look) : ''}
          learn={(written) => train({ corpus: written, prompt: beginningOf(written) })}
        />
      </Lock>
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: scholar.shareLink },
          { name: text.share.command, make: asCommand },
          { name: text.share.code, make: asCode },
        ]}
      />
    </div>
  );
}

type Known = NonNullable<typeof scholar.look.value>;

function facts({ parameters, vocab, text: of }: Known): string {
  return text.facts(parameters, vocab, of.learned, of.held, of.characters);
}

/** The first words of a text, to look at while it is learned. */
function beginningOf(written: string): string {
  if (written === '') return text.builtInPrompt;
  const line = written.trim().slice(0, 60);
  return line.slice(0, Math.max(1, line.lastIndexOf(' ')));
}

function Loss(): VNode {
  const { step } = scholar.state.value;
  const look = scholar.look.value;
  const values = begun(losses.value);
  const judged = begun(held.value);
  const at = Math.min(step, values.length - 1);
  return (
    <section class="curve" aria-labelledby="loss-title">
      <h2 id="loss-title">{text.loss.title}</h2>
      <Chart
        values={values}
        cursor={at}
        top={look ? look.landmarks.uniform * 1.1 : 7}
        step={text.loss.step}
        name={text.loss.name}
        beside={{ values: judged, name: text.loss.beside }}
        other={scholar.otherCurve(
          ({ loss }) => loss ?? look?.landmarks.uniform ?? 0,
          text.loss.name,
        )}
        sentence={text.loss.chart(values[at] ?? 0, judged[at] ?? 0, step)}
        landmarks={
          look
            ? [
                { at: look.landmarks.uniform, name: text.loss.guess(look.vocab) },
                { at: look.landmarks.unigram, name: text.loss.counting },
              ]
            : []
        }
      />
      <p>
        <Explain id="why-loss" of={whyLoss}>
          {text.why.ask}
        </Explain>
      </p>
      {look && <p class="hint">{facts(look)}</p>}
      {look && look.stepsPerSecond > 0 && (
        <p class="hint">{text.pace(look.stepsPerSecond, look.threads, look.fused)}</p>
      )}
    </section>
  );
}

/** A curve has a beginning, even before the worker has sent one. */
const begun = (values: readonly number[]) => (values.length === 0 ? [0] : values);

/** What the training is made of: changing it trains anew. */
function Setting(): VNode {
  const { size, steps, exact } = scholar.state.value;
  return (
    <section class="controls" aria-labelledby="setting-title">
      <h2 id="setting-title">{text.setting.title}</h2>
      <label class="choice">
        {text.setting.size}
        <select
          value={size}
          onChange={({ currentTarget: { value } }) =>
            train({ size: value === 'medium' ? 'medium' : 'small' })
          }
        >
          {Object.entries(text.setting.sizes).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        {text.setting.steps}
        <select
          value={String(steps)}
          onChange={({ currentTarget: { value } }) => train({ steps: Number(value) })}
        >
          {stepCounts.map((count) => (
            <option key={count} value={String(count)}>
              {grouped(count)}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={exact}
          onChange={({ currentTarget: { checked } }) => train({ exact: checked })}
        />
        {text.setting.exact}
      </label>
      <p class="hint">{text.setting.hint}</p>
    </section>
  );
}
