import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Counts changes of theme, so that pictures painted in its colours can be painted again. */
export const themeChanges = signal(0);

let watching = false;

/** Starts watching for changes of theme, once for the page. */
export function useTheme(): void {
  useEffect(() => {
    if (watching) return;
    watching = true;
    const changed = () => {
      themeChanges.value += 1;
    };
    new MutationObserver(changed).observe(document.documentElement, {
      attributeFilter: ['data-theme'],
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  }, []);
}
