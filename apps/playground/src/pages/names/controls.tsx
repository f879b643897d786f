import { writeLink } from '@gibbs/journeys';
import { counts, fields, mostClauses, mostOpenings, start } from '@gibbs/journeys/names';
import { mergesLearned, mergesOfDuel, operated } from '@gibbs/journeys/words';
import type { VNode } from 'preact';
import { Lock } from '../../frame/lock.js';
import { grouped } from '../../frame/numbers.js';
import { Slider } from '../../frame/slider.js';
import { text } from '../../text/en/names.js';
import { bestHead, duel, scoresNow, train } from './model.js';

/** The sentence in which the name is asked for: changing it trains nothing. */
export function QuestionControls(): VNode {
  const { openings, clauses, wording } = duel.state.value;
  return (
    <section class="controls" aria-labelledby="question-title">
      <h2 id="question-title">{text.question.title}</h2>
      <Slider
        field="openings"
        label={text.question.openings}
        min={0}
        max={mostOpenings}
        step={1}
        value={openings}
        shown={String(openings)}
        onInput={(value) => duel.view({ openings: value })}
      />
      <Slider
        field="clauses"
        label={text.question.clauses}
        min={0}
        max={mostClauses}
        step={1}
        value={clauses}
        shown={String(clauses)}
        onInput={(value) => duel.view({ clauses: value })}
      />
      <div class="row">
        <button type="button" onClick={() => duel.view({ wording: (wording + 1) % 1000 })}>
          {text.question.wording}
        </button>
        <button
          type="button"
          disabled={openings + clauses + wording === 0}
          onClick={() => duel.view({ openings: 0, clauses: 0, wording: 0 })}
        >
          {text.question.plain}
        </button>
      </div>
    </section>
  );
}

/** Takes a head of attention away while it is asked. */
export function Heads(): VNode {
  const { silent } = duel.state.value;
  const look = duel.look.value;
  const before = scoresNow.value?.attention.unseen;
  return (
    <section class="controls" aria-labelledby="heads-title">
      <h2 id="heads-title">{text.heads.title}</h2>
      <div class="row">
        {[null, 0, 1].map((head) => (
          <button
            type="button"
            key={String(head)}
            aria-pressed={silent === head}
            onClick={() => duel.view({ silent: head })}
          >
            {head === null ? text.heads.none : text.heads.head(head)}
          </button>
        ))}
      </div>
      {look && <p class="hint">{text.heads.scores(look.heads)}</p>}
      {silent !== null && typeof look?.silenced === 'number' && (
        <p id="silenced">{text.heads.effect(silent, look.silenced, before ?? 0)}</p>
      )}
    </section>
  );
}

/** Takes the head away that looks best, or gives it back. */
export function toggleBest(): void {
  const { silent } = duel.state.value;
  duel.view({ silent: silent === null ? (bestHead.value?.head ?? 0) : null });
}

/** What a training is made of: changing it trains both anew. */
export function Setting(): VNode {
  const { names } = duel.state.value;
  return (
    <section class="controls setting" aria-labelledby="setting-title">
      <h2 id="setting-title">{text.setting.title}</h2>
      <Slider
        field="names"
        label={text.setting.names}
        min={0}
        max={counts.length - 1}
        step={1}
        value={(counts as readonly number[]).indexOf(names)}
        shown={grouped(names)}
        onInput={(index) => train({ names: counts[index] as number })}
      />
      <Choice label={text.setting.position} name="position" options={text.setting.positions} />
      <Choice label={text.setting.embeddings} name="embeddings" options={text.setting.tables} />
      <Choice label={text.setting.values} name="values" options={text.setting.paths} />
      <Choice label={text.setting.memory} name="memory" options={text.setting.memories} />
      <Choice label={text.setting.steps} name="steps" options={{ 120: '120', 250: '250' }} />
      <Pieces />
      <p class="hint">{text.setting.hint}</p>
    </section>
  );
}

/** The tokenizer that both read with, and the way to where it can be operated on. */
function Pieces(): VNode {
  const { merges, gone, corpus, seed } = duel.state.value;
  const { pieces } = text.setting;
  const sizes = [...new Set([0, 64, 256, mergesOfDuel, mergesLearned, merges])];
  const options = sizes.sort((a, b) => a - b).map((size) => [size, pieces.shown(size)]);
  const cut = gone.filter((rank) => rank < merges).length;
  const toWords = async (event: MouseEvent) => {
    event.preventDefault();
    const operation = { gone, corpus, step: merges };
    const hash = await writeLink(
      operation,
      { ...operated, step: fields.merges },
      { ...start, step: -1 },
    );
    location.assign(`../words/#${hash}`);
  };
  return (
    <>
      <Choice label={pieces.label} name="merges" options={Object.fromEntries(options)} />
      <p class="hint" id="tokenizer">
        {pieces.what(cut, corpus === '')}{' '}
        {(seed === start.seed || corpus !== '') && (
          <a href="../words/" onClick={toWords}>
            {pieces.operate}
          </a>
        )}
      </p>
    </>
  );
}

function Choice({
  label,
  name,
  options,
}: {
  label: string;
  name: 'position' | 'embeddings' | 'values' | 'memory' | 'steps' | 'merges';
  options: Readonly<Record<string, string>>;
}): VNode {
  const value = duel.state.value[name];
  return (
    <Lock field={name}>
      <label class="choice">
        {label}
        <select
          value={String(value)}
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.value;
            train({ [name]: typeof value === 'number' ? Number(chosen) : chosen });
          }}
        >
          {Object.entries(options).map(([key, shown]) => (
            <option key={key} value={key}>
              {shown}
            </option>
          ))}
        </select>
      </label>
    </Lock>
  );
}
