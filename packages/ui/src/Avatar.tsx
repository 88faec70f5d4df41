import { classNames } from './class-names.js';

/** The first letters of a name's first and last word: `Ada Lovelace` → `AL`, `bob` → `B`. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase('en');
}

/** A person in a circle. The name stands beside it, so that the letters are drawn and not read. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      data-initials={initialsOf(name) || '?'}
      className={classNames(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-full border border-line bg-surface-4 text-[11px] font-semibold text-text-1 select-none before:content-[attr(data-initials)]',
        className,
      )}
    />
  );
}
