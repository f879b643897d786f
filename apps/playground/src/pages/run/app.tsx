import type { VNode } from 'preact';
import { CopyBar } from '../../frame/copyBar.js';
import { Notice } from '../../frame/notice.js';
import { Piece } from '../../frame/piece.js';
import { text } from '../../text/en/run.js';
import { Editor } from './editor.js';
import {
  broken,
  ended,
  example,
  lines,
  notice,
  running,
  shareLink,
  show,
  startRun,
  stop,
} from './model.js';

interface Props {
  /** The examples to choose from, by group. */
  groups: readonly { name: string; examples: readonly { id: string; title: string }[] }[];
}

/** Everything on the page that moves. */
export function RunApp({ groups }: Props): VNode {
  return (
    <div class="run">
      <Notice message={notice} />
      {broken.value && (
        <p class="notice" role="status">
          {text.failed}
        </p>
      )}
      <section class="instrument card" aria-label={text.editor.title}>
        <div class="columns">
          <Piece class="side">
            <div class="choice">
              <label for="example">{text.example}</label>
              <select
                id="example"
                value={example}
                onChange={(event) => void show(event.currentTarget.value)}
              >
                <option value="">{text.chooseExample}</option>
                {groups.map(({ name, examples }) => (
                  <optgroup key={name} label={name}>
                    {examples.map(({ id, title }) => (
                      <option key={id} value={id}>
                        {title}
                      </option>
                    ))}
                  </optgroup>
                ))}
              </select>
            </div>
            <Editor />
          </Piece>
          <Piece class="side">
            <div class="bar">
              <button type="button" class="primary" onClick={() => void startRun()}>
                {text.run}
              </button>
              <button type="button" disabled={!running.value} onClick={() => void stop()}>
                {text.stop}
              </button>
            </div>
            <Output />
          </Piece>
        </div>
      </section>
      <CopyBar shown={text.share.shown} actions={[{ name: text.share.link, make: shareLink }]} />
    </div>
  );
}

function Output(): VNode {
  const any = lines.value.length > 0;
  return (
    <section class="output" aria-labelledby="output-title" data-ended={ended.value}>
      <h2 id="output-title">{text.output.title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
      <section class="scroll" tabIndex={0} aria-label={text.output.label}>
        {any ? (
          lines.value.map((line, index) => (
            <pre key={index} class={line.kind} dir="auto">
              {line.text}
            </pre>
          ))
        ) : (
          <p class="hint">{running.value ? text.output.running : text.output.empty}</p>
        )}
      </section>
    </section>
  );
}
