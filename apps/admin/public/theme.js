// Before the first paint: the stored choice, or what the system prefers.
(() => {
  const stored = localStorage.getItem('easel.theme');
  const system = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  document.documentElement.dataset.theme = stored === 'dark' || stored === 'light' ? stored : system;
})();
// The content security policy refuses code made from text too, which zod would try as soon as a schema is made.
globalThis.__zod_globalConfig = { jitless: true };
