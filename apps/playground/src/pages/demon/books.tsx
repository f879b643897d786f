import { landauerJoules } from '@gibbs/physics/information';
import type { VNode } from 'preact';
import { Explain } from '../../frame/explain.js';
import { short } from '../../frame/numbers.js';
import { text } from '../../text/en/demon.js';
import { demon, now } from './model.js';
import { why } from './why.js';

const roomKelvin = 300;

/** Who holds how much entropy, and what the sorting costs in work. */
export function Books(): VNode {
  const mark = now.value;
  const { gas = 0, memory = 0, bath = 0, total = 0, looks = 0, erasures = 0 } = mark ?? {};
  const rows: [string, string, string][] = [
    [text.books.gas, short(gas), 'gas'],
    [text.books.memory, short(memory), 'memory'],
    [text.books.bath, short(bath), 'bath'],
    [text.books.total, short(total), 'sum'],
    [text.books.looks, `${looks}, ${erasures}`, 'looks'],
    [text.books.worth, text.books.kT(Math.max(0, -gas)), 'worth'],
    [text.books.paid, text.books.kT(bath), 'paid'],
    [text.books.room, text.books.joules((bath / Math.LN2) * landauerJoules(roomKelvin)), 'joules'],
  ];
  return (
    <section aria-labelledby="books-title">
      <h2 id="books-title">{text.books.title}</h2>
      <table class="books">
        <tbody>
          {rows.map(([name, value, id]) => (
            <tr key={id} class={id === 'sum' ? 'sum' : undefined}>
              <th scope="row">{name}</th>
              <td id={id}>{isExplained(id) ? <Explain of={why[id]}>{value}</Explain> : value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const isExplained = (id: string): id is keyof typeof why => Object.hasOwn(why, id);

/** What a net at the door has made of its lessons: how ready it is to open, for whom. */
export function MindTable(): VNode | null {
  const mind = demon.look.value?.mind;
  if (!mind) return null;
  const { energies, fromLeft, fromRight, school } = mind;
  const tenth = Math.max(1, Math.round(school.length / 10));
  const mean = (list: readonly number[]) =>
    list.reduce((sum, each) => sum + each, 0) / (list.length || 1);
  return (
    <section aria-labelledby="mind-title" class="mind">
      <h2 id="mind-title">{text.mind.title}</h2>
      <table>
        <caption>{text.mind.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.mind.energy}</th>
            <th scope="col">{text.mind.fromLeft}</th>
            <th scope="col">{text.mind.fromRight}</th>
          </tr>
        </thead>
        <tbody>
          {energies.map((energy, row) => (
            <tr key={energy}>
              <th scope="row">{`${short(energy)} kT`}</th>
              {[fromLeft, fromRight].map((side, i) => (
                <td key={i} data-opens={(side[row] as number) > 0.5}>
                  {Math.round(100 * (side[row] as number))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {school.length === 0
          ? text.mind.unschooled
          : text.mind.school(
              mean(school.slice(0, tenth)),
              mean(school.slice(-tenth)),
              school.length,
            )}
      </p>
    </section>
  );
}
