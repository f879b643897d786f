import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function TransformerText(): VNode {
  return (
    <article class="prose">
      <h2>What is inside</h2>
      <p>
        Each token of the text becomes a row of numbers: what it is, plus where it stands. A block
        does two things to all rows at once. Its heads let each token look back at those before it
        and take something from them; a small MLP then works on each row alone. Both add to the row
        and replace nothing, so a second block builds on the first. The last row, held against the
        row of every token there is, says what comes next.
      </p>
      <p>A head is a lookup by closeness, and its shares are those of the one law of this site:</p>
      <Formula
        display
        tex="p_{ij} \;=\; \frac{e^{q_i\cdot k_j/\sqrt{d}}}{\sum_{j'\le i} e^{q_i\cdot k_{j'}/\sqrt{d}}}"
      />
      <p>
        Each map above draws the table <Formula tex="p_{ij}" /> of one head: a row for the token
        that looks, a column for the one it looks at. Above the diagonal there is nothing, since
        nobody sees what is still to come.
      </p>

      <h2>What it learns</h2>
      <p>
        The loss is the mean of <Formula tex="-\ln p" /> of the token that did come. Who knows
        nothing of a vocabulary of <Formula tex="V" /> loses <Formula tex="\ln V" />; that is where
        the curve begins. The first thing learned is how often each token comes, the lower line.
        Everything below that line is knowledge of order: what bakers sell, and that the thing named
        after “because” is the thing named before it. The dashes are the same on a tenth of the text
        that it never learns from. Where they part from the line, it learns by heart.
      </p>

      <h2>Temperature is temperature</h2>
      <p>
        The model gives each token a number; call its opposite the energy <Formula tex="E" />. Then
      </p>
      <Formula display tex="p \;\propto\; e^{-E/T}" />
      <p>
        is the chance that it comes next, the law by which <a href="../heat/">particles</a> choose
        their levels. Near <Formula tex="T=0" /> only the lowest energy counts and the model says
        the same each time. When it is hot all energies are alike, and it babbles. Between them is
        what reads like language.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Train it, then walk through the heads with <kbd>v</kbd>. One of them may look at the token
          before; another at the last thing that was named.
        </li>
        <li>
          Take a head away with <kbd>m</kbd> and see how much the loss rises. Some do nothing that
          another does not.
        </li>
        <li>Go back to step 0 and let it speak; then to step 50, and to the end.</li>
        <li>
          Paste a text of your own: letters, a play, a program. It is cut into pieces learned from
          it, in any script.
        </li>
        <li>
          Ask it for four blocks, 128 wide: the size that this page trains about as fast as Node
          does on the same machine.
        </li>
      </ul>
      <p>
        “Copy link with proof” writes the training and a digest of all weights into the address;
        opening it trains again and says whether your machine found the same. Machines that fuse
        multiply and add do; with “the same bits on every machine” all do. “Copy as command” does
        the same in a terminal, and prints the same digest. The training is{' '}
        <code>TextTraining</code> of <code>@gibbs/nn/tasks</code>.
      </p>
    </article>
  );
}
