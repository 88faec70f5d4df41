import { afterEach } from 'vitest';
import { type Expectation, type ScriptServer, scriptServer } from './script-server.js';

const open: ScriptServer[] = [];

afterEach(async () => {
  const servers = open.splice(0);
  await Promise.all(servers.map((server) => server.close()));
  for (const server of servers) server.verify();
});

/** A scripted server for the length of one test, which fails when the script was not followed to its end. */
export async function withServer(...script: Expectation[]): Promise<ScriptServer> {
  const server = await scriptServer(...script);
  open.push(server);
  return server;
}
