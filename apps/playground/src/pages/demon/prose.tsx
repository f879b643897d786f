import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function DemonText(): VNode {
  return (
    <article class="prose">
      <h2>A being who can follow every molecule</h2>
      <p>
        In 1867 Maxwell imagined a very observant being at a door between two vessels of gas. It
        opens for fast molecules that come one way and for slow ones that come the other way. After
        a while one side is hot and the other cold, and no work was done: an engine could run on the
        difference. The being became known as his demon, and for a century nobody could say exactly
        where it fails.
      </p>
      <p>
        Here it is at work. The molecules fly straight and bounce off smooth walls; the door is the
        only thing that changes anything. Let it run, and see the full circles gather on the right.
        The entropy of the gas really falls. It is counted from how many molecules and how much
        energy are on each side:
      </p>
      <Formula display tex="S = k\,\sum_{\text{sides}} \left(n \ln E - 2\ln n!\right)" />

      <h2>The price is for forgetting</h2>
      <p>
        Moving the door costs as little as one likes, and so does looking. But to act on what it
        sees the demon must hold it, if only for a moment: open or shut, one bit for each molecule
        at the door. The row of circles is its memory. When it is full the demon is blind, unless it
        wipes the row, and wiping is not free. A bit that could have been either is set to nothing,
        two states become one, and the entropy that the bit held has to go somewhere else. Landauer
        found in 1961 how much, and Bennett in 1982 that this is where the demon pays:
      </p>
      <Formula display tex="Q \;\ge\; kT \ln 2 \quad\text{for each bit}" />
      <p>
        At room temperature that is 3 · 10⁻²¹ joules; it has been measured. The books on this page
        wipe at exactly that price, so nothing is lost to clumsiness, and still the sum goes up.
      </p>

      <h2>Why no rule helps</h2>
      <p>
        Fix beforehand at which visit the door opens, and the chambers are a machine that keeps the
        volume of all possibilities as it is; it cannot gather a gas from many states into few. To
        choose well among <Formula tex="2^n" /> such plans is all that <Formula tex="n" /> looks
        allow. So by <Formula tex="n" /> bits the gas can lose about <Formula tex="n\,k\ln 2" /> of
        entropy and no more, and the chance to beat that by <Formula tex="x" /> shrinks as{' '}
        <Formula tex="e^{-x}" />. This holds for every rule, for the net, and for you. Single
        molecules may make the total dip a little, and the page says how deep it ever fell; the sum
        of many looks does not go down.
      </p>
      <p>
        Most demons are far from that limit. At first, when both sides are alike, a look sorts next
        to nothing and costs a bit all the same. A thrifty demon would keep its notes short.
      </p>

      <h2>A net that was never told the rule</h2>
      <p>
        The trained net sees four numbers: which side the molecule comes from, how much energy it
        has, where there are more molecules, and where it is hotter. It watches boxes that somebody
        left in some disorder, and in each lesson learns a little from what opening would have done
        to the entropy of their gas. Give it no lessons and it lets in whom it likes; after two
        hundred it knows most of what the greedy demon knows. Its memory costs as much as any other.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Press <kbd>o</kbd> to mind the door yourself. Time stops at each molecule; <kbd>o</kbd>{' '}
          opens, <kbd>s</kbd> keeps shut. How much can you sort with 64 bits?
        </li>
        <li>
          When the gas is well sorted, press <kbd>6</kbd>: nobody minds the door, nothing is
          written, and what was sorted mixes again for free.
        </li>
        <li>
          Do not wipe the memory. The demon goes blind, the gas stays sorted, and the memory holds
          what the gas has lost, and more.
        </li>
        <li>
          Give the net no lessons, then five, then two hundred, and read what it would do with each
          kind of molecule.
        </li>
        <li>
          Ten molecules: now and then the total dips by more than a bit. Four hundred: try to see it
          dip at all.
        </li>
      </ul>
      <p>
        “Copy link with proof” writes every decision of yours and a digest of every bit into the
        address; whoever opens it runs the same molecules again. The gas is <code>Chambers</code> of{' '}
        <code>@gibbs/physics/information</code>, the net an <code>MLP</code> of{' '}
        <code>@gibbs/nn</code>.
      </p>
    </article>
  );
}
