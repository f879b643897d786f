import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function EnginesText(): VNode {
  return (
    <article class="prose">
      <h2>A machine made of nothing but blows</h2>
      <p>
        A hundred disks fly about behind a piston. When one meets the piston on its way out it comes
        back slower, and has done work; on its way in, faster, and work has been done on it. When
        the walls touch the hot side, a disk leaves them as fast as disks of that heat do, whatever
        it brought. That is all the machine consists of. Heat is summed disk by disk at the walls,
        work disk by disk at the piston, and both are written into the books as they happen.
      </p>
      <p>
        Four strokes make a round. In Carnot’s the gas expands at the hot side, expands on alone
        until it has cooled to the cold side’s temperature, is compressed there, and is compressed
        on alone until it is hot again. More pressure on the way out than on the way in: the loop
        encloses the work.
      </p>

      <h2>Why never more than half</h2>
      <p>
        The hot side loses the entropy <Formula tex="Q_h/T_h" />, the cold side must gain at least
        as much, <Formula tex="Q_c/T_c" />, and what is left is work:
      </p>
      <Formula display tex="\frac{W}{Q_h} \;=\; 1-\frac{Q_c}{Q_h} \;\le\; 1-\frac{T_c}{T_h}" />
      <p>
        With a cold side half as hot, that is one half. The limit asks for a piston without haste.
        At a speed the disks notice, the gas pushes less than it could on the way out and resists
        more on the way in, and the books show entropy made. So slow engines are thrifty and strong
        engines are not: power is work over time, and at the limit there is none left.
      </p>

      <h2>Backwards it is a refrigerator</h2>
      <p>
        Press <kbd>v</kbd>. The same strokes in the opposite order take heat from the cold side, put
        it into the hot side, and cost work. An air conditioner is this, with the room as the cold
        side and the street as the hot one. What goes out is always more than came from the room, by
        the work:
      </p>
      <Formula display tex="|Q_h| = Q_c + W" />
      <Formula display tex="\frac{Q_c}{W} \;\le\; \frac{T_c}{T_h-T_c}" />

      <h2>What to try</h2>
      <ul>
        <li>
          Let it run five rounds at each speed, slowest last, and compare efficiency with work per
          time.
        </li>
        <li>
          Stirling without a store for its heat: the gas is warmed at the hot side from cold each
          time, and the efficiency shows it.
        </li>
        <li>
          Drive it yourself: <kbd>1</kbd> and <kbd>o</kbd>, then <kbd>0</kbd>, then <kbd>2</kbd> and{' '}
          <kbd>i</kbd>, then <kbd>0</kbd>. Try to beat the limit.
        </li>
        <li>
          Take a round apart by hand: with the walls isolated, push the piston in and see the disks
          turn fast.
        </li>
      </ul>
      <p>
        A hundred disks are few, so rounds differ by chance and a single one may look better than
        the limit. Over many rounds none has been. “Copy link with proof” writes what you did and a
        digest of every bit into the address. The cylinder is <code>Cylinder</code> of{' '}
        <code>@gibbs/physics</code>.
      </p>
    </article>
  );
}
