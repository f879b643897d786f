// Runs before the first paint, so that a chosen theme never flashes.
try {
  const theme = localStorage.getItem('gibbs-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {}
if (new URLSearchParams(location.search).has('embed')) document.documentElement.dataset.embed = '';
document.documentElement.classList.add('script');

// The page can be read without its scripts: they are fetched once it has been painted, and take nothing from that.
addEventListener('DOMContentLoaded', () => {
  const start = () => {
    document.documentElement.classList.add('painted');
    const scripts = document.getElementById('scripts');
    if (scripts) document.head.append(scripts.content);
  };
  if (document.hidden) start();
  else requestAnimationFrame(() => setTimeout(start));
});
