import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function RunText(): VNode {
  return (
    <article class="prose">
      <h2>The same packages</h2>
      <p>
        Every page of this site draws what a package computes. Here you call the packages yourself,
        the same files that <code>npm install</code> brings: import what you like from{' '}
        <code>@gibbs/tensor</code>, <code>@gibbs/nn</code>, <code>@gibbs/tokenizer</code> and{' '}
        <code>@gibbs/physics</code>, with its parts such as <code>@gibbs/physics/engines</code>.
        Nothing is installed, and nothing you write leaves this machine. All examples of the
        packages’ manuals are in the list, and the <a href="../api/">reference</a> leads here from
        each of its own. The law that all of them turn on is one line of code:
      </p>
      <Formula display tex="p_i \;=\; \frac{e^{-E_i/T}}{\sum_j e^{-E_j/T}}" />
      <p>
        It is <code>softmax(energies.neg().div(T))</code> with tensors, and the occupation of energy
        levels in physics.
      </p>

      <h2>Completions that know the types</h2>
      <p>
        After a dot, the editor offers the members of what stands before it; inside the braces of an
        import, what the module exports; elsewhere, everything, and what you take is imported for
        you. Types and sentences are read from the sources of the packages when the site is built.
        Control and space asks at any place. The Tab key is left alone, so that it leads out of the
        editor as it leads everywhere else.
      </p>

      <h2>What code from a link may do</h2>
      <p>
        A link carries code, but never runs it: that takes your click. And it runs in a room of its
        own, a document with an origin that nothing else shares. Its policy lets it run code and
        nothing more: no network, no storage, no access to this page or to what you have kept on
        others. Each run is a worker in that room, so that a loop without end leaves the page alone
        and ends when you press Stop. The policy of this page itself allows no foreign script and no{' '}
        <code>eval</code>, as on all pages.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Type <code>box.</code> on a new line of the first example, and read what a demon has.
        </li>
        <li>
          Write <code>while (true) {'{}'}</code>, run it, and keep scrolling. Then press Stop.
        </li>
        <li>
          Take an example of <code>@gibbs/nn</code>, change a number, and send the link to somebody.
        </li>
        <li>
          Ask for something that cannot be, <code>new Chambers({'{ particles: -1 }'})</code>, and
          read the answer.
        </li>
      </ul>
    </article>
  );
}
