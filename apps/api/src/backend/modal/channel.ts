/** Carries what several loops see to one reader, in order. */
export interface Channel<T> {
  push(value: T): void;
  close(): void;
  [Symbol.asyncIterator](): AsyncGenerator<T>;
}

export function createChannel<T>(): Channel<T> {
  const waiting: T[] = [];
  let closed = false;
  let news = Promise.withResolvers<void>();
  const wake = () => {
    news.resolve();
    news = Promise.withResolvers();
  };
  return {
    push(value) {
      if (closed) return;
      waiting.push(value);
      wake();
    },
    close() {
      closed = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = news.promise;
        while (waiting.length > 0) yield waiting.shift() as T; // the length was just looked at
        if (closed) return;
        await next;
      }
    },
  };
}
