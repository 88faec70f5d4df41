// Runs before the first paint, as a file because the content security policy refuses inline scripts.
document.documentElement.dataset.theme = localStorage.getItem('easel.theme') === 'light' ? 'light' : 'dark';
