// Runs before the first paint, so that a chosen theme never flashes.
try {
  const theme = localStorage.getItem('gibbs-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {}
if (new URLSearchParams(location.search).has('embed')) document.documentElement.dataset.embed = '';
document.documentElement.classList.add('script');
