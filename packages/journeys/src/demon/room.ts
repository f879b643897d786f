import { Chambers, type ChambersState, type Visitor } from '@gibbs/physics/information';
import { type Journey, Replay } from '../journey.js';
import {
  type Deed,
  type Look,
  type Mark,
  type Mind,
  median,
  type Rule,
  rules,
  type Setup,
  timePerTick,
} from './protocol.js';

/** A net that has been taught to mind the door. */
export interface Keeper {
  opens: (visitor: Visitor, box: Chambers) => boolean;
  mind: (box: Chambers) => Mind;
}

interface Kept {
  box: ChambersState;
  open: boolean;
}

/** The two chambers with a timeline: a rule minds the door, and may be changed on the way. */
export class DemonRoom extends Replay<Deed, Kept> implements Journey<Deed, Mark, Look> {
  readonly #erases: boolean;
  readonly #box: Chambers;
  readonly #teach: () => Keeper;
  #keeper: Keeper | null = null;
  /** Whether the door was open last. */
  #open = false;

  constructor({ particles, memory, erases, seed }: Setup, teach: () => Keeper) {
    super();
    this.#erases = erases;
    this.#box = new Chambers({ particles, memoryBits: memory, seed });
    this.#teach = teach;
  }

  protected advance(deeds: readonly Deed[]): void {
    const box = this.#box;
    const rule = this.#rule;
    box.attended = rule !== 'nobody';
    const done = (deed: Deed['kind']) => deeds.some(({ kind }) => kind === deed);
    if (done('erase')) box.erase();
    const until = box.time + timePerTick;
    this.#open = !box.attended;
    const waits = box.flyUntil(box.time) !== null;
    // A reader who only wipes the memory has not answered yet.
    if (waits && rule === 'hand' && done('erase') && !done('open')) return;
    // Who waited at the door goes through if it was opened by hand, else is turned away.
    if (waits) this.#answer(done('open'));
    for (let visitor = box.flyUntil(until); visitor !== null; visitor = box.flyUntil(until)) {
      if (rule === 'hand') break;
      this.#answer(this.#decide(rule, visitor));
    }
  }

  /** Who minds the door from this tick on. */
  get #rule(): Rule {
    const known = (kind: Deed['kind']) => rules.find((each) => each === kind);
    const last = this.deeds.findLast(({ at, kind }) => at <= this.tick && known(kind));
    return (last && known(last.kind)) ?? 'speed';
  }

  #decide(rule: Rule, visitor: Visitor): boolean {
    if (rule === 'way') return visitor.fromLeft;
    if (rule === 'speed') return visitor.energy > median === visitor.fromLeft;
    if (rule === 'greedy') return visitor.entropyIfOpen < 0;
    this.#keeper ??= this.#teach();
    return this.#keeper.opens(visitor, this.#box);
  }

  #answer(open: boolean): void {
    this.#box.answer(open);
    this.#open = open;
    if (this.#box.blind && this.#erases) this.#box.erase();
  }

  protected keep(): Kept {
    return { box: this.#box.snapshot(), open: this.#open };
  }

  protected take({ box, open }: Kept): void {
    this.#box.restore(box);
    this.#open = open;
  }

  mark(): Mark {
    const { gas, memory, bath, ledger, left, temperatures, measurements, erasures } = this.#box;
    return {
      tick: this.tick,
      ...{ gas: gas.entropy, memory: memory.entropy, bath: bath.entropy, total: ledger.universe },
      ...{ left, temperatures, looks: measurements, erasures },
    };
  }

  look(): Look {
    const box = this.#box;
    const rule = this.#rule;
    const guest = rule === 'nobody' ? null : box.flyUntil(box.time);
    if (rule === 'net') this.#keeper ??= this.#teach();
    return {
      positions: Float32Array.from({ length: 2 * box.particles }, (_, i) =>
        Number((i % 2 === 0 ? box.x : box.y)[i >> 1]),
      ),
      energies: Float32Array.from(box.vx, (vx, n) => (vx * vx + (box.vy[n] as number) ** 2) / 2),
      ...{ door: box.door, open: rule === 'nobody' || this.#open, guest: guest?.molecule ?? -1 },
      waiting: guest && { fromLeft: guest.fromLeft, fast: guest.energy > median },
      tape: box.tape.slice(0, box.used),
      rule,
      mind: rule === 'net' ? (this.#keeper?.mind(box) ?? null) : null,
    };
  }

  bits(): BufferSource {
    const { x, y, vx, vy, tape, used, ledger } = this.#box;
    const sums = ledger.accounts.flatMap(({ heat, energy, entropy }) => [heat, energy, entropy]);
    return Float64Array.from([...x, ...y, ...vx, ...vy, used, ...tape, ...sums]);
  }
}
