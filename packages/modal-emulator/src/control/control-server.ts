import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator } from '../emulator.js';
import { applyCommand, BadCommand, type Command } from './apply-command.js';

export interface ControlServer {
  url: string;
  stop(): void;
}

/** One door on loopback for another process: POST a command as JSON, get its reply as JSON. */
export async function listenControl(emulator: Emulator, port = 0): Promise<ControlServer> {
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    answer(emulator, request).then(
      (body) => reply(200, body),
      (error: unknown) => {
        // A call that is not there is the caller's mistake too, and neither is worth a crash.
        reply(error instanceof BadCommand ? 400 : 409, {
          error: error instanceof Error ? error.message : String(error),
        });
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A listening TCP server has an address object.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => void server.close() };
}

async function answer(emulator: Emulator, request: IncomingMessage): Promise<unknown> {
  // A page in a browser can post here too, but only with a type that a browser asks about first.
  if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json') {
    throw new BadCommand('POST a command as application/json');
  }
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const command: unknown = JSON.parse(text);
  if (
    typeof command !== 'object' ||
    command === null ||
    !('command' in command) ||
    typeof command.command !== 'string'
  ) {
    throw new BadCommand('A command is an object with the field command');
  }
  // The other fields are looked at by the command that needs them.
  return applyCommand(emulator, command as Command);
}
