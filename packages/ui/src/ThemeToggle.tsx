import { Moon, Sun } from 'lucide-react';
import { IconButton } from './Button.js';
import { type ThemeChoice, useTheme } from './use-theme.js';

export function ThemeToggle({ fallback }: { fallback: ThemeChoice }) {
  const { theme, setTheme } = useTheme(fallback);
  const other = theme === 'dark' ? 'light' : 'dark';
  const Icon = theme === 'dark' ? Sun : Moon;
  return (
    <IconButton label={`Use the ${other} theme`} onClick={() => setTheme(other)}>
      <Icon aria-hidden className="size-4" />
    </IconButton>
  );
}
