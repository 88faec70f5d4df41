import { useCallback, useEffect, useState } from 'react';

export type Theme = 'dark' | 'light';
export type ThemeChoice = Theme | 'system';

const STORAGE_KEY = 'easel.theme';
const LIGHT = '(prefers-color-scheme: light)';

const systemTheme = (): Theme => (matchMedia(LIGHT).matches ? 'light' : 'dark');

function stored(): Theme | null {
  const value = localStorage.getItem(STORAGE_KEY);
  return value === 'dark' || value === 'light' ? value : null;
}

/**
 * The theme that is shown and how to change it. A choice is stored for all tabs and both apps; before one was made,
 * `fallback` holds. `theme.js` of each app sets the same attribute before the first paint.
 */
export function useTheme(fallback: ThemeChoice): { theme: Theme; setTheme: (theme: Theme) => void } {
  const read = useCallback((): Theme => stored() ?? (fallback === 'system' ? systemTheme() : fallback), [fallback]);
  const [theme, show] = useState<Theme>(read);
  useEffect(() => {
    const update = () => show(read());
    const media = matchMedia(LIGHT);
    media.addEventListener('change', update);
    window.addEventListener('storage', update);
    return () => {
      media.removeEventListener('change', update);
      window.removeEventListener('storage', update);
    };
  }, [read]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const setTheme = useCallback((chosen: Theme) => {
    localStorage.setItem(STORAGE_KEY, chosen);
    show(chosen);
  }, []);
  return { theme, setTheme };
}
