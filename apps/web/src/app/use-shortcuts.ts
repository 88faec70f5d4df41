import { useEffect, useRef } from 'react';

/** What each key does. Keys are `event.key` in lower case. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=radio], [type=checkbox], [type=range])'));

/** Single keys for a screen: not while typing, not with a modifier, not under an open dialog. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const key = event.key.toLowerCase();
      if (isTyping(event.target)) {
        // The first Escape leaves the field, so that it cannot throw away what was typed.
        if (key === 'escape' && event.target instanceof HTMLElement) event.target.blur();
        return;
      }
      if (document.querySelector('dialog[open]')) return;
      const act = current.current[key];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
