import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { WebhookEvent } from '@easel/contracts';

export interface Received {
  headers: Record<string, string>;
  body: string;
  event: WebhookEvent;
}

/** What a receiver answers with: a status, a status with headers, or nothing at all. */
type Answer = number | { status: number; headers: Record<string, string> } | 'silence';

export interface Receiver {
  /** `host:port`. */
  host: string;
  url: string;
  seen: Received[];
  answer: Answer;
  down(): Promise<void>;
  up(): Promise<void>;
}

/** A receiver of webhooks on loopback. */
export async function startReceiver(): Promise<Receiver> {
  let server: Server | undefined;
  let port = 0;
  const sockets = new Set<Socket>();
  const receiver: Receiver = {
    host: '',
    url: '',
    seen: [],
    answer: 204,
    async up() {
      server = createServer(async (request, response) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        // Headers that are sent once are texts.
        receiver.seen.push({ headers: request.headers as Record<string, string>, body, event: JSON.parse(body) });
        const { answer } = receiver;
        if (answer === 'silence') return;
        if (typeof answer === 'number') response.writeHead(answer).end('told');
        else response.writeHead(answer.status, answer.headers).end('told');
      });
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
      });
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    },
    async down() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
      server = undefined;
    },
  };
  await receiver.up();
  receiver.host = `127.0.0.1:${port}`;
  receiver.url = `http://${receiver.host}/hook`;
  return receiver;
}
