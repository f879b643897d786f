import {
  type ComponentChildren,
  createElement,
  Fragment,
  hydrate,
  render,
  type VNode,
} from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  class?: string;
  children: ComponentChildren;
}

/** What is yet to come to life, the first of the page first. */
const waiting: (() => void)[] = [];
let atWork: Promise<void> | null = null;

/**
 * A part of a page that comes to life by itself, after the parts before it: the page answers in between, so that no
 * key waits for all of them. Until then its HTML stays as the build wrote it. It is a root of its own, fed with what
 * the page around it renders.
 */
export function Piece({ class: name = 'piece', children }: Props): VNode {
  if (typeof document === 'undefined') return <div class={name}>{children}</div>;
  const place = useRef<HTMLDivElement>(null);
  const alive = useRef(false);
  const latest = useRef(children);
  latest.current = children;
  useLayoutEffect(() => {
    const div = place.current as HTMLDivElement;
    let gone = false;
    waiting.push(() => {
      if (gone) return;
      alive.current = true;
      (div.firstChild ? hydrate : render)(whole(latest.current), div);
    });
    void allAlive();
    return () => {
      gone = true;
      if (alive.current) render(null, div);
    };
  }, []);
  useLayoutEffect(() => {
    if (alive.current) render(whole(children), place.current as HTMLDivElement);
  });
  return <div ref={place} class={name} dangerouslySetInnerHTML={untouched} />;
}

const whole = (children: ComponentChildren) => createElement(Fragment, null, children);

/** Preact leaves alone what it finds in such an element. */
const untouched = { __html: '' };

/** Resolves once every piece of the page is alive. */
export function allAlive(): Promise<void> {
  atWork ??= (async () => {
    await breath();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      next();
      await breath();
    }
    atWork = null;
  })();
  return atWork;
}

/** Lets the page answer between two pieces of work. A timer would take four milliseconds for the same. */
export function breath(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resume) => {
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(null);
  });
}
