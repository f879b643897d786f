/** The examples of the packages as they can be run in the page: those of the READMEs and of the docstrings. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { type Module, reference } from './reference.js';

export interface Snippet {
  id: string;
  /** What it is an example of. */
  title: string;
  /** Plain JavaScript. */
  code: string;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The name of an example in a link: of a module itself, or of one of its exports. */
export function snippetId({ slug }: Module, name: string | null, n: number): string {
  return `${slug}.${name ?? 'module'}.${n}`;
}

/** Whether an example runs in the room: most do; those that touch files or ask for threads do not. */
export function runs(code: string): boolean {
  return !/['"]node:|@gibbs\/nn\/files|process\.|threads: 2/.test(code);
}

/** Every example that runs in a browser, READMEs first. */
export function snippets(): Snippet[] {
  const modules = reference();
  const readmes = modules
    .filter(({ slug }) => !slug.includes('-'))
    .flatMap(({ name, slug }) => {
      const text = readFileSync(`${root}packages/${slug}/README.md`, 'utf8');
      const parts = [...text.matchAll(/(?:^#+ (.+)$)|(?:^```ts\n([\s\S]*?)^```)/gm)];
      let [heading, n] = [name, 0];
      return parts.flatMap(([, title, code]) => {
        if (code === undefined) heading = title as string;
        return code === undefined
          ? []
          : [{ id: `${slug}.readme.${n++}`, title: `${name}: ${heading}`, code }];
      });
    });
  const docs = modules.flatMap((module) => [
    ...module.doc.examples.map((code, n) => ({
      id: snippetId(module, null, n),
      title: module.name,
      code,
    })),
    ...module.entries.flatMap(({ name, doc }) =>
      doc.examples.map((code, n) => ({
        id: snippetId(module, name, n),
        title: `${module.name}: ${name}`,
        code,
      })),
    ),
  ]);
  return [...readmes, ...docs]
    .filter(({ code }) => runs(code))
    .map((snippet) => ({ ...snippet, code: plain(snippet.code) }));
}

interface Node {
  type: string;
  start: number;
  end: number;
  expression?: Node;
}

/** An example without its types: what only TypeScript reads is cut out, all else stays as it is written. */
function plain(code: string): string {
  const cuts: [from: number, to: number][] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (typeof node !== 'object' || node === null) return;
    const { type, start, end, expression } = node as Node;
    if (/^TS(?:NonNull|As|Satisfies)Expression$/.test(type))
      cuts.push([(expression as Node).end, end]);
    else if (
      /^TS(?:TypeAnnotation|TypeParameter\w+|InterfaceDeclaration|TypeAliasDeclaration)$/.test(type)
    ) {
      cuts.push([start, end]);
      return;
    }
    const { readonly, key } = node as { readonly?: boolean; key?: Node };
    if (type === 'PropertyDefinition' && readonly && key) cuts.push([start, key.start]);
    Object.values(node).forEach(walk);
  };
  walk(parseSync('example.ts', code).program);
  // Some nodes are met twice, and a cut may lie within another.
  cuts.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  let [text, done] = ['', 0];
  for (const [from, to] of cuts) {
    if (to <= done) continue;
    text += code.slice(done, from);
    done = to;
  }
  return `${(text + code.slice(done)).trimEnd()}\n`;
}
