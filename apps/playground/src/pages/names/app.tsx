import { mergesOfDuel } from '@gibbs/journeys/words';
import type { VNode } from 'preact';
import { Chart } from '../../frame/chart.js';
import { CopyBar } from '../../frame/copyBar.js';
import { Notice } from '../../frame/notice.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { Timeline } from '../../frame/timeline.js';
import { text } from '../../text/en/names.js';
import { Answers, Ask } from './answers.js';
import { asCode, asCommand } from './asText.js';
import { Heads, QuestionControls, Setting } from './controls.js';
import { duel, losses, run, unseen, unseenBeside } from './model.js';
import { Sentence } from './sentence.js';
import { Switches } from './switches.js';

/** Everything on the page that moves. */
export function NamesApp(): VNode {
  const { step, steps, memory, merges, gone, corpus } = duel.state.value;
  const own = gone.length > 0 || corpus !== '';
  return (
    <div class="names">
      <Notice message={duel.notice} />
      <Proof proof={duel.proof} />
      <section class="instrument card" aria-label={text.instrument}>
        <Piece class="stage">
          <Ask />
          {duel.broken.value && <strong role="status">{text.broken}</strong>}
          <Sentence />
          <Answers />
        </Piece>
        <div class="columns">
          <Piece class="side">
            <Accuracy />
            <Loss />
          </Piece>
          <Piece class="side">
            <QuestionControls />
            <Heads />
            <Setting />
          </Piece>
        </div>
        <Timeline
          run={run}
          step={step}
          last={Math.max(step, duel.last)}
          pace={16}
          name={step >= steps ? text.again : text.run}
        />
      </section>
      <Piece>
        <Switches />
      </Piece>
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: duel.shareLink },
          // The command has no word for what each place knows, nor for another tokenizer.
          ...(memory === 3 && merges === mergesOfDuel && !own
            ? [{ name: text.share.command, make: asCommand }]
            : []),
          ...(own ? [] : [{ name: text.share.code, make: asCode }]),
        ]}
      />
    </div>
  );
}

/** A curve has a beginning, even before the worker has sent one. */
const begun = (values: readonly number[]) => (values.length === 0 ? [0] : values);

function Accuracy(): VNode {
  const { step } = duel.state.value;
  const attention = begun(unseen.attention.value);
  const mlp = begun(unseen.mlp.value);
  const at = Math.min(step, attention.length - 1);
  return (
    <section class="curve" aria-labelledby="accuracy-title">
      <h2 id="accuracy-title">{text.accuracy.title}</h2>
      <Chart
        values={attention}
        cursor={at}
        top={100}
        step={text.accuracy.step}
        name={text.accuracy.name}
        beside={{ values: mlp, name: text.accuracy.beside }}
        other={unseenBeside()}
        sentence={text.accuracy.chart(attention[at] ?? 0, mlp[at] ?? 0, step)}
        landmarks={[{ at: 100, name: text.accuracy.all }]}
      />
    </section>
  );
}

function Loss(): VNode {
  const { step } = duel.state.value;
  const vocab = duel.look.value?.vocab ?? 768;
  const guess = Math.log(vocab);
  const known = duel.marks.value.length > 1;
  const attention = known ? losses.attention.value : [guess];
  const mlp = known ? losses.mlp.value : [guess];
  const at = Math.min(step, attention.length - 1);
  const pace = duel.look.value?.stepsPerSecond ?? 0;
  return (
    <section class="curve" aria-labelledby="loss-title">
      <h2 id="loss-title">{text.loss.title}</h2>
      <Chart
        values={attention}
        cursor={at}
        top={Math.max(guess, ...attention, ...mlp) * 1.1}
        step={text.accuracy.step}
        name={text.loss.name}
        other={duel.otherCurve((mark) => mark.losses?.attention ?? Math.log(vocab), text.loss.name)}
        beside={{ values: mlp, name: text.loss.beside }}
        sentence={
          known ? text.loss.chart(attention[at] ?? 0, mlp[at] ?? 0) : text.loss.untaught(guess)
        }
        landmarks={[{ at: guess, name: text.loss.guess(vocab) }]}
      />
      {pace > 0 && <p class="hint">{text.pace(pace)}</p>}
    </section>
  );
}
