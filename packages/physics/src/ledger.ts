import { finite } from './check.js';

/**
 * Double-entry books for energy and entropy: what one account loses, another gains.
 *
 * Three kinds of account:
 * - a `system` has an energy and an entropy of its own (a gas, a room, a memory); the model that
 *   runs it says how its entropy changes,
 * - a `reservoir` has a temperature that never changes; heat q that enters it raises its entropy by q/T,
 * - `work` is a lifted weight or a turning shaft: energy without entropy.
 *
 * The ledger knows no units: energy in joules gives entropy in J/K, reduced energy with k = 1 gives
 * entropy in units of k. Every total is a compensated sum (Neumaier 1974), so that 10⁸ events lose
 * no more than one rounding.
 */

/** Which law a refused entry would have broken. */
export type Law = 'first law' | 'second law' | 'third law';

/** An entry, an audit or a machine that breaks a law of thermodynamics. */
export class LawError extends Error {
  override readonly name = 'LawError';
  readonly law: Law;

  constructor(law: Law, message: string) {
    super(message);
    this.law = law;
  }
}

/** One line in the books, as observers see it. */
export interface Entry {
  readonly kind: 'heat' | 'work' | 'entropy';
  readonly from: Account | null;
  readonly to: Account;
  readonly amount: number;
}

/** What `Ledger.report` says of one account. */
export interface Balance {
  readonly name: string;
  readonly kind: AccountKind;
  /** Temperature of a reservoir, else null. */
  readonly temperature: number | null;
  /** Energy now; of reservoirs and work the change since the books were opened. */
  readonly energy: number;
  /** Change of entropy since the books were opened. */
  readonly entropy: number;
  /** Net heat that came in. */
  readonly heat: number;
  /** Net work that went out. */
  readonly work: number;
}

export type AccountKind = 'system' | 'reservoir' | 'work';

/** One account. Read it freely; only its ledger writes to it. */
export class Account {
  readonly name: string;
  readonly kind: AccountKind;
  readonly temperature: number | null;
  /** @internal */ readonly opening: number;
  /** @internal */ readonly heatSum: Sum = new Sum();
  /** @internal */ readonly workSum: Sum = new Sum();
  /** @internal */ readonly entropySum: Sum = new Sum();
  /** @internal Everything that ever went in or out: the scale rounding is judged by. */
  turnover = 0;

  /** @internal */
  constructor(name: string, kind: AccountKind, temperature: number | null, opening: number) {
    this.name = name;
    this.kind = kind;
    this.temperature = temperature;
    this.opening = opening;
  }

  /** Net heat that came in: Q. */
  get heat(): number {
    return this.heatSum.value;
  }

  /** Net work that went out: W. */
  get work(): number {
    return this.workSum.value;
  }

  /** Opening energy + Q − W. */
  get energy(): number {
    return (
      this.opening + (this.heatSum.high - this.workSum.high) + (this.heatSum.low - this.workSum.low)
    );
  }

  /** Change of entropy since the books were opened. */
  get entropy(): number {
    return this.entropySum.value;
  }
}

/** Plain data of a ledger, as JSON can carry it. */
export interface LedgerState {
  readonly format: 'gibbs-ledger-1';
  readonly events: number;
  readonly settled: number;
  readonly accounts: readonly {
    readonly name: string;
    readonly kind: AccountKind;
    readonly temperature: number | null;
    readonly opening: number;
    readonly sums: readonly number[];
  }[];
}

const FORMAT = 'gibbs-ledger-1';

/** Rounding allowed in audits and settlements, as a share of what went through the books. */
const ROUNDING = 1e-12;

/**
 * The books of one simulation.
 *
 * With `secondLaw: 'strict'` (macroscopic models) an entry that takes heat from a colder reservoir
 * straight to a hotter one is refused, and so is a settlement that finds less entropy in the universe
 * than at the last one. With `'statistical'` (particles) a fall is a fluctuation: `settle` returns
 * it and the model counts how rare it is.
 *
 * @example
 * ```ts
 * import { Ledger } from '@gibbs/physics';
 *
 * const ledger = new Ledger();
 * const hot = ledger.reservoir('hot', 600);
 * const cold = ledger.reservoir('cold', 300);
 * const shaft = ledger.worker('shaft');
 * const gas = ledger.system('gas');
 * ledger.heat(hot, gas, 1000);
 * ledger.work(gas, shaft, 500);
 * ledger.heat(gas, cold, 500);
 * console.log(ledger.settle()); // → 0
 * try {
 *   ledger.heat(cold, hot, 1);
 * } catch (error) {
 *   console.log(error.law); // → second law
 * }
 * ```
 */
export class Ledger {
  readonly accounts: Account[] = [];
  readonly secondLaw: 'strict' | 'statistical';
  /** Called with every entry where set; costs nothing while it is null. */
  observer: ((entry: Entry) => void) | null = null;
  /** Entries written so far. */
  events = 0;
  private settled = 0;

