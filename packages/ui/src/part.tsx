import { type ComponentType, lazy } from 'react';
import { Button } from './Button.js';
import { ErrorState } from './States.js';

interface Loaded<P> {
  default: ComponentType<P>;
}

export interface Means {
  /** Whether the server can be reached. */
  answers: () => Promise<boolean>;
  pause: (ms: number) => Promise<void>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
/** After so many failures in spite of a server that answers, the part is not there: the server has another release. */
const ENOUGH = 3;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** In the place of a part that the server does not have. */
function Missing() {
  return (
    <ErrorState
      className="m-auto"
      title="This part of the page could not be loaded"
      action={<Button onClick={() => location.reload()}>Reload</Button>}
    >
      Easel may have been updated meanwhile. Nothing you typed is lost.
    </ErrorState>
  );
}

/** Fetches a part until it is there, or until the server shows that it has it no longer. It never fails. */
export async function fetchPart<P extends object>(
  load: () => Promise<Loaded<P>>,
  { answers, pause }: Means,
): Promise<Loaded<P>> {
  let failures = 0;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
    try {
      return await load();
    } catch {
      failures = (await answers()) ? failures + 1 : 0;
    }
    if (failures === ENOUGH) return { default: Missing };
    await pause(wait);
  }
}

/**
 * Makes `part`: a component that is fetched when it is first wanted. A connection that breaks meanwhile must not take the
 * rest of the page along, with a form in which somebody types: the part comes when the connection is back, as `answers`
 * tells.
 */
export function createPart(answers: Means['answers']) {
  return function part<P extends object>(load: () => Promise<Loaded<P>>) {
    let fetched: Promise<Loaded<P>> | undefined;
    const fetchOnce = () => {
      fetched ??= fetchPart(load, { answers, pause: sleep });
      return fetched;
    };
    return Object.assign(lazy(fetchOnce), {
      /** Begins to fetch it before it is shown. The router waits for it, and shows the last screen until then. */
      async preload(): Promise<void> {
        await fetchOnce();
      },
    });
  };
}
