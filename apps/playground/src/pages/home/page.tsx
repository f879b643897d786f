import { lookup } from '@gibbs/nn/tasks';
import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';
import type { PageId } from '../../prerender.js';
import { text } from '../../text/en/home.js';
import { map } from '../../text/en/map.js';

/** The door: the law, what it has to do with both worlds, and the way to every page. */
export function HomePage(): VNode {
  const pages = (Object.keys(map) as PageId[]).filter((id) => id !== 'home');
  return (
    <>
      <div class="hero">
        <div>
          <h1>{text.title}</h1>
          <p class="claim">{text.lead}</p>
          <Formula display tex="p \;\propto\; e^{-E/T}" />
        </div>
        <Ladders />
      </div>
      <div class="worlds">
        <section>
          <h2>{text.attention.title}</h2>
          <p>{text.attention.body}</p>
        </section>
        <section>
          <h2>{text.heat.title}</h2>
          <p>{text.heat.body}</p>
        </section>
      </div>
      <div id="works" />
      <nav class="map-of-pages" aria-labelledby="map-title">
        <h2 id="map-title">{text.map}</h2>
        <ul>
          {pages.map((id) => (
            <li key={id}>
              <a class="card" href={`./${id}/`}>
                <img src={`./${id}/${map[id].picture}`} alt="" width="128" height="128" />
                <span>
                  <span class="part">{map[id].part}</span>
                  <strong>{map[id].title}</strong>
                  <span class="claim">{map[id].claim}</span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}

const levels = [0, 1, 2, 3, 4, 5];
const temperatures = [0.4, 1.5, 12];
const heat = ['cold', 'warm', 'hot'];

/** The law as three ladders of energy levels: how full each rung is when cold, warm and hot. */
function Ladders(): VNode {
  const filled = temperatures.map((temperature) => {
    // A lookup with the dot product as closeness: the query 1 against keys −E asks each level for e^(−E/T).
    const { weights } = lookup([1], {
      keys: levels.map((energy) => [-energy]),
      values: levels.map(() => [0]),
      closeness: 'dot',
      temperature,
    });
    return { temperature, weights };
  });
  return (
    <figure class="ladders">
      <svg viewBox="0 0 360 220" role="img" aria-label={text.ladders(filled)}>
        {filled.map(({ temperature, weights }, column) => (
          <g key={temperature} class={heat[column]} transform={`translate(${column * 124} 0)`}>
            {weights.map((weight, level) => (
              <g key={levels[level]}>
                <rect class="rung" x="0" y={176 - level * 34} width="112" height="22" rx="4" />
                <rect
                  x="0"
                  y={176 - level * 34}
                  width={Math.max(2, weight * 112).toFixed(1)}
                  height="22"
                  rx="4"
                />
              </g>
            ))}
            <text x="0" y="217">
              {text.temperature(temperature)}
            </text>
          </g>
        ))}
      </svg>
      <figcaption>{text.laddersCaption}</figcaption>
    </figure>
  );
}
