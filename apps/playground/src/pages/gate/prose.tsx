import { sweepXor } from '@gibbs/nn/tasks';
import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML; its counts come from a sweep made then. */
export function GateText(): VNode {
  const sweep = sweepXor();
  return (
    <article class="prose">
      <h2>One question, three ways to answer it</h2>
      <p>
        “The one or the other, but not both.” XOR is the smallest question that no straight line
        answers: its two yeses lie on one diagonal of a square, its two noes on the other. A circuit
        answers it with four gates. A neuron,
      </p>
      <Formula display tex="h = \tanh(w_a a + w_b b + c)" />
      <p>
        is a gate that has been softened: it, too, draws a line and says which side you are on, but
        it says it by degrees. Sharpen it and it is a gate again. Take the bend out, and any number
        of neurons in any number of layers is one straight line.
      </p>

      <h2>What training can do that wiring cannot, and the other way round</h2>
      <p>
        A gate has no slope. Change one of its wires and the answer changes from right to wrong at
        once, or not at all; there is nothing to follow. A neuron has a slope, so 600 small steps
        downhill can find weights that nobody thought of. But downhill is only downhill. Out of 256
        starts, these many arrive within 600 steps:
      </p>
      <table class="sweep">
        <thead>
          <tr>
            <th scope="col">Hidden neurons</th>
            <th scope="col">Learned XOR</th>
          </tr>
        </thead>
        <tbody>
          {sweep.map(({ width, solved, runs }) => (
            <tr key={width}>
              <th scope="row">{width}</th>
              <td>
                {solved} of {runs}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        One neuron never does: it draws one line. Two can, and for almost half of the seeds they do
        not, because they fall into a valley from which every small step leads uphill. With more
        neurons there are more ways down. This is the first answer to why networks are made so much
        larger than their task seems to need: not to hold it, but to find it.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Press <kbd>k</kbd> and watch the squares take their frames. Press <kbd>+</kbd> for a third
          neuron, and look at how much earlier it happens.
        </li>
        <li>
          Choose a square that never gets its frame and look at it from inside: its loss lies flat
          on a shelf, with two or three of the four rows right.
        </li>
        <li>Go back on the timeline, and the networks unlearn.</li>
        <li>
          Take ReLU instead of tanh. A neuron that has gone silent for all four rows has no slope
          any more, and cannot come back.
        </li>
      </ul>
      <p>
        The trainings are <code>XorTraining</code> of <code>@gibbs/nn/tasks</code>: 256 networks as
        rows of the same tensors, in a worker of this page.
      </p>
    </article>
  );
}
