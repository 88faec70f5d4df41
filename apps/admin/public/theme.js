// Before the first paint: the stored choice, or what the system prefers.
(() => {
  const stored = localStorage.getItem('easel.theme');
  const system = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  document.documentElement.dataset.theme = stored === 'dark' || stored === 'light' ? stored : system;
})();
