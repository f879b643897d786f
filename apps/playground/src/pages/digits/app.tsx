import type { VNode } from 'preact';
import { CopyBar } from '../../frame/copyBar.js';
import { Notice } from '../../frame/notice.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { Timeline } from '../../frame/timeline.js';
import { text } from '../../text/en/digits.js';
import { Answer, Views } from './answer.js';
import { asCommand } from './asText.js';
import { Files } from './files.js';
import { Confusion, Curves, Neurons } from './inside.js';
import { play, pupil, shareLink } from './model.js';
import { Pad } from './pad.js';

/** The run as the timeline takes it. */
const { playing, waiting, stepOn, seek, reset } = pupil;
const run = { playing, waiting, play, stepOn, seek, reset, branch: pupil.branch };

/** Everything on the page that moves. */
export function DigitsApp(): VNode {
  const { step } = pupil.state.value;
  return (
    <div class="digits">
      <Notice message={pupil.notice} />
      <Proof proof={pupil.proof} />
      <section class="instrument card" aria-label={text.instrument}>
        {pupil.broken.value && (
          <p class="broken" role="status">
            {text.failed}
          </p>
        )}
        <div class="columns">
          <Piece class="side">
            <Pad />
          </Piece>
          <Piece class="side">
            <Answer />
            <Views />
          </Piece>
        </div>
        <Timeline run={run} step={step} last={pupil.last} pace={16} name={text.run} />
        <div class="columns">
          <Piece class="side">
            <Curves />
          </Piece>
          <Piece class="side">
            <Neurons />
          </Piece>
        </div>
      </section>
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: shareLink },
          { name: text.share.command, make: asCommand },
        ]}
      />
      <Piece>
        <Confusion />
      </Piece>
      <Piece>
        <Files />
      </Piece>
    </div>
  );
}
