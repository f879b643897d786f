import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { text } from '../../text/en/next.js';
import { badName, call, study } from './model.js';

/** The name that such a network cannot copy: the reader's own. */
export function UnseenName(): VNode {
  const field = useRef<HTMLInputElement>(null);
  const names = study.look.value?.names;
  const { name } = study.state.value;
  return (
    <section class="unseen card" aria-labelledby="names-title">
      <h2 id="names-title">{text.names.title}</h2>
      <p>{text.names.what}</p>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          call((field.current?.value ?? '').trim());
        }}
      >
        <label>
          {text.names.label}{' '}
          <input ref={field} type="text" dir="auto" autocomplete="off" value={name} />
        </label>
        <button type="submit" class="primary">
          {text.names.ask}
        </button>
      </form>
      <p role="status" class={badName.value ? 'error' : undefined}>
        {badName.value && text.names.bad}
      </p>
      {names ? (
        <>
          <p class="score">
            <output id="seen">{text.names.seen(names)}</output> {text.names.seenLabel}
          </p>
          <p id="unseen">{text.names.unseen(names)}</p>
        </>
      ) : (
        <p>{text.names.waiting}</p>
      )}
      <p>
        {text.names.duelWhat}{' '}
        <a href={`../names/#name=${encodeURIComponent(name)}`}>{text.names.duel}</a>
      </p>
    </section>
  );
}
