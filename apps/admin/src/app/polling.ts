/** What no event tells is asked for again this often, by tabs that are looked at. */
export const LIVE = { refetchInterval: 5000, refetchOnWindowFocus: true, staleTime: 2000 } as const;
