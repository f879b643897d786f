import type { VNode } from 'preact';
import { text } from '../../text/en/digits.js';
import { files, pupil, readFilesOf } from './model.js';

/** Real digits, where the reader has them: files of MNIST's form, chosen or dropped. */
export function Files(): VNode {
  return (
    <details class="paste card files">
      <summary>{text.files.title}</summary>
      <p>{text.files.what}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the file button inside */}
      <div
        class="drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          readFilesOf(event.dataTransfer?.files);
        }}
      >
        <label>
          {text.files.label}{' '}
          <input
            type="file"
            multiple
            onChange={(event) => readFilesOf(event.currentTarget.files)}
          />
        </label>
      </div>
      <div class="row">
        <button
          type="button"
          disabled={pupil.state.value.data === 'drawn'}
          onClick={() => {
            files.value = null;
            pupil.begin({ data: 'drawn', deeds: [] });
          }}
        >
          {text.files.back}
        </button>
      </div>
      <p role="status" id="files-state" class={files.value?.good === false ? 'error' : undefined}>
        {files.value?.sentence}
      </p>
    </details>
  );
}
