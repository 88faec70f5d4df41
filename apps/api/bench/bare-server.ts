import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import Fastify from 'fastify';

/** What the API is measured against: Fastify alone with the same bytes, and one commit per request. */
const [, , taskFile = '', listFile = '', database = ''] = process.argv;
const task = JSON.parse(readFileSync(taskFile, 'utf8'));
const list = JSON.parse(readFileSync(listFile, 'utf8'));
const db = new Sqlite(database);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('create table tasks (id text primary key, body text)');
const insert = db.prepare('insert into tasks values (?, ?)');

const app = Fastify({ logger: false });
app.get('/task', async () => task);
app.get('/list', async () => list);
app.post('/create', async (request, reply) => {
  insert.run(randomUUID(), JSON.stringify({ ...task, input: request.body }));
  return reply.status(202).send(task);
});
console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
