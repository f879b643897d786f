import { render, type VNode } from 'preact';
import { text } from '../text/en/frame.js';
import { asked, type Explanation } from './explain.js';
import { sources } from './sources.js';

let place: HTMLElement | null = null;

/** Shows what was asked for over the page. Escape, or a press beside it, takes it away. */
export function showExplainer(): void {
  if (place === null) {
    place = document.createElement('div');
    place.className = 'explainer card';
    place.id = 'explainer';
    place.popover = 'auto';
    place.setAttribute('role', 'dialog');
    place.setAttribute('aria-labelledby', 'explainer-title');
    place.addEventListener('toggle', (event) => {
      if ((event as ToggleEvent).newState === 'closed') asked.value = null;
    });
    document.body.append(place);
    render(<Explainer />, place);
  }
  place.showPopover();
  place.querySelector<HTMLElement>('h2')?.focus();
}

function Explainer(): VNode | null {
  if (asked.value === null) return null;
  const { of, way } = asked.value;
  let shown: Explanation = of();
  for (const index of way) shown = shown.parents?.[index] ?? shown;
  const { name, value, sentence, formula, numbers, parents = [], gradient, source } = shown;
  const go = (next: readonly number[]) => {
    asked.value = { of, way: next };
    place?.querySelector<HTMLElement>('h2')?.focus();
  };
  const { file } = source ? sources[source] : { file: '' };
  return (
    <>
      <h2 id="explainer-title" tabIndex={-1}>
        {name} = <span class="number">{value}</span>
      </h2>
      <p>{sentence}</p>
      {formula && (
        <p class="working">
          {formula}
          {numbers && (
            <>
              <br />= {numbers}
            </>
          )}
        </p>
      )}
      {gradient && <p>{gradient}</p>}
      {parents.length > 0 && (
        <>
          <h3>{text.explain.parents}</h3>
          <ul class="parents">
            {parents.map((parent, index) => (
              <li key={parent.name}>
                <button type="button" class="quiet" onClick={() => go([...way, index])}>
                  {parent.name} = {parent.value}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {source && (
        <p class="hint">
          <a href={`../source/${source}.html#here`}>{text.explain.source(file)}</a>
        </p>
      )}
      <div class="row">
        {way.length > 0 && (
          <button type="button" onClick={() => go(way.slice(0, -1))}>
            {text.explain.back}
          </button>
        )}
        <button type="button" onClick={() => place?.hidePopover()}>
          {text.close}
        </button>
      </div>
    </>
  );
}
