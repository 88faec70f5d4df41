import { useSyncExternalStore } from 'react';

/** Whether a media query holds, followed while it changes. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

/** Room for the form beside the result. Below it, the result is on top and the prompt docked at the bottom. */
export const useIsWide = (): boolean => useMediaQuery('(min-width: 860px)');
