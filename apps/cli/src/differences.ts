/** One place where two values part, by its path: `losses[12][1]`. */
export interface Difference {
  path: string;
  a: string;
  b: string;
}

/** Every place where two JSON values part, in reading order, up to `most` of them. */
export function differences(a: unknown, b: unknown, most: number, path = ''): Difference[] {
  if (isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b)) {
    const found: Difference[] = [];
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    for (const key of keys) {
      if (found.length >= most) break;
      const inner = Array.isArray(a) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      found.push(...differences(a[key], b[key], most - found.length, inner));
    }
    return found;
  }
  return Object.is(a, b) ? [] : [{ path, a: shown(a), b: shown(b) }];
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
