/** Something with a timeline: it can be brought to any tick, and what was done to it by hand can be rewritten. */
export interface Journey<Deed, Mark, Look, Lens = undefined> {
  readonly tick: number;
  /** Takes other deeds; what was lived through with the old ones is undone first. */
  rewrite(deeds: readonly Deed[]): void;
  /** Goes some way to a tick: a tick at a time forwards. */
  toward(tick: number): void;
  /** What the curves need of the present. */
  mark(): Mark;
  /**
   * What a picture of the present needs, through the lens that the reader holds to it; in passing, what takes long may
   * be left out.
   */
  look(lens: Lens, passing: boolean): Look;
  /** The state to the last bit, for the digest. */
  bits(): BufferSource;
  /** The same in the pieces it lies in, where putting them together at every tick would hold the run up. */
  parts?(): Iterable<BufferSource>;
  /** Frees what is not freed by itself. */
  dispose?(): void;
  /** Floating-point operations in a tick, where they can be counted. */
  readonly flopPerTick?: number;
}

/** The first tick at which two lists of deeds part; Infinity where they are the same. */
export function forkOf<Deed extends { at: number }>(
  old: readonly Deed[],
  deeds: readonly Deed[],
): number {
  let i = 0;
  while (i < old.length && JSON.stringify(old[i]) === JSON.stringify(deeds[i])) i += 1;
  return Math.min(old[i]?.at ?? Infinity, deeds[i]?.at ?? Infinity);
}

/** A journey of something that only runs forwards: to go back, it takes the last state it kept and runs again. */
export abstract class Replay<Deed extends { at: number }, Kept> {
  tick = 0;
  deeds: readonly Deed[] = [];
  /** Ticks from one kept state to the next. */
  protected readonly every: number = 64;
  readonly #kept: Kept[] = [];

  /** One tick on, with the deeds of this tick done first. */
  protected abstract advance(deeds: readonly Deed[]): void;
  protected abstract keep(): Kept;
  protected abstract take(kept: Kept): void;

  rewrite(deeds: readonly Deed[]): void {
    const fork = forkOf(this.deeds, deeds);
    while (this.tick > fork) this.toward(fork);
    // A state is kept before the deeds of its tick are done.
    this.#kept.length = Math.min(this.#kept.length, Math.floor(fork / this.every) + 1);
    this.deeds = deeds;
  }

  toward(tick: number): void {
    if (tick < this.tick) {
      const index = Math.floor(tick / this.every);
      this.take(this.#kept[index] as Kept);
      this.tick = index * this.every;
      while (this.tick < tick) this.#forward();
    } else if (tick > this.tick) this.#forward();
  }

  #forward(): void {
    if (this.tick % this.every === 0) this.#kept[this.tick / this.every] ??= this.keep();
    this.advance(this.deeds.filter(({ at }) => at === this.tick));
    this.tick += 1;
  }
}
