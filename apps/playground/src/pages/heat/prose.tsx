import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function HeatText(): VNode {
  return (
    <article class="prose">
      <h2>A law without an arrow</h2>
      <p>
        The box holds two gases, parted at first. They are the same in everything but where they
        began. Let them run and they mix; wait as long as you like and they do not part again. That
        is what heat does too: it runs downhill, from hot to cold, and never back by itself.
      </p>
      <p>
        Yet the law by which the disks move has no direction. Turn every velocity round and each
        collision happens again in reverse order. On this page that is not nearly true but exactly
        true. Positions are whole numbers, 2<sup>32</sup> to a side, and one leap of time is
      </p>
      <Formula display tex="x_{t+1} = 2x_t - x_{t-1} + a(x_t)" />
      <p>
        with the force rounded once for each pair of disks. Swap the last two positions and the same
        formula runs the film backwards, bit for bit. So when you press <kbd>v</kbd> after a
        thousand steps of mixing, the gas un-mixes, and all 256 disks come home to the last bit.
        Scrubbing back on the timeline uses no recording: it runs the gas backwards.
      </p>

      <h2>Then where does the arrow come from?</h2>
      <p>
        From counting. Cut the box into cells and count only how many disks of each kind are in
        each: that is what a coarse look sees. Few arrangements look sorted, and a great many look
        mixed. The entropy of mixing is the logarithm of that number, here per disk: 0 when every
        cell holds one kind only, and at most ln 2. A gas that wanders without a goal spends its
        time where the arrangements are.
      </p>
      <p>
        The turned gas is one of the few that do not. Its velocities are arranged, down to the last
        bit, so that it will un-mix, and nothing in a coarse look gives that away. How fragile the
        arrangement is you can see: press <kbd>n</kbd> before <kbd>v</kbd>. One disk out of 256
        moves by one part in four billion, and after enough collisions the way back is lost.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Press <kbd>k</kbd>, wait until the curve is flat, press <kbd>v</kbd>, and let it run as
          long again.
        </li>
        <li>
          The same with <kbd>n</kbd> first. Do it early, after fifty ticks, and nearly everything
          still comes home: disorder needs collisions to grow.
        </li>
        <li>
          Take 4 disks. Now the entropy falls again and again by itself. The second law is a law of
          large numbers, and with 4,096 disks you will not see it broken.
        </li>
        <li>
          Change the cells. A finer look sees order for longer, and with few disks to a cell even a
          mixed gas never seems to reach ln 2: entropy is a statement about a gas and a way of
          looking.
        </li>
      </ul>
      <p>
        “Copy link with proof” writes what you did and a digest of every bit into the address.
        Whoever opens it runs the gas again on their own machine, and the page says whether it came
        out identical. The gas is <code>ReversibleGas</code> of{' '}
        <code>@gibbs/physics/secondlaw</code>.
      </p>
    </article>
  );
}
