const deepest = 2;
const mostItems = 100;
const widest = 72;

/** A value as `console.log` of Node shows it: texts as they are, anything else as it would be written. */
export function format(value: unknown): string {
  return typeof value === 'string' ? value : show(value, 0, []);
}

function show(value: unknown, depth: number, above: readonly object[]): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') {
    const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'Function';
    return kind === 'class'
      ? `[class ${value.name}]`
      : `[Function${value.name ? `: ${value.name}` : ' (anonymous)'}]`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (above.includes(value)) return '[Circular *1]';
  const name = Object.getPrototypeOf(value)?.constructor?.name ?? 'Object';
  if (depth > deepest) return Array.isArray(value) ? '[Array]' : `[${name}]`;
  const inner = (each: unknown) => show(each, depth + 1, [...above, value]);
  if (Array.isArray(value))
    return listed('', '[', ']', value.slice(0, mostItems).map(inner), value.length);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const numbers = value as unknown as ArrayLike<number | bigint>;
    const shown = Array.from({ length: Math.min(mostItems, numbers.length) }, (_, i) =>
      inner(numbers[i]),
    );
    return listed(`${name}(${numbers.length}) `, '[', ']', shown, numbers.length);
  }
  if (value instanceof Map) {
    const shown = [...value]
      .slice(0, mostItems)
      .map(([key, each]) => `${inner(key)} => ${inner(each)}`);
    return listed(`Map(${value.size}) `, '{', '}', shown, value.size);
  }
  if (value instanceof Set) {
    return listed(
      `Set(${value.size}) `,
      '{',
      '}',
      [...value].slice(0, mostItems).map(inner),
      value.size,
    );
  }
  const entries = Object.entries(value).map(
    ([key, each]) => `${/^[\w$]+$/.test(key) ? key : quoted(key)}: ${inner(each)}`,
  );
  return listed(name === 'Object' ? '' : `${name} `, '{', '}', entries, entries.length);
}

function listed(
  head: string,
  open: string,
  close: string,
  items: readonly string[],
  count: number,
): string {
  const all = count > items.length ? [...items, `... ${count - items.length} more items`] : items;
  if (all.length === 0) return `${head}${open}${close}`;
  const line = `${head}${open} ${all.join(', ')} ${close}`;
  if (line.length <= widest && !line.includes('\n')) return line;
  return `${head}${open}\n${all.map((item) => `  ${item.replaceAll('\n', '\n  ')}`).join(',\n')}\n${close}`;
}

function quoted(value: string): string {
  const mark = value.includes("'") ? (value.includes('"') ? '`' : '"') : "'";
  return `${mark}${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}${mark}`;
}
