/**
 * What the packages export, read from their sources: a module for each entry of each package, and of each export
 * its signature, docstring, examples, members and source. All types are written out in the sources
 * (`isolatedDeclarations`), so that reading them is enough and nothing has to be inferred.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export interface Doc {
  /** Markdown, without tags. */
  text: string;
  examples: readonly string[];
  throws: readonly string[];
}

export interface Member {
  name: string;
  signature: string;
  doc: string;
}

export type Kind = 'function' | 'class' | 'interface' | 'type' | 'constant';

export interface Entry {
  name: string;
  kind: Kind;
  /** Whether only its type is exported, so that a program cannot make one. */
  typeOnly: boolean;
  signature: string;
  doc: Doc;
  members: readonly Member[];
  /** The type of what a call of it, or it itself, is; where that is a plain name. */
  gives: string | null;
  /** From the root of the repository. */
  file: string;
  line: number;
  source: string;
}

export interface Module {
  /** As it is imported: `@gibbs/nn/tasks`. */
  name: string;
  /** The folder of its page: `nn-tasks`. */
  slug: string;
  doc: Doc;
  entries: readonly Entry[];
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const packages = ['tensor', 'nn', 'tokenizer', 'physics'] as const;

let read: readonly Module[] | undefined;

/** Every module of every package, in the order of the story. */
export function reference(): readonly Module[] {
  read ??= packages.flatMap((name) => {
    const folder = join(root, 'packages', name);
    const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      exports: Record<string, { default?: string } | string>;
    };
    return Object.entries(exports).flatMap(([path, to]) => {
      if (typeof to === 'string' || to.default === undefined) return [];
      const file = join(folder, to.default.replace('./dist/', 'src/').replace(/\.js$/, '.ts'));
      const part = path.slice(2);
      const { text, program } = parse(file);
      const head = text.trimStart().startsWith('/**')
        ? (text.match(/\/\*\*[\s\S]*?\*\//)?.[0] ?? '')
        : '';
      return {
        name: part === '' ? `@gibbs/${name}` : `@gibbs/${name}/${part}`,
        slug: part === '' ? name : `${name}-${part}`,
        doc: docOf(head),
        entries: program.body
          .flatMap((node) => exported(file, node))
          .sort((a, b) => a.name.localeCompare(b.name, 'en')),
      };
    });
  });
  return read;
}

// The parts of the syntax tree that are looked at (ESTree with types, as oxc gives it).
interface Node {
  type: string;
  start: number;
  end: number;
  [part: string]: unknown;
}
interface Named extends Node {
  name: string;
}

interface File {
  text: string;
  program: { body: Node[] };
  comments: { type: string; start: number; end: number }[];
}

const files = new Map<string, File>();

function parse(path: string): File {
  const known = files.get(path);
  if (known) return known;
  const text = readFileSync(path, 'utf8');
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0)
    throw new Error(`reference: ${path} must parse, got ${errors[0]?.message}`);
  const file = { text, program: program as unknown as File['program'], comments };
  files.set(path, file);
  return file;
}

/** What one export statement of an index gives out. */
function exported(file: string, node: Node): Entry[] {
  if (node.type !== 'ExportNamedDeclaration') return [];
  const from = node.source as { value: string } | null;
  return (node.specifiers as { local: Named; exported: Named; exportKind?: string }[]).map(
    (each) => {
      const found = from
        ? find(beside(file, from.value), each.local.name)
        : find(file, each.local.name);
      if (!found) throw new Error(`reference: ${each.local.name} of ${file} is not to be found.`);
      const typeOnly = node.exportKind === 'type' || each.exportKind === 'type';
      return { ...entryOf(each.exported.name, found), typeOnly };
    },
  );
}

interface Found {
  path: string;
  file: File;
  /** The declaration, overloads first; each with the statement it stands in. */
  nodes: { node: Node; statement: Node }[];
}

/** Where a name is declared, through files that only pass it on. */
function find(path: string, name: string): Found | null {
  const file = parse(path);
  const nodes: Found['nodes'] = [];
  for (const statement of file.program.body) {
    const node = (statement.declaration as Node | null | undefined) ?? statement;
    const names = (node.declarations as { id: Named }[] | undefined)?.map(({ id }) => id.name) ?? [
      (node.id as Named | null | undefined)?.name,
    ];
    if (names.includes(name)) nodes.push({ node, statement });
  }
  if (nodes.length > 0) return { path, file, nodes };
  for (const statement of file.program.body) {
    const source = statement.source as { value: string } | null | undefined;
    if (!source?.value.startsWith('.')) continue;
    for (const each of (statement.specifiers as
      | { local: Named; exported?: Named; imported?: Named }[]
      | undefined) ?? []) {
      if ((each.exported ?? each.local).name !== name) continue;
      return find(beside(path, source.value), (each.imported ?? each.local).name);
    }
  }
  return null;
}

function beside(path: string, specifier: string): string {
  return join(dirname(path), specifier.replace(/\.js$/, '.ts'));
}

function entryOf(name: string, found: Found): Omit<Entry, 'typeOnly'> {
  const { path, file, nodes } = found;
  const first = nodes[0] as Found['nodes'][number];
  const last = nodes.at(-1) as Found['nodes'][number];
  const documented = nodes.find(({ statement }) => commentAbove(file, statement) !== '') ?? first;
  const shown = nodes.filter(
    ({ node }) => nodes.length === 1 || node.body === null || node.type === 'TSDeclareFunction',
  );
  return {
    name,
    kind: kindOf(first.node),
    signature: shown.map(({ node }) => signatureOf(found, node)).join('\n'),
    doc: docOf(commentAbove(file, documented.statement)),
    members: membersOf(found, first.node),
    gives: givesOf(found, first.node),
    file: relative(root, path),
    line: file.text.slice(0, first.statement.start).split('\n').length,
    source: file.text.slice(first.statement.start, last.statement.end),
  };
}

function kindOf({ type }: Node): Kind {
  if (type === 'ClassDeclaration') return 'class';
  if (type === 'TSInterfaceDeclaration') return 'interface';
  if (type === 'TSTypeAliasDeclaration') return 'type';
  return type === 'VariableDeclaration' ? 'constant' : 'function';
}

/** A declaration up to where its working begins. */
function signatureOf(found: Found, node: Node): string {
  const { text } = found.file;
  const body = node.body as Node | null | undefined;
  if (node.type === 'TSInterfaceDeclaration' || node.type === 'TSTypeAliasDeclaration')
    return text.slice(node.start, node.end);
  if (node.type === 'VariableDeclaration') {
    const [{ id, init }] = node.declarations as [{ id: Node; init: Node | null }];
    if (!id.typeAnnotation)
      return text.slice(node.start, Math.min(node.end, (init?.start ?? node.end) + 200));
    const alias = localType(found, id);
    return `const ${text.slice(id.start, id.end)}${alias ? `\n${found.file.text.slice(alias.start, alias.end)}` : ''}`;
  }
  return text.slice(node.start, body ? body.start : node.end).trimEnd();
}

/** The type of a constant, where it is a name that only its own file knows. */
function localType({ file }: Found, id: Node): Node | undefined {
  const name = typeName((id.typeAnnotation as Node | null)?.typeAnnotation as Node | undefined);
  return file.program.body.find(
    (each) => each.type === 'TSTypeAliasDeclaration' && (each.id as Named).name === name,
  );
}

function typeName(node: Node | undefined): string | null {
  return node?.type === 'TSTypeReference' ? ((node.typeName as Named).name ?? null) : null;
}

function givesOf(found: Found, node: Node): string | null {
  const returns = (each: Node | null | undefined): string | null =>
    typeName((each?.returnType as Node | null | undefined)?.typeAnnotation as Node | undefined);
  if (node.type === 'ClassDeclaration') return (node.id as Named).name;
  if (node.type !== 'VariableDeclaration') return returns(node);
  const [{ id }] = node.declarations as [{ id: Node }];
  const alias = localType(found, id);
  return alias
    ? returns(alias.typeAnnotation as Node)
    : typeName((id.typeAnnotation as Node | null)?.typeAnnotation as Node | undefined);
}

/** The public members of a class, those it inherits included, or of an interface. */
function membersOf(found: Found, node: Node): Member[] {
  const { file } = found;
  const parts = ((node.body as Node | null | undefined)?.body as Node[] | undefined) ?? [];
  if (node.type === 'TSInterfaceDeclaration') {
    return parts.flatMap((part) => {
      const name = (part.key as Named | undefined)?.name;
      if (name === undefined) return [];
      const signature = file.text.slice(part.start, part.end).replace(/[;,]$/, '');
      return [{ name, signature, doc: docOf(commentAbove(file, part)).text }];
    });
  }
  if (node.type !== 'ClassDeclaration') return [];
  const own = new Map<string, Member>();
  for (const part of parts) {
    const key = part.key as Named | undefined;
    const comment = commentAbove(file, part);
    if (key?.name === undefined || key.type === 'PrivateIdentifier' || part.computed) continue;
    if (part.accessibility === 'private' || part.accessibility === 'protected') continue;
    if (comment.includes('@internal')) continue;
    const value = part.value as Node | null;
    const end =
      part.type === 'PropertyDefinition'
        ? ((part.typeAnnotation as Node | null)?.end ?? key.end)
        : ((value?.body as Node | null | undefined)?.start ?? part.end);
    const signature = file.text
      .slice(part.start, end)
      .trimEnd()
      .replace(/^(override |public |declare )+/, '')
      .replace(/^constructor/, `new ${(node.id as Named).name}`);
    const before = own.get(key.name);
    own.set(key.name, {
      name: key.name,
      signature:
        before && !signature.startsWith('set ')
          ? `${before.signature}\n${signature}`
          : (before?.signature ?? signature),
      doc: before?.doc || docOf(comment).text,
    });
  }
  const parent = (node.superClass as Named | null)?.name;
  const above = parent ? find(found.path, parent) : null;
  const inherited = above ? membersOf(above, (above.nodes[0] as Found['nodes'][number]).node) : [];
  return [
    ...own.values(),
    ...inherited.filter(({ name }) => !own.has(name) && name !== 'constructor'),
  ];
}

/** The docstring that ends right above a node, or nothing. */
function commentAbove({ text, comments }: File, { start }: Node): string {
  const comment = comments.findLast(({ end }) => end <= start);
  if (comment?.type !== 'Block') return '';
  const body = text.slice(comment.start, comment.end);
  return body.startsWith('/**') && text.slice(comment.end, start).trim() === '' ? body : '';
}

/** A docstring without its stars, cut at its tags. */
function docOf(comment: string): Doc {
  const bare = comment
    .replace(/^\/\*\*+ ?/, '')
    .replace(/\s*\*+\/$/, '')
    .replace(/^[ \t]*\* ?/gm, '');
  const [text = '', ...tags] = bare.split(/^@(?=[a-zA-Z]+)/m);
  const of = (tag: string) =>
    tags.filter((each) => each.startsWith(tag)).map((each) => each.slice(tag.length).trim());
  return {
    text: text.trim(),
    examples: of('example').map((each) => each.replace(/^```ts[^\n]*\n/, '').replace(/\n```$/, '')),
    throws: of('throws'),
  };
}
