import type { VNode } from 'preact';

/** The Markdown of docstrings: paragraphs, lists, fences, `code`, emphasis, and names that lead to their entries. */
export function DocText({
  text,
  links,
}: {
  text: string;
  links: ReadonlyMap<string, string>;
}): VNode {
  const blocks = text.split(/\n(?=```)|(?<=```)\n|\n{2,}/).filter((block) => block.trim() !== '');
  return (
    <>
      {blocks.map((block, index) => (
        <Block key={index} block={block} links={links} />
      ))}
    </>
  );
}

function Block({ block, links }: { block: string; links: ReadonlyMap<string, string> }): VNode {
  const fence = /^```\w*[^\n]*\n([\s\S]*?)\n?```$/.exec(block.trim());
  if (fence) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys
      <pre tabIndex={0}>
        <code>{fence[1]}</code>
      </pre>
    );
  }
  const [lead, ...items] = block.split(/^(?:- |\* )/m);
  const said = (lead ?? '').trim();
  return (
    <>
      {said !== '' && (
        <p>
          <Line text={said} links={links} />
        </p>
      )}
      {items.length > 0 && (
        <ul>
          {items.map((item) => (
            <li key={item}>
              <Line text={item.trim()} links={links} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** One run of text. A name of the packages in `code`, or in a link tag, leads to its entry. */
export function Line({ text, links }: { text: string; links: ReadonlyMap<string, string> }): VNode {
  const parts = text.split(/(`[^`]+`|\{@link [^}]+\}|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/);
  return (
    <>
      {parts.map((part, index) => {
        const code = /^`([^`]+)`$/.exec(part)?.[1] ?? /^\{@link ([^}\s|]+)[^}]*\}$/.exec(part)?.[1];
        const strong = /^\*\*([^*]+)\*\*$/.exec(part)?.[1];
        if (strong !== undefined) return <strong key={index}>{strong}</strong>;
        if (code === undefined) return part.replace(/^\[([^\]]+)\]\([^)]+\)$/, '$1');
        const href = links.get(code.replace(/\(.*$/, ''));
        return href === undefined ? (
          <code key={index}>{code}</code>
        ) : (
          <a key={index} href={href}>
            <code>{code}</code>
          </a>
        );
      })}
    </>
  );
}
