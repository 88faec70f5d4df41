import type { Link } from './open-link.js';
import type { Timings } from './timings.js';

/** Cancellations that were asked for: a request first, and the container's end when that is not enough. */
export interface Cancellations {
  /** Asks for a call to stop. Throws when the request could not be made. */
  ask(handle: string): Promise<void>;
  asked(handle: string): boolean;
  /** The call has ended, or is nobody's concern any more. */
  settle(handle: string): void;
}

export function createCancellations(
  connect: () => Promise<Link>,
  timings: Timings,
  warn: (error: unknown) => void,
): Cancellations {
  const asked = new Map<string, NodeJS.Timeout | null>();

  async function request(handle: string, terminateContainers: boolean): Promise<void> {
    const link = await connect();
    const call = link.calls.get(handle) ?? (await link.client.functionCalls.fromId(handle));
    await call.cancel({ terminateContainers });
  }

  return {
    async ask(handle) {
      if (!asked.has(handle)) asked.set(handle, null);
      await request(handle, false);
      // It has ended meanwhile, or its container's end is due already.
      if (asked.get(handle) !== null) return;
      const end = () =>
        void request(handle, true).catch((error: unknown) => {
          // Whoever asks again may have it ended again.
          if (asked.has(handle)) asked.set(handle, null);
          warn(error);
        });
      asked.set(handle, setTimeout(end, timings.cancel_grace_ms).unref());
    },
    asked: (handle) => asked.has(handle),
    settle(handle) {
      const timer = asked.get(handle);
      if (timer) clearTimeout(timer);
      asked.delete(handle);
    },
  };
}
