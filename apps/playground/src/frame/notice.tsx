import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { text } from '../text/en/frame.js';

/** A plain sentence about something that went differently than asked, until it is dismissed. */
export function Notice({ message }: { message: Signal<string | null> }): VNode {
  return (
    <div role="status">
      {message.value !== null && (
        <div class="notice">
          <p>{message.value}</p>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              message.value = null;
            }}
          >
            {text.link.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}
