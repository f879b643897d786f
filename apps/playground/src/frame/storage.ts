/** Reads one remembered setting; a browser that denies storage has none. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`gibbs-${key}`);
  } catch {
    return null;
  }
}

/** Remembers one setting, or forgets it where the value is null. Says whether it could: storage may be full or denied. */
export function remember(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(`gibbs-${key}`);
    else localStorage.setItem(`gibbs-${key}`, value);
    return true;
  } catch {
    return false;
  }
}
