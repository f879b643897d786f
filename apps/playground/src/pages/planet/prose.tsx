import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function PlanetText(): VNode {
  return (
    <article class="prose">
      <h2>What the Sun really gives</h2>
      <p>
        The Earth sends back into space as much energy as it takes in; if it did not, it would boil.
        So it is not energy that it lives on. Sunlight comes from a surface of 5,772 kelvin in few,
        hot photons. The same energy leaves from one of about 255 kelvin in many, cold ones, some
        twenty for each. Spreading energy over more photons is disorder, and the planet exports it:
      </p>
      <Formula display tex="\frac{S(1-A)}{4} = \sigma T_e^4" />
      <Formula
        display
        tex="\dot s = \frac43\,\sigma T_e^4\left(\frac1{T_e}-\frac1{T_\odot}\right)"
      />
      <p>
        Everything that brings order on Earth, a leaf, a cloud, a book, pays with a share of this
        export. A rock takes part too: it is warmed and cools. A living thing differs in what it
        does with the stream before it lets it go.
      </p>

      <h2>The blanket</h2>
      <p>
        Without air the ground would be as cold as the Earth looks from space, −19 °C. Air that lets
        light in and catches the heat going out sends half of it back down, and the ground must be
        warmer to get rid of the same watts:{' '}
        <Formula tex="T_s = T_e\,\bigl(2/(2-\varepsilon)\bigr)^{1/4}" />. One layer is the simplest
        model that shows it; the real atmosphere is many, and Venus is far beyond one.
      </p>

      <h2>Cold for one, heat for all</h2>
      <p>
        An air conditioner is an engine run backwards. It takes heat out of the room, and the street
        gets that heat and the work as well: <Formula tex="Q_\text{street} = Q_\text{room} + W" />.
        The entropy of the room falls, that of everything rises, and the books below the curve show
        both. In the end street and roofs radiate it to the sky, and it leaves with the rest of the
        cold photons.
      </p>

      <h2>What to try</h2>
      <ul>
        <li>
          Take the air away, then give it back a percent at a time until water no longer freezes.
        </li>
        <li>
          Turn the air conditioner off with <kbd>c</kbd> and let the day pass; turn it on and watch
          the street.
        </li>
        <li>
          Set its quality to 100 %: a machine as good as Carnot’s needs a fraction of the work, and
          still needs some.
        </li>
      </ul>
      <p>
        Which entropy is exported hangs on what is counted: heat alone gives <Formula tex="Q/T" />,
        the radiation itself four thirds of it. The page shows the second. What the models leave out
        stands beside them in <code>@gibbs/physics</code>; they are <code>planet</code>,{' '}
        <code>machineShare</code> and <code>Room</code>.
      </p>
    </article>
  );
}
