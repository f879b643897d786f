import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function NextText(): VNode {
  return (
    <article class="prose">
      <h2>Counting is a model already</h2>
      <p>
        Which word comes next? Count, in a long text, how often each word follows each other word,
        and you have an answer: after “baker” comes “sells” or “bakes”, after “the” nearly anything.
        That is a table of pairs. It needs no training, and it forgets everything but the last word.
      </p>
      <p>
        A table of five words would need a row for every five words there can be, nearly all of them
        never met. The network of Bengio and others (2003) does something else. Each token has a row
        of 16 numbers. The rows of the last five are laid side by side, 64 hidden neurons look at
        all of them, and every token of the vocabulary gets a logit:
      </p>
      <div class="formulas">
        <Formula display tex="h = \operatorname{relu}(W[x_1;\dots;x_5] + b)" />
        <Formula display tex="p(\text{next}) \;\propto\; e^{(Vh+c)/T}" />
      </div>
      <p>
        What it has learned from one sentence serves in others, for words that are used alike come
        to have rows alike. No one writes the rows: they are weights as all the others, and begin as
        noise.
      </p>

      <h2>What the fourth word back is worth</h2>
      <p>
        In the village a thing is named twice: “waters the rose because the …”. Counted pairs see
        only “the”. Reading five, the model sees the rose, and its loss falls far below the line of
        the pairs. Set it to read one token and train again: now it sees what the pairs see, and
        ends where they are, by quite another way.
      </p>

      <h2>What it cannot do</h2>
      <p>
        Ask it to repeat a name. From people who say “I’m called Hetram so my name is Hetram” it
        learns 45 names without a fault. Then give it one that it has never met, and it says one of
        the 45. Nothing in it carries a token from one place to another; it has 45 answers by heart.
        For each place it has weights of its own, and for each name it had to learn anew. To copy
        what it has never seen, a network must be able to look it up, and that is what attention
        does.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Train with <kbd>k</kbd>; the line of the pairs is passed within a hundred steps. Then
          press <kbd>-</kbd> until it reads one token, and train again.
        </li>
        <li>
          Turn the temperature to 0: it says the same for ever. Turn it to 3: the village is drunk.
        </li>
        <li>
          Look at the row of “old” before and after training, and at what lies near it. The five
          words for people’s age were strangers at first.
        </li>
        <li>
          Paste a text of your own. A long one is cut into pieces of words, as on the{' '}
          <a href="../words/">page on pieces</a>.
        </li>
      </ul>
      <p>
        “Copy link with proof” writes your settings and a digest of every weight into the address.
        Whoever opens it trains the model again, and the page says whether it came out identical.
        The model is <code>NextTokenTraining</code> of <code>@gibbs/nn/tasks</code>.
      </p>
    </article>
  );
}
