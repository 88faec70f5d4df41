// Runs before the first paint, as a file because the content security policy refuses inline scripts.
document.documentElement.dataset.theme = localStorage.getItem('easel.theme') === 'light' ? 'light' : 'dark';
// The content security policy refuses code made from text too, which zod would try as soon as a schema is made.
globalThis.__zod_globalConfig = { jitless: true };
