import { longestCorpus, longestText } from '@gibbs/journeys/words';
import type { VNode } from 'preact';
import { Chart } from '../../frame/chart.js';
import { CopyBar } from '../../frame/copyBar.js';
import { Explain } from '../../frame/explain.js';
import { Lock } from '../../frame/lock.js';
import { Notice } from '../../frame/notice.js';
import { OwnText } from '../../frame/ownText.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { Timeline } from '../../frame/timeline.js';
import { text } from '../../text/en/words.js';
import { asCode, asCommand } from './asText.js';
import { MergeList } from './mergeList.js';
import {
  branch,
  broken,
  bytes,
  characters,
  chosen,
  counts,
  duelLink,
  learned,
  learnFrom,
  notice,
  pieces,
  play,
  playing,
  proof,
  reset,
  same,
  seek,
  shareLink,
  state,
  stepOn,
  tokens,
  training,
  write,
} from './model.js';
import { Tree } from './tree.js';
import { whyTokens } from './why.js';

/** Everything on the page that moves. */
export function WordsApp(): VNode {
  const { step } = state.value;
  return (
    <div class="words">
      <Notice message={notice} />
      <Proof proof={proof} />
      <section class="instrument card" aria-label={text.instrument}>
        <div class="columns">
          <Piece class="side">
            <Lock field="text">
              <label class="field">
                {text.input}
                <textarea
                  rows={3}
                  maxLength={longestText}
                  dir="auto"
                  spellcheck={false}
                  value={state.value.text}
                  onInput={(event) => write(event.currentTarget.value)}
                />
              </label>
            </Lock>
            <Tokens />
            <Tree />
          </Piece>
          <Piece class="side">
            <section class="curve" aria-labelledby="curve-title">
              <h2 id="curve-title">{text.curve.title}</h2>
              <Chart
                values={counts.value}
                other={branch.curve((count) => count, text.curve.title)}
                cursor={Math.min(step, counts.value.length - 1)}
                step={text.merges.rank}
                name={text.curve.title}
                sentence={text.curve.chart(tokens.value.length, bytes.value, step)}
              />
            </section>
            <Lock field="gone">
              <MergeList />
            </Lock>
          </Piece>
        </div>
        <Timeline
          run={{ playing, play, stepOn, seek, reset, branch }}
          step={step}
          last={Math.max(step, learned.value.length)}
          pace={60}
          name={text.run}
        />
      </section>
      <Lock field="corpus">
        <OwnText
          words={text.corpus}
          longest={longestCorpus}
          isBuiltIn={state.value.corpus === ''}
          state={training.value ? '' : text.corpus.learned(learned.value.length, characters.value)}
          learn={learnFrom}
        />
      </Lock>
      <ToTheDuel />
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: shareLink },
          { name: text.share.command, make: asCommand },
          { name: text.share.code, make: asCode },
        ]}
      />
    </div>
  );
}

/** The way from a tokenizer to those who must read with it. */
function ToTheDuel(): VNode {
  const { step, gone } = state.value;
  const cut = gone.filter((rank) => rank < step).length;
  return (
    <section class="card to-the-duel" aria-labelledby="duel-title">
      <h2 id="duel-title">{text.duel.title}</h2>
      <p>{text.duel.what(step, cut)}</p>
      <p>
        <a
          id="to-the-duel"
          href="../names/"
          onClick={async (event) => {
            event.preventDefault();
            location.assign(await duelLink());
          }}
        >
          {text.duel.send}
        </a>
      </p>
    </section>
  );
}

/** The text as tokens, each a button that shows how its piece grew. */
function Tokens(): VNode {
  const { step } = state.value;
  const all = tokens.value;
  const ready = pieces.value.length > 0;
  return (
    <section class="tokens" aria-labelledby="tokens-title">
      <h2 id="tokens-title">{text.pieces.title}</h2>
      {broken.value && <p role="status">{text.pieces.broken}</p>}
      <ol id="tokens" dir="auto">
        {all.map((token, index) => (
          <li key={`${index}:${token.text}`}>
            <button
              type="button"
              class={`token hue-${hue(token.rank)}`}
              aria-pressed={chosen.value === token.piece}
              aria-label={text.pieces.token(text.shown(token.text), token.rank)}
              title={text.pieces.token(text.shown(token.text), token.rank)}
              onClick={() => {
                chosen.value = token.piece;
              }}
            >
              {text.shown(token.text)}
            </button>
          </li>
        ))}
      </ol>
      <p id="tokens-state">
        {ready
          ? text.pieces.sentence(all.length, bytes.value, step)
          : training.value
            ? text.pieces.waiting
            : text.pieces.empty}
      </p>
      {ready && (
        <p>
          <Explain of={whyTokens}>{text.why.ask(all.length)}</Explain>
        </p>
      )}
      {ready && <p class="hint">{same.value ? text.pieces.same : text.pieces.different}</p>}
    </section>
  );
}

/** Six tints, so that neighbours differ; bytes have none. */
function hue(rank: number | null): number {
  return rank === null ? 0 : 1 + (rank % 5);
}
