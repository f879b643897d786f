import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';
import { short } from '../../frame/numbers.js';
import { answer } from './model.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function LookupText(): VNode {
  const { closeness, weights, result } = answer.value;
  const near = short(closeness[0] as number);
  return (
    <article class="prose">
      <h2>Ask with one colour, get another</h2>
      <p>
        A database answers a question it has seen before. Here is one with five rows. Each row has a
        key and a value, both three numbers, so both can be painted as a colour. You ask with a
        query, a colour of your own. No key is exactly that colour, so{' '}
        <code>WHERE key = query</code> finds nothing at all. A <em>hard</em> lookup returns the
        value of the nearest key. A <em>soft</em> lookup returns every value, each in proportion to
        how close its key is.
      </p>
      <div class="formulas">
        <Formula display tex={String.raw`c_i = \frac{1}{\lVert q - k_i \rVert + 10^{-5}}`} />
        <Formula display tex={String.raw`p_i = \frac{e^{\,c_i / T}}{\sum_j e^{\,c_j / T}}`} />
        <Formula display tex={String.raw`\text{answer} = \sum_i p_i\, v_i`} />
      </div>
      <p>
        The query (0.5, 0.7, 0.6) lies closest to row A: its closeness is {near}, and its share{' '}
        {short(weights[0] as number)} of the whole. So the answer is nearly, but not quite, A’s
        value: ({result.map((value) => value.toFixed(10)).join(', ')}). The small 10<sup>−5</sup>{' '}
        keeps the closeness finite when a query sits exactly on a key.
      </p>

      <h2>Why the cliff cannot learn</h2>
      <p>
        Learning by gradient asks one question: if I move this number a little, does the outcome get
        better or worse? A hard lookup has no answer. Inside the field of one row nothing changes;
        on the border everything changes at once. The gradient of the query and of every key is
        exactly 0. Only the value that happened to be read can be improved. A soft lookup has a
        slope everywhere, and so the query, the keys and the values can all be trained. This is what
        an <em>attention head</em> does for every word of a text: it asks with a query, compares
        with keys, and mixes values. It is a database whose questions and contents are learned.
      </p>

      <h2>Temperature is temperature</h2>
      <p>
        Read closeness as energy with the sign turned round, <Formula tex="E_i = -c_i" />, and the
        shares are the Gibbs distribution, <Formula tex="p_i \propto e^{-E_i/T}" />: the law by
        which atoms share heat. Near zero the system freezes into its lowest state, and the soft
        lookup becomes the hard one. Far above, every state is as likely as any other, and the
        answer is the plain average of the table. In between lies everything that can learn. Too
        cold is a real failure: at temperature 0.1 the slope from here is still there, but it is a
        number with twenty-four zeros.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Press <kbd>m</kbd> to switch between hard and soft: the flat fields melt, and the gradient
          stops being 0.
        </li>
        <li>
          Press <kbd>k</kbd> and let the query find row B by itself. Then ask it to find row E: with
          the book’s closeness it comes to rest between two rows. That is a local minimum, not a
          bug; a Gaussian closeness at temperature 0.1 with step size 3 gets through.
        </li>
        <li>
          Cool to 0.1 and train again: the slope has frozen. Heat to 100: every answer is the same
          grey.
        </li>
        <li>Paste a table of your own. Keys and values need not be colours.</li>
      </ul>
      <p>
        The maths on this page is the function <code>lookup</code> of <code>@gibbs/nn/tasks</code>.
        “Copy as command” and “Copy as code” hand you what you see, to run outside the browser.
      </p>
    </article>
  );
}
