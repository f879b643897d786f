import type { VNode } from 'preact';
import { type Module, reference } from '../../../build/reference.js';
import { Formula } from '../../frame/formula.js';
import { PageHead } from '../../frame/pageHead.js';
import { text } from '../../text/en/api.js';
import { map } from '../../text/en/map.js';
import { Line } from './docText.js';
import { firstSentence } from './firstSentence.js';

const nowhere: ReadonlyMap<string, string> = new Map();

/** The way into the reference: every export of every module by name, found by the search as well as by eye. */
export function ApiPage(): VNode {
  const modules = reference();
  return (
    <>
      <PageHead {...map.api} />
      <div class="api">
        <p class="intro">
          {text.intro} {text.law} <Formula tex="p \propto e^{-E/T}" />.
        </p>
        <search>
          <label for="find">{text.search}</label>
          <input
            id="find"
            type="search"
            autocomplete="off"
            spellcheck={false}
            placeholder={text.searchHint}
          />
          <p id="found" role="status" />
        </search>
        <nav aria-label={text.modules}>
          <ul class="modules">
            {modules.map(({ name, slug, entries }) => (
              <li key={name}>
                <a href={`./${slug}/`}>
                  <code>{name}</code>
                </a>{' '}
                <small>{text.exports(entries.length)}</small>
              </li>
            ))}
          </ul>
        </nav>
        {modules.map((module) => (
          <Names key={module.name} module={module} />
        ))}
      </div>
    </>
  );
}

function Names({ module: { name, slug, entries } }: { module: Module }): VNode {
  return (
    <section class="names" aria-labelledby={`of-${slug}`}>
      <h2 id={`of-${slug}`}>
        <a href={`./${slug}/`}>{name}</a>
      </h2>
      <ul>
        {entries.map((entry) => (
          <li key={entry.name} data-kind={entry.kind}>
            <a href={`./${slug}/#${entry.name}`}>
              <code>{entry.name}</code>
            </a>{' '}
            <span>
              <Line text={firstSentence(entry.doc.text)} links={nowhere} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The map's picture of the reference: a bar for each module, as long as it has exports. */
export function apiPicture(): string {
  const modules = reference();
  const most = Math.max(...modules.map(({ entries }) => entries.length));
  const height = 400 / modules.length;
  const bars = modules.map(({ entries, name }, row) => {
    const colour = name.includes('physics') ? '#dd6a36' : '#4a7fd4';
    return `<rect x="20" y="${(row * height + height * 0.2).toFixed(1)}" width="${((360 * entries.length) / most).toFixed(1)}" height="${(height * 0.6).toFixed(1)}" rx="4" fill="${colour}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">${bars.join('')}</svg>`;
}
