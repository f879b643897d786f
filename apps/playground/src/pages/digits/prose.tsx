import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function DigitsText(): VNode {
  return (
    <article class="prose">
      <h2>Nobody wrote down what a seven is</h2>
      <p>
        The network has 784 inputs, one for each pixel, 36 hidden neurons and ten outputs. At first
        every weight is chance, and so is every answer. It is shown a thousand digits, 64 at a time,
        each bent a little anew, and after each batch every weight moves a little way downhill on
        the loss:
      </p>
      <div class="formulas">
        <Formula display tex="p(d) = \frac{e^{z_d}}{\sum_k e^{z_k}}" />
        <Formula display tex="\text{loss} = -\ln p(\text{right})" />
      </div>
      <p>
        Knowing nothing costs ln 10, about 2.30 nats a digit; that is the dashed line. Half a
        hundred steps later nine of ten digits are read rightly, all of them digits it never learned
        from. Meanwhile the weights of the hidden neurons, noise at first, turn into strokes: each
        neuron has found something worth looking for, and no one told it what.
      </p>
      <p>
        The drawing is not shown as it is. It is scaled to 20 pixels and laid with its centre of
        mass in the middle, as the digits of MNIST are; draw small in a corner and the network does
        not mind.
      </p>

      <h2>It knows what it was shown, and nothing else</h2>
      <p>
        Draw a line from left to right and call it a one, as somebody lying down might. The network
        reads something else, and with confidence: it must choose among ten, and a lying one was
        never among them. Choose 1 beside “This is a” and press <kbd>t</kbd>. Forty steps, half of
        each batch your digit and half what it knew, and it reads your one. It still reads the
        others.
      </p>

      <h2>Ten pixels</h2>
      <p>
        The same slope that trains the weights exists for the pixels. It says for each pixel whether
        more ink speaks for a digit or against it. Follow it, a pixel at a time, and the answer
        tips; then take back what was not needed. What is left is mostly about ten pixels, and the
        digit is to your eye what it was. The page does not promise that no smaller change exists,
        only that it looked for a small one.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Train with <kbd>k</kbd>, then zero the hidden layer with <kbd>z</kbd> and go on: what was
          learned is gone, and comes back. Noise does less harm.
        </li>
        <li>
          Shrink the hidden layer. Nine neurons are enough for nearly all of them; one neuron can
          only order the digits along a line.
        </li>
        <li>Drag the timeline to the left, and the network un-learns, step by step.</li>
        <li>
          Draw a letter. It has no way to say “none of these”: probabilities of ten digits add up to
          one.
        </li>
      </ul>
      <p>
        “Copy link with proof” writes your drawing, your lessons and a digest of every weight into
        the address. Whoever opens it trains the network again, and the page says whether it came
        out identical. The network is <code>DigitTraining</code> of <code>@gibbs/nn/tasks</code>,
        and the reasons it gives for an answer are <code>DigitReader.neurons</code>, the pull of a
        pixel is <code>DigitReader.pull</code>.
      </p>
    </article>
  );
}
