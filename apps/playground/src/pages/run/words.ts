/** What completions are made of, as the build writes it to words.json. */
export interface Word {
  name: string;
  /** How it is written and of what types, on one line. */
  signature: string;
  /** What it does, in a sentence. */
  doc: string;
  /** The type of what a call of it gives, or it itself is. */
  gives: string | null;
}

export interface Words {
  modules: Record<string, readonly Word[]>;
  /** The members of each type that is a class or an interface. */
  types: Record<string, readonly Word[]>;
}

/** A word to offer; `module` where it still has to be imported. */
export interface Offer extends Word {
  module: string | null;
}

export interface Completions {
  /** Where in the code the word begins that is being written. */
  from: number;
  offers: readonly Offer[];
}

const most = 50;

/** What may be meant at a place in the code: members by type, exports by module, modules by name. */
export function complete(code: string, at: number, words: Words): Completions {
  const before = code.slice(0, at);
  const part = /[\w$]*$/.exec(before)?.[0] ?? '';
  const from = at - part.length;
  const offer = (list: readonly Word[], module: string | null = null): Completions => ({
    from,
    offers: ranked(list, part)
      .slice(0, most)
      .map((word) => ({ ...word, module })),
  });
  const path = /(?:from|import)\s*['"]([^'"\n]*)$/.exec(before)?.[1];
  if (path !== undefined) {
    const modules = Object.keys(words.modules).filter((name) => name.startsWith(path));
    return {
      from: at - path.length,
      offers: modules.map((name) => ({ name, signature: '', doc: '', gives: null, module: null })),
    };
  }
  const braces = /import\s*\{[^}]*$/.test(before);
  if (braces) {
    const module = /^[^}]*\}\s*from\s*['"]([^'"\n]+)/.exec(code.slice(at))?.[1];
    return offer(module ? (words.modules[module] ?? []) : Object.values(words.modules).flat());
  }
  const imported = importsOf(code, words);
  if (before[from - 1] === '.') {
    const owner = before.slice(0, from - 1);
    const space = new RegExp(
      `import\\s*\\*\\s*as\\s+${/[\w$]*$/.exec(owner)?.[0] || ' '}\\s+from\\s*['"]([^'"]+)`,
    ).exec(code)?.[1];
    if (space) return offer(words.modules[space] ?? []);
    const type = typeBefore(code, owner, imported, words);
    return type ? offer(words.types[type] ?? []) : { from, offers: [] };
  }
  if (part === '') return { from, offers: [] };
  const own = ranked([...imported.values()], part).map((word) => ({ ...word, module: null }));
  const others = Object.entries(words.modules).flatMap(([module, list]) =>
    ranked(list, part)
      .filter(({ name }) => !imported.has(name))
      .map((word) => ({ ...word, module })),
  );
  const seen = new Set<string>();
  const offers = [...own, ...others].filter(({ name }) => !seen.has(name) && seen.add(name));
  return { from, offers: offers.slice(0, most) };
}

/** Words that begin as written, then those that hold it. */
function ranked(list: readonly Word[], part: string): Word[] {
  const small = part.toLowerCase();
  const starts = list.filter(({ name }) => name.toLowerCase().startsWith(small));
  const holds = list.filter(
    ({ name }) => small.length > 1 && name.toLowerCase().indexOf(small) > 0,
  );
  return [...starts, ...holds];
}

/** The names that the code imports, each with what it stands for. */
function importsOf(code: string, words: Words): Map<string, Word> {
  const found = new Map<string, Word>();
  for (const [, names = '', module = ''] of code.matchAll(
    /import\s*\{([^}]*)\}\s*from\s*['"]([^'"]+)/g,
  )) {
    for (const each of names.split(',')) {
      const [name = '', as] = each.trim().split(/\s+as\s+/);
      const word = words.modules[module]?.find((one) => one.name === name);
      if (word) found.set(as ?? name, { ...word, name: as ?? name });
    }
  }
  return found;
}

/** The type of the expression that some code ends with: a variable, a call, or a chain of them. */
function typeBefore(
  code: string,
  owner: string,
  imported: ReadonlyMap<string, Word>,
  words: Words,
): string | null {
  const text = owner.trimEnd();
  if (text.endsWith(')')) {
    const open = opening(text);
    if (open < 0) return null;
    const called = text.slice(0, open).trimEnd();
    const name = /[\w$]*$/.exec(called)?.[0] ?? '';
    const rest = called.slice(0, called.length - name.length);
    if (!rest.endsWith('.')) return imported.get(name)?.gives ?? null;
    const type = typeBefore(code, rest.slice(0, -1), imported, words);
    return memberOf(type, name, words)?.gives ?? null;
  }
  const name = /[\w$]*$/.exec(text)?.[0] ?? '';
  if (name === '') return null;
  const rest = text.slice(0, text.length - name.length);
  if (rest.endsWith('.'))
    return (
      memberOf(typeBefore(code, rest.slice(0, -1), imported, words), name, words)?.gives ?? null
    );
  const made = new RegExp(
    `(?:const|let|var)\\s+${name.replaceAll('$', '\\$')}\\s*=\\s*(?:await\\s+)?(?:new\\s+)?([\\s\\S]*?);\\s*(?:\\n|$)`,
  ).exec(code)?.[1];
  if (made !== undefined && made !== name) return typeBefore(code, made, imported, words);
  return null;
}

function memberOf(type: string | null, name: string, words: Words): Word | undefined {
  return type === null ? undefined : words.types[type]?.find((word) => word.name === name);
}

/** Where the bracket opens that the last one closes. */
function opening(text: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ')') depth += 1;
    else if (text[i] === '(') depth -= 1;
    if (depth === 0) return i;
  }
  return -1;
}

/** The code with a word put in, imported if it has to be; and where the cursor is then. */
export function accept(
  code: string,
  at: number,
  { from }: Completions,
  { name, module }: Offer,
): { code: string; at: number } {
  const put = code.slice(0, from) + name + code.slice(at);
  if (module === null) return { code: put, at: from + name.length };
  const known = new RegExp(
    `import\\s*\\{([^}]*?)\\s*\\}(?=\\s*from\\s*['"]${module.replaceAll('/', '\\/')}['"])`,
  );
  const merged = known.test(put)
    ? put.replace(known, (_, names: string) => `import {${names.replace(/,?\s*$/, '')}, ${name} }`)
    : `import { ${name} } from '${module}';\n${put}`;
  return { code: merged, at: from + name.length + merged.length - put.length };
}