  constructor({ secondLaw = 'strict' }: { secondLaw?: 'strict' | 'statistical' } = {}) {
    this.secondLaw = secondLaw;
  }

  /** Opens an account for a body with an energy of its own. */
  system(name: string, energy = 0): Account {
    return this.open(new Account(name, 'system', null, finite('system', 'energy', energy)));
  }

  /** Opens an account for a reservoir; its temperature must be above absolute zero. */
  reservoir(name: string, temperature: number): Account {
    if (!(Number.isFinite(temperature) && temperature > 0)) {
      throw new LawError(
        'third law',
        `reservoir: the temperature of "${name}" must be finite and above 0, got ${temperature} (third law: absolute zero is out of reach).`,
      );
    }
    return this.open(new Account(name, 'reservoir', temperature, 0));
  }

  /** Opens an account for a source or a sink of work. */
  worker(name: string): Account {
    return this.open(new Account(name, 'work', null, 0));
  }

  /** Books heat that flows `from` one account `to` another; a negative amount flows back. */
  heat(from: Account, to: Account, amount: number): void {
    this.admit('heat', from, to, amount);
    if (from.kind === 'work' || to.kind === 'work') {
      const name = from.kind === 'work' ? from.name : to.name;
      throw new RangeError(`heat: a work account carries no heat, got "${name}". Book it as work.`);
    }
    if (from.temperature !== null && to.temperature !== null && this.secondLaw === 'strict') {
      const [source, sink] = amount >= 0 ? [from, to] : [to, from];
      if (amount !== 0 && (source.temperature as number) < (sink.temperature as number)) {
        throw new LawError(
          'second law',
          `heat: second law (Clausius): heat does not pass by itself from "${source.name}" at ${source.temperature} to "${sink.name}" at ${sink.temperature}. Put a machine between them that takes in work.`,
        );
      }
    }
    from.heatSum.add(-amount);
    to.heatSum.add(amount);
    if (from.temperature !== null) from.entropySum.add(-amount / from.temperature);
    if (to.temperature !== null) to.entropySum.add(amount / to.temperature);
    this.note('heat', from, to, amount);
  }

  /** Books work that `from` does on `to`; a negative amount flows back. */
  work(from: Account, to: Account, amount: number): void {
    this.admit('work', from, to, amount);
    if (from.kind === 'reservoir' || to.kind === 'reservoir') {
      const name = from.kind === 'reservoir' ? from.name : to.name;
      throw new RangeError(`work: a reservoir takes heat only, got "${name}". Book it as heat.`);
    }
    from.workSum.add(amount);
    to.workSum.add(-amount);
    this.note('work', from, to, amount);
  }

  /** Books a change in the entropy of a system, as its model computes it from its state. */
  entropy(system: Account, change: number): void {
    this.admit('entropy', system, system, change);
    if (system.kind !== 'system') {
      throw new RangeError(
        `entropy: only a system states its own entropy, got the ${system.kind} account "${system.name}".`,
      );
    }
    system.entropySum.add(change);
    this.events += 1;
    if (this.observer !== null) {
      this.observer({ kind: 'entropy', from: null, to: system, amount: change });
    }
  }

  /** Change of the entropy of all accounts together since the books were opened. */
  get universe(): number {
    const sum = new Sum();
    for (const account of this.accounts) {
      sum.add(account.entropySum.high);
      sum.add(account.entropySum.low);
    }
    return sum.value;
  }

  /** Energy of all accounts together less what they opened with: 0 to rounding, always. */
  get imbalance(): number {
    const sum = new Sum();
    for (const { heatSum, workSum } of this.accounts) {
      for (const part of [heatSum.high, -workSum.high, heatSum.low, -workSum.low]) sum.add(part);
    }
    return sum.value;
  }

  /**
   * Compares the energy in the books with the energy the model finds in its own state.
   *
   * Throws a `LawError` (first law) where they differ by more than rounding: 1e-12 of the largest of
   * the energy, the opening energy and the turnover. Returns the difference.
   */
  audit(system: Account, energy: number): number {
    const difference = energy - system.energy;
    const scale = Math.max(Math.abs(energy), Math.abs(system.opening), system.turnover);
    if (!(Math.abs(difference) <= ROUNDING * scale)) {
      throw new LawError(
        'first law',
        `audit: first law: the energy of "${system.name}" must be ${system.energy} by the books (opening + heat in − work out), got ${energy}: ${difference} from nowhere.`,
      );
    }
    return difference;
  }

