import { type Corpus, hottest, longestOwn, longestText, widest } from '@gibbs/journeys/next';
import type { VNode } from 'preact';
import { Chart } from '../../frame/chart.js';
import { CopyBar } from '../../frame/copyBar.js';
import { Explain } from '../../frame/explain.js';
import { Lock } from '../../frame/lock.js';
import { Notice } from '../../frame/notice.js';
import { short } from '../../frame/numbers.js';
import { OwnText } from '../../frame/ownText.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { Slider } from '../../frame/slider.js';
import { Timeline } from '../../frame/timeline.js';
import { text } from '../../text/en/next.js';
import { asCommand } from './asText.js';
import { drawAnother, learnFrom, losses, study, write } from './model.js';
import { UnseenName } from './names.js';
import { EmbeddingRows } from './rows.js';
import { Next, Way } from './way.js';
import { whyLoss } from './why.js';

/** Everything on the page that moves. */
export function NextApp(): VNode {
  const { step } = study.state.value;
  const command = asCommand();
  return (
    <div class="next">
      <Notice message={study.notice} />
      <Proof proof={study.proof} />
      <section class="instrument card" aria-label={text.instrument}>
        <Piece class="stage">
          <Prompt />
          {study.broken.value && <strong role="status">{text.failed}</strong>}
        </Piece>
        <div class="columns">
          <Piece class="side">
            <Way />
            <Sample />
          </Piece>
          <Piece class="side">
            <Next />
          </Piece>
        </div>
        <Timeline run={study} step={step} last={study.last} pace={16} name={text.run} />
        <div class="columns">
          <Piece class="side">
            <Loss />
          </Piece>
          <Piece class="side">
            <Controls />
          </Piece>
        </div>
      </section>
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: study.shareLink },
          // No command learns names or pieces of words.
          ...(command === null ? [] : [{ name: text.share.command, make: () => command }]),
        ]}
      />
      <Piece>
        <UnseenName />
      </Piece>
      <Piece>
        <EmbeddingRows />
      </Piece>
      <Piece>
        <Own />
      </Piece>
    </div>
  );
}

function Prompt(): VNode {
  const unknown = study.look.value?.unknown ?? [];
  return (
    <div class="prompt">
      <label class="field">
        {text.prompt}
        <textarea
          rows={2}
          maxLength={longestText}
          dir="auto"
          spellcheck={false}
          value={study.state.value.text}
          onInput={(event) => write(event.currentTarget.value)}
        />
      </label>
      <p class="hint" id="unknown" role="status">
        {unknown.length > 0 && text.unknown(unknown)}
      </p>
    </div>
  );
}

function Sample(): VNode {
  return (
    <section class="sample" aria-labelledby="sample-title">
      <h2 id="sample-title">{text.sample.title}</h2>
      <p id="sample" dir="auto">
        {study.look.value?.sample ?? '…'}
      </p>
      <button type="button" onClick={drawAnother}>
        {text.sample.again}
      </button>
    </section>
  );
}

function Loss(): VNode {
  const { step } = study.state.value;
  const look = study.look.value;
  const values = losses.value.length > 0 ? losses.value : [look?.uniform ?? Math.log(88)];
  const cursor = Math.min(step, values.length - 1);
  const marks = look
    ? [
        { at: look.uniform, name: text.loss.uniform(look.vocab) },
        { at: look.unigram, name: text.loss.unigram },
        { at: look.bigram, name: text.loss.bigram },
      ]
    : [];
  return (
    <section aria-labelledby="loss-title">
      <h2 id="loss-title">{text.loss.title}</h2>
      <Chart
        values={values}
        cursor={cursor}
        top={Math.max(...values, look?.uniform ?? 0) * 1.12}
        step={text.loss.step}
        name={text.loss.name}
        other={study.otherCurve(({ loss }) => loss, text.loss.name)}
        sentence={text.loss.sentence(values[cursor] as number, look?.bigram ?? 0, step)}
        landmarks={marks}
      />
      <table class="books">
        <caption class="visually-hidden">{text.loss.table}</caption>
        <tbody>
          <tr>
            <th scope="row">{text.loss.model}</th>
            <td>
              <Explain id="mlp" of={whyLoss}>
                {short(values[cursor] as number)}
              </Explain>
            </td>
          </tr>
          {marks.toReversed().map(({ at, name }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td id={name === text.loss.bigram ? 'bigram' : undefined}>{short(at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Controls(): VNode {
  const { corpus, context, temperature, own } = study.state.value;
  const look = study.look.value;
  return (
    <div class="controls">
      <Lock field="corpus">
        <label>
          {text.corpus.choice}{' '}
          <select
            value={corpus}
            onChange={(event) => learnFrom(event.currentTarget.value as Corpus)}
          >
            {Object.entries(text.corpus.names).map(([value, name]) => (
              <option key={value} value={value} disabled={value === 'own' && own === ''}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </Lock>
      <p class="hint" id="material">
        {look && text.corpus.is(look.tokens, look.vocab, look.kind, look.parameters)}
      </p>
      <Slider
        field="context"
        label={text.context}
        min={1}
        max={widest}
        step={1}
        value={context}
        shown={String(context)}
        hint={text.contextHint}
        onInput={(value) => study.begin({ context: value })}
      />
      <Slider
        field="temperature"
        label={text.temperature}
        class="temperature"
        min={0}
        max={hottest}
        step={0.1}
        value={temperature}
        shown={temperature.toFixed(1)}
        hint={text.temperatureHint}
        onInput={(value) => study.view({ temperature: Number(value.toFixed(1)) })}
      />
    </div>
  );
}

/** A text of the reader's own to learn from. */
function Own(): VNode {
  const { corpus, own } = study.state.value;
  const refused = study.look.value?.refused;
  return (
    <OwnText
      words={text.corpus}
      longest={longestOwn}
      isBuiltIn={corpus !== 'own'}
      state={corpus === 'own' && own !== '' ? text.corpus.learned(own.length) : ''}
      trouble={refused ? text.corpus.refused(refused) : null}
      learn={(written) => learnFrom(written === '' ? 'village' : 'own', written)}
    />
  );
}
