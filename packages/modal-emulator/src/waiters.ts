/** Long polls that wait for something to happen. None outlives its caller, its deadline or the emulator. */
export class Waiters {
  readonly #waiting = new Set<() => void>();

  wake(): void {
    for (const resolve of [...this.#waiting]) resolve();
  }

  /** Resolves at the next `wake`, after `ms`, or when the caller leaves. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
      this.#waiting.add(done);
    });
  }
}
