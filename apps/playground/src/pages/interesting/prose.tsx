import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function InterestingText(): VNode {
  return (
    <article class="prose">
      <h2>Disorder is not the opposite of interest</h2>
      <p>
        A crystal is in perfect order, and soon told. A gas is in perfect disorder, and soon told
        too: so many atoms, so warm. What is worth a long look lies between, and in time it comes
        between as well. The young universe was smooth, the last one will be; galaxies, weather and
        readers belong to the middle.
      </p>
      <p>
        Cream in coffee is the smallest example. The curve of entropy counts, block by block, in how
        many ways the cells could be arranged and look the same from afar:
      </p>
      <Formula display tex="S = \sum_{\text{blocks}} \log_2 \frac{g^2!}{n!\,(g^2-n)!}" />
      <p>
        It only rises. The curve of interest asks something else: how many bits does a compressor
        need to write down what a coarse observer sees, beyond what it needs for a blank cup? Two
        plain halves take few, an even grey takes few, and swirls take many.
      </p>

      <h2>What is true and what only looked so</h2>
      <p>
        The first experiment of this kind let drops of cream swap places at random and reported a
        hump. Its author withdrew the claim: most of the hump was noise along the border between
        cream and coffee, blocks that flicker between two levels of grey. The switch “Smooth flat
        borders” takes that noise away, and with it most of the hump; try both. Diffusion alone
        makes little that is worth a look.
      </p>
      <p>
        Stirring does. Rows and columns are shifted by whole cells in slow waves, which folds the
        cream into bands, and drops swap places too. That hump stays, whatever the observer’s block,
        and whether interest is what a compressor cannot shorten or how much the picture keeps at
        one scale after another. The faint curve is the control: the same cup with its rows
        shuffled. What lies above it is pattern.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Run it to the end, then press <kbd>m</kbd>: the page goes to the most interesting moment.
        </li>
        <li>
          Take diffusion without stirring, with and without smoothed borders. Choose blocks of two
          cells: a finer observer sees more, also of what is only noise.
        </li>
        <li>
          Give the meter a text of yours, a picture, or a drawing. “La la la” and a page of dice
          both leave it cold.
        </li>
      </ul>
      <p>
        A number for interest is always a number for an observer: block, levels and compressor are
        part of it. Here the compressor is our own, so that every browser gives the same digits. The
        cup is <code>Coffee</code>, the meter <code>meter</code> of{' '}
        <code>@gibbs/physics/interest</code>.
      </p>
    </article>
  );
}
