import { hydrate, render, type VNode } from 'preact';

/**
 * Brings the moving part of a page to life: over the HTML of the build where that shows the same
 * state, else in its place.
 */
export function mount(app: VNode, asBuilt: boolean): void {
  const place = document.getElementById('app') as HTMLElement;
  if (asBuilt) hydrate(app, place);
  else {
    place.replaceChildren();
    render(app, place);
  }
}

/** Lets the page answer between two pieces of work, so that no key waits for both. */
export function breath(): Promise<void> {
  return new Promise((resume) => setTimeout(resume));
}