  /**
   * Closes a chapter: returns the entropy the universe gained since the last settlement.
   *
   * In a strict ledger a loss beyond rounding throws a `LawError` (second law).
   */
  settle(what = 'this process'): number {
    const now = this.universe;
    const gained = now - this.settled;
    if (this.secondLaw === 'strict') {
      let scale = Math.abs(now);
      for (const { temperature, turnover, entropySum } of this.accounts) {
        scale = Math.max(scale, Math.abs(entropySum.value));
        if (temperature !== null) scale = Math.max(scale, turnover / temperature);
      }
      if (gained < -ROUNDING * scale) {
        throw new LawError(
          'second law',
          `settle: second law: the entropy of the universe must not fall, got ${gained} over ${what}.${this.diagnosis()}`,
        );
      }
    }
    this.settled = now;
    return gained;
  }

  /** One line per account, in the order they were opened. */
  report(): Balance[] {
    return this.accounts.map(({ name, kind, temperature, energy, entropy, heat, work }) => ({
      name,
      kind,
      temperature,
      energy,
      entropy,
      heat,
      work,
    }));
  }

  /** Everything in the books as plain data. */
  snapshot(): LedgerState {
    return {
      format: FORMAT,
      events: this.events,
      settled: this.settled,
      accounts: this.accounts.map((a) => ({
        name: a.name,
        kind: a.kind,
        temperature: a.temperature,
        opening: a.opening,
        sums: [
          ...[a.heatSum.high, a.heatSum.low, a.workSum.high, a.workSum.low],
          ...[a.entropySum.high, a.entropySum.low, a.turnover],
        ],
      })),
    };
  }

  /** Puts back what `snapshot` returned; the same accounts must be open, in the same order. */
  restore(state: LedgerState): void {
    if (state?.format !== FORMAT) {
      throw new RangeError(
        `restore: format must be "${FORMAT}", got ${JSON.stringify(state?.format)}.`,
      );
    }
    const names = (list: readonly { name: string; kind: string }[]) =>
      list.map((a) => `${a.kind} ${a.name}`).join(', ');
    if (names(state.accounts) !== names(this.accounts)) {
      throw new RangeError(
        `restore: the accounts must be [${names(this.accounts)}], got [${names(state.accounts)}].`,
      );
    }
    if (state.accounts.some((a) => a.sums.length !== 7 || !a.sums.every(Number.isFinite))) {
      throw new RangeError(
        'restore: each account must hold 7 finite sums. The snapshot is cut short.',
      );
    }
    for (const [i, { sums }] of state.accounts.entries()) {
      const account = this.accounts[i] as Account;
      const [qh, ql, wh, wl, sh, sl, turnover] = sums as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      account.heatSum.set(qh, ql);
      account.workSum.set(wh, wl);
      account.entropySum.set(sh, sl);
      account.turnover = turnover;
    }
    this.events = state.events;
    this.settled = state.settled;
  }

  private open(account: Account): Account {
    if (this.accounts.some(({ name }) => name === account.name)) {
      throw new RangeError(
        `Ledger: each account needs a name of its own, got "${account.name}" twice.`,
      );
    }
    this.accounts.push(account);
    return account;
  }

  private admit(op: string, from: Account, to: Account, amount: number): void {
    if (!Number.isFinite(amount)) {
      throw new RangeError(`${op}: amount must be a finite number, got ${amount}.`);
    }
    if (from === to && op !== 'entropy') {
      throw new RangeError(`${op}: the two accounts must differ, got "${from.name}" twice.`);
    }
  }

  private note(kind: 'heat' | 'work', from: Account, to: Account, amount: number): void {
    const size = Math.abs(amount);
    from.turnover += size;
    to.turnover += size;
    this.events += 1;
    if (this.observer !== null) this.observer({ kind, from, to, amount });
  }

  /** Says in the words of Kelvin or Clausius what a machine that lowers entropy would do. */
  private diagnosis(): string {
    const reservoirs = this.accounts.filter(({ kind, heat }) => kind === 'reservoir' && heat !== 0);
    const workOut = this.accounts
      .filter(({ kind }) => kind === 'work')
      .reduce((sum, { energy }) => sum + energy, 0);
    const givers = reservoirs.filter(({ heat }) => heat < 0);
    if (workOut > 0 && givers.length === reservoirs.length && givers.length > 0) {
      return ' Kelvin: no cycle turns heat from one reservoir wholly into work.';
    }
    if (workOut <= 0 && reservoirs.length > 1) {
      return ' Clausius: no cycle moves heat from cold to hot without enough work.';
    }
    if (workOut > 0 && reservoirs.length > 1) {
      return ' Carnot: no engine between two reservoirs turns more than 1 − T_c/T_h of its heat into work.';
    }
    return '';
  }
}

/** A running sum whose rounding errors are kept and added back (Neumaier 1974). */
class Sum {
  high = 0;
  low = 0;

  get value(): number {
    return this.high + this.low;
  }

  add(x: number): void {
    const total = this.high + x;
    this.low += Math.abs(this.high) >= Math.abs(x) ? this.high - total + x : x - total + this.high;
    this.high = total;
  }

  set(high: number, low: number): void {
    this.high = high;
    this.low = low;
  }
}
