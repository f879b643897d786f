import { damages, layers, side, widths } from '@gibbs/journeys/digits';
import type { VNode } from 'preact';
import { Chart } from '../../frame/chart.js';
import { Explain } from '../../frame/explain.js';
import { locked } from '../../frame/lesson.js';
import { percent } from '../../frame/numbers.js';
import { Pixels } from '../../frame/pixels.js';
import { Slider } from '../../frame/slider.js';
import { text } from '../../text/en/digits.js';
import { accuracies, damage, losses, now, pupil } from './model.js';
import { whyAccuracy } from './why.js';

/** How the training goes: its loss and its accuracy on digits that it does not learn from. */
export function Curves(): VNode {
  const { step, deeds } = pupil.state.value;
  const events = deeds
    .filter(({ at }) => at < pupil.last)
    .map((deed) => ({
      at: deed.at + 1,
      name: deed.kind === 'teach' ? `“${deed.label}”` : text.damage.mark[deed.kind],
    }));
  const values = losses.value.length > 0 ? losses.value : [Math.LN10];
  const shares = accuracies.value.length > 0 ? accuracies.value : [0];
  const cursor = Math.min(step, values.length - 1);
  return (
    <>
      <section aria-labelledby="accuracy-title">
        <h2 id="accuracy-title">
          {text.accuracy.title}{' '}
          <Explain id="accuracy" of={whyAccuracy}>
            {percent(now.value?.accuracy ?? 0)}
          </Explain>
        </h2>
        <Chart
          values={shares}
          other={pupil.otherCurve(({ accuracy }) => accuracy, text.accuracy.name)}
          cursor={cursor}
          top={1.05}
          step={text.tick}
          name={text.accuracy.name}
          sentence={text.accuracy.sentence(
            shares[cursor] as number,
            pupil.look.value?.judged ?? 300,
          )}
          landmarks={[
            { at: 0.1, name: text.accuracy.guess },
            { at: 0.9, name: text.accuracy.goal },
          ]}
          events={events}
        />
      </section>
      <section aria-labelledby="loss-title">
        <h2 id="loss-title">{text.loss.title}</h2>
        <Chart
          values={values}
          other={pupil.otherCurve(({ loss }) => loss, text.loss.name)}
          cursor={cursor}
          top={Math.max(...values, Math.LN10) * 1.12}
          step={text.tick}
          name={text.loss.name}
          sentence={text.loss.sentence(values[cursor] as number, step)}
          landmarks={[{ at: Math.LN10, name: text.loss.guess }]}
          events={events}
        />
      </section>
    </>
  );
}

/** The weights of the hidden neurons as pictures, how many there are, and what can be broken. */
export function Neurons(): VNode {
  const look = pupil.look.value;
  const { hidden } = pupil.state.value;
  return (
    <section class="neurons" aria-labelledby="neurons-title">
      <h2 id="neurons-title">{text.neurons.title}</h2>
      <div class="plane signed">
        <img src="./first.png" alt="" hidden={look !== null} />
        {look && (
          <Pixels
            values={look.weights}
            size={look.size}
            sentence={text.neurons.sentence(hidden, look.step)}
          />
        )}
      </div>
      <p class="hint">
        <span class="plus">■ {text.neurons.plus}</span>{' '}
        <span class="minus">■ {text.neurons.minus}</span>
      </p>
      <Slider
        field="hidden"
        label={text.neurons.hidden}
        min={0}
        max={widths.length - 1}
        step={1}
        value={(widths as readonly number[]).indexOf(hidden)}
        shown={text.neurons.shown(hidden, look?.parameters)}
        onInput={(index) => pupil.begin({ hidden: widths[index] as number, deeds: [] })}
      />
      <fieldset class="row damage" disabled={locked('deeds')}>
        <legend>{text.damage.title}</legend>
        {layers.flatMap((layer) =>
          damages.map((kind) => (
            <button type="button" key={`${layer}${kind}`} onClick={() => damage(layer, kind)}>
              {text.damage.button(kind, layer)}
            </button>
          )),
        )}
      </fieldset>
    </section>
  );
}

/** What was shown against what was read, and some of the digits that were misread. */
export function Confusion(): VNode {
  const look = pupil.look.value;
  const rows = look?.confusion ?? [];
  return (
    <section class="confusion card" aria-labelledby="confusion-title">
      <h2 id="confusion-title">{text.confusion.title}</h2>
      <div class="columns">
        <div class="side">
          <p>{text.confusion.what(look?.judged ?? 300)}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
          <section class="scroll" tabIndex={0} aria-label={text.confusion.table}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{text.confusion.corner}</th>
                  {rows.map((_, read) => (
                    <th scope="col" key={read}>
                      {read}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((counts, shown) => {
                  const all = counts.reduce((sum, count) => sum + count, 0) || 1;
                  return (
                    <tr key={shown}>
                      <th scope="row">{shown}</th>
                      {counts.map((count, read) => (
                        <td
                          key={read}
                          class={`${shown === read ? 'right' : 'wrong'} level-${Math.ceil((4 * count) / all)}`}
                        >
                          {count === 0 ? '·' : count}
                        </td>
                      ))}
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </section>
        </div>
        <div class="side">
          <p id="misread">{text.confusion.misread(look?.misread.length ?? 0)}</p>
          <ul class="misread">
            {look?.misread.map(({ image, shown, said }, i) => (
              <li key={i}>
                <div class="plane small ink">
                  <Pixels values={image} size={side} sentence={text.confusion.each(shown, said)} />
                </div>
                {shown} → {said}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}
