import type { VNode } from 'preact';
import { type Entry, type Module, reference } from '../../../build/reference.js';
import { runs, snippetId } from '../../../build/snippets.js';
import { PageHead } from '../../frame/pageHead.js';
import { text } from '../../text/en/api.js';
import { map } from '../../text/en/map.js';
import { DocText, Line } from './docText.js';

/** The reference of one module: all that it exports, one after the other. */
export function ModulePage({ module }: { module: Module }): VNode {
  const links = linksFrom(module);
  return (
    <>
      <PageHead part={map.api.title} title={module.name} claim={text.claim(module.name)} />
      <div class="api">
        <p>
          <a href="../">{text.up}</a>
        </p>
        <div class="prose">
          <DocText text={module.doc.text} links={links} />
        </div>
        <Examples of={module.doc.examples} id={(n) => snippetId(module, null, n)} />
        <nav aria-label={text.onThisPage} class="on-page">
          <h2>{text.onThisPage}</h2>
          <ul>
            {module.entries.map(({ name, kind }) => (
              <li key={name} data-kind={kind}>
                <a href={`#${name}`}>
                  <code>{name}</code>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {module.entries.map((entry) => (
          <EntryOf key={entry.name} entry={entry} module={module} links={links} />
        ))}
      </div>
    </>
  );
}

type Links = ReadonlyMap<string, string>;

function EntryOf({ entry, module, links }: { entry: Entry; module: Module; links: Links }): VNode {
  const { name, kind, typeOnly, signature, doc, members, file, line, source } = entry;
  return (
    <section class="entry card" aria-labelledby={name}>
      <h2 id={name}>
        {name} <small>{typeOnly && kind === 'class' ? text.classAsType : text.kinds[kind]}</small>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
      <pre class="signature" tabIndex={0}>
        <code>{signature}</code>
      </pre>
      <div class="doc">
        <DocText text={doc.text} links={links} />
      </div>
      {doc.throws.length > 0 && (
        <>
          <h3>{text.throws}</h3>
          <ul>
            {doc.throws.map((each) => (
              <li key={each}>
                <Line text={each} links={links} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Examples of={doc.examples} id={(n) => snippetId(module, name, n)} />
      {kind === 'class' && members.length > 0 && (
        <details class="members">
          <summary>
            {text.members} <small>({members.length})</small>
          </summary>
          <dl>
            {members.map((member) => (
              <div key={member.name}>
                <dt>
                  <code>{dedent(member.signature)}</code>
                </dt>
                <dd>
                  <Line text={member.doc} links={links} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <details class="source">
        <summary>{text.source(file, line)}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
        <pre tabIndex={0}>
          <code>{source}</code>
        </pre>
      </details>
    </section>
  );
}

function Examples({ of, id }: { of: readonly string[]; id: (n: number) => string }): VNode | null {
  if (of.length === 0) return null;
  return (
    <div class="examples">
      {of.map((code, n) => (
        <figure key={n}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
          <pre tabIndex={0}>
            <code>{code}</code>
          </pre>
          {runs(code) && (
            <figcaption>
              <a href={`../../run/#example=${id(n)}`}>{text.tryIt}</a>
            </figcaption>
          )}
        </figure>
      ))}
    </div>
  );
}

/** Where each name of the packages is explained, as seen from a module's page: its own names first. */
function linksFrom(module: Module): Links {
  const all = reference().flatMap((each) =>
    each.entries.map(({ name }) => [name, `../${each.slug}/#${name}`] as const),
  );
  return new Map([
    ...all.toReversed(),
    ...module.entries.map(({ name }) => [name, `#${name}`] as const),
  ]);
}

/** Lines after the first lose the indentation that they have in their class. */
function dedent(signature: string): string {
  return signature.replaceAll(/\n {2}/g, '\n');
}
