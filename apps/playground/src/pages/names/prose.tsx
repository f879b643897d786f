import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function NamesText(): VNode {
  return (
    <article class="prose">
      <h2>Two who read the same</h2>
      <p>
        “The old road waits. They call me Sorthy, and the kettle hums by the door, so my name is …”
        The next word is plain to anyone who has read the sentence. Both networks read thousands
        like it, about names that nobody bears, each name cut into pieces as the page on{' '}
        <a href="../words/">pieces of words</a> cuts them. They have the same number of weights, see
        the same sentences in the same order, and are judged on names that neither has met: every
        piece right, and the full stop after it.
      </p>

      <h2>Why one of them cannot</h2>
      <p>
        The MLP has one weight for every place, every piece and every neuron. What it learns of{' '}
        <em>piece 312 at the ninth place from the end</em> says nothing of the tenth place, nor of
        piece 313. To copy, it would have to learn the same rule anew for every place and piece, and
        a name it never met gives it nothing to go by. The bars below the sentence are what it makes
        of each place. Write another sentence, and they stay where they are.
      </p>

      <h2>Why the other can</h2>
      <p>
        Attention asks a question and lets every place answer it. The query is made of the last few
        tokens, each place offers a key made of its own token and the two before it, and the shares
        are those of the one law of this site, with closeness in the part of energy:
      </p>
      <div class="formulas">
        <Formula
          display
          tex="p_i \;=\; \frac{e^{q\cdot k_i/\sqrt{d}}}{\sum_j e^{q\cdot k_j/\sqrt{d}}}"
        />
        <Formula display tex="\text{answer} \;=\; \sum_i p_i\, v_i" />
      </div>
      <p>
        What it learns is where to look: behind “called”, or behind what I have just said. What
        stands there it need not have learned, because the value <Formula tex="v_i" /> is the row of
        that token as it is stored. That is a <a href="../lookup/">lookup</a>, and a lookup does not
        care what is in the table.
      </p>

      <h2>When the claim fails</h2>
      <p>
        It is easy to build the comparison so that it proves too much. Put the name always in the
        same place, and the MLP needs the rule only once: it learns it. Give both only fifty names,
        and attention too learns the names instead of the rule. Let it learn what a look brings
        back, and it needs twice the steps, since now it must learn to bring back the row unchanged.
        Take away its knowledge of its neighbours, and it can no longer ask for “what stood behind
        this”. The table above holds each of these, and a button that measures it on your machine.
        And the MLP’s nought is one of equal steps: with ten times as many it learns the names it
        trains on by heart, and some of the rule.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Write your own name, in any script. کیوان, Αθηνά, 李雷 and 🦆 are made of pieces that no
          sentence of the training holds; train again with yours kept out, and attention copies it
          byte by byte.
        </li>
        <li>
          Ask again with fillers between, and other words: the row of looks moves with the name.
        </li>
        <li>
          Press <kbd>m</kbd>: without the head that looks, attention is as helpless as the other.
        </li>
        <li>Scrub back to the step at which the look jumps onto the name.</li>
      </ul>
      <p>
        “Copy link with proof” writes the training and a digest of all weights into the address;
        opening it trains again, and says whether your machine found the same. Multiply and add are
        rounded apart here, so every machine should. The duel is <code>NameDuel</code> of{' '}
        <code>@gibbs/nn/tasks</code>.
      </p>
    </article>
  );
}
