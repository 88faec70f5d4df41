import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  outside: Socket;
  inside: Socket | null;
}

/**
 * A TCP door before a server that lives on in the same process. Frozen, it accepts connections and moves no byte, as a
 * stopped process does: no reply, no ping. Killed, its connections break; what was behind it keeps its state.
 */
export class FrontDoor {
  port: number;
  readonly #target: number;
  #server: Server | null = null;
  #frozen = false;
  readonly #pairs = new Set<Pair>();

  constructor(port: number, target: number) {
    this.port = port;
    this.#target = target;
  }

  async open(): Promise<void> {
    const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => this.#accept(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    // A listening TCP server has an address object.
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  freeze(): void {
    this.#frozen = true;
    for (const { outside, inside } of this.#pairs) {
      outside.unpipe();
      outside.pause();
      inside?.unpipe();
      inside?.pause();
    }
  }

  thaw(): void {
    this.#frozen = false;
    for (const pair of this.#pairs) this.#flow(pair);
  }

  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.#frozen = false;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const { outside, inside } of [...this.#pairs]) {
      outside.resetAndDestroy();
      inside?.destroy();
    }
    await closed;
  }

  #accept(outside: Socket): void {
    const pair: Pair = { outside, inside: null };
    this.#pairs.add(pair);
    outside.on('error', () => undefined);
    outside.on('close', () => {
      this.#pairs.delete(pair);
      pair.inside?.destroy();
    });
    if (!this.#frozen) this.#flow(pair);
  }

  #flow(pair: Pair): void {
    if (!pair.inside) {
      const inside = connect({ port: this.#target, host: '127.0.0.1', noDelay: true });
      inside.on('error', () => undefined);
      inside.on('close', () => pair.outside.destroy());
      pair.inside = inside;
    }
    pair.outside.pipe(pair.inside);
    pair.inside.pipe(pair.outside);
  }
}
