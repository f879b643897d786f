import type { VNode } from 'preact';
import { CopyBar } from '../../frame/copyBar.js';
import { Lock } from '../../frame/lock.js';
import { Notice } from '../../frame/notice.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { text } from '../../text/en/lookup.js';
import { AnswerPanel } from './answerPanel.js';
import { asCode, asCommand } from './asText.js';
import { Controls } from './controls.js';
import { AnswerMap } from './map.js';
import { notice, proof, query, shareLink, state } from './model.js';
import { Paste } from './paste.js';
import { RowsTable } from './rowsTable.js';
import { Training, TrainingTimeline } from './training.js';

/** Everything on the page that moves. */
export function LookupApp(): VNode {
  return (
    <div class="lookup">
      <Notice message={notice} />
      <Proof proof={proof} />
      <section class="instrument card" aria-label={text.map.title}>
        <Statement />
        <div class="columns">
          <Piece>
            <AnswerMap />
          </Piece>
          <Piece class="side">
            <Controls />
            <AnswerPanel />
          </Piece>
        </div>
        <Piece>
          <TrainingTimeline />
        </Piece>
      </section>
      <Lock field="rows">
        <RowsTable />
      </Lock>
      <Piece>
        <Training />
      </Piece>
      <Lock field="rows">
        <Paste />
      </Lock>
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

function Statement(): VNode {
  const { mode, temperature } = state.value;
  return (
    <pre class="statement">
      <span class="visually-hidden">{text.statement.label}: </span>
      {mode === 'hard'
        ? text.statement.hard(query.value)
        : text.statement.soft(query.value, temperature)}
    </pre>
  );
}
