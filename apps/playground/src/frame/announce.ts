let timer: ReturnType<typeof setTimeout> | undefined;
let last = 0;

/**
 * Says one sentence to screen readers through the page's polite region: at most one every two
 * seconds, and the newest always comes through.
 */
export function announce(sentence: string): void {
  clearTimeout(timer);
  const wait = Math.max(300, last + 2000 - performance.now());
  timer = setTimeout(() => {
    last = performance.now();
    const region = document.getElementById('announcer');
    if (region) region.textContent = sentence;
  }, wait);
}
