/** The pages whose links can be proved: what is lived through there is lived through here, by the same code. */
import { type Fields, openLink } from '@gibbs/journeys';
import { Failure } from '../failure.js';
import type { Session } from '../session.js';
import type { Link, PageName } from './link.js';

/** A page's part in `@gibbs/journeys`. */
interface Lived<State extends { step: number }, Setup, Deed> {
  start: State;
  fields: Fields<State>;
  setup(state: State): Setup;
  deeds(state: State): readonly Deed[];
  begin(setup: Setup): Timeline<Deed> | Promise<Timeline<Deed>>;
}

interface Timeline<Deed> {
  readonly tick: number;
  rewrite(deeds: readonly Deed[]): void;
  toward(tick: number): void;
  bits(): BufferSource;
  dispose?(): void;
}

/** What a link's digest is taken of, and the digest that it carries. */
export interface Proof {
  bits: BufferSource;
  digest: string;
}

const pages: Record<PageName, (link: Link, session: Session) => Promise<Proof>> = {
  gate: async (...given) => through(await import('@gibbs/journeys/gate'), ...given),
  digits: async (...given) => through(await import('@gibbs/journeys/digits'), ...given),
  lookup: async (...given) => through(await import('@gibbs/journeys/lookup'), ...given),
  next: async (...given) => through(await import('@gibbs/journeys/next'), ...given),
  words: async (...given) => through(await import('@gibbs/journeys/words'), ...given),
  names: async (...given) => through(await import('@gibbs/journeys/names'), ...given),
  transformer: async (...given) => through(await import('@gibbs/journeys/transformer'), ...given),
  heat: async (...given) => through(await import('@gibbs/journeys/heat'), ...given),
  engines: async (...given) => through(await import('@gibbs/journeys/engines'), ...given),
  demon: async (...given) => through(await import('@gibbs/journeys/demon'), ...given),
  interesting: async (...given) => through(await import('@gibbs/journeys/interesting'), ...given),
  planet: async (...given) => through(await import('@gibbs/journeys/planet'), ...given),
};

/** Lives through what a link holds. Exit 2 where it holds what its page cannot use, or no digest. */
export function live(link: Link, session: Session): Promise<Proof> {
  return pages[link.page](link, session);
}

async function through<State extends { step: number }, Setup, Deed>(
  { start, fields, setup, deeds, begin }: Lived<State, Setup, Deed>,
  { page, hash }: Link,
  session: Session,
): Promise<Proof> {
  const { state, repairs, digest } = await openLink(hash, fields, start);
  if (repairs[0] !== undefined)
    throw new Failure('usage', `verify: the link's page cannot use a part of it: ${repairs[0]}`);
  if (digest === null)
    throw new Failure('usage', `verify: only a link with a digest can be proved, got one without`);
  const journey = await begin(setup(state));
  try {
    journey.rewrite(deeds(state));
    const task = session.progress.start(page, Math.max(1, state.step), 'ticks');
    while (journey.tick < state.step) {
      journey.toward(state.step);
      task.update(journey.tick);
      await session.breathe();
    }
    task.finish();
    return { bits: journey.bits(), digest };
  } finally {
    journey.dispose?.();
  }
}
