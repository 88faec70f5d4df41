import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Files beside the page: icons, and the script that sets the theme before the first paint. */
const TYPES: Record<string, string> = {
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.png': 'image/png',
  '.js': 'text/javascript',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
};

/** The studio's own routes; anything else stays an honest 404. */
const STUDIO = ['/gallery', '/gallery/*', '/tasks/*', '/account', '/sign-in', '/join', '/reset'];

interface Page {
  prefix: string;
  dir: string;
}

/** Serves one built single-page app: hashed files for a year, every other path its index. */
async function registerPage(app: FastifyInstance, page: Page): Promise<void> {
  const index = join(page.dir, 'index.html');
  if (!existsSync(index)) {
    app.log.warn({ dir: page.dir }, 'not built, not served');
    return;
  }
  const html = readFileSync(index);
  await app.register(fastifyStatic, {
    root: join(page.dir, 'assets'),
    prefix: `${page.prefix}assets/`,
    decorateReply: false,
    immutable: true,
    maxAge: '365d',
  });
  for (const entry of readdirSync(page.dir, { withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const bytes = readFileSync(join(page.dir, entry.name));
    app.get(`${page.prefix}${entry.name}`, async (_request, reply) => reply.type(type).send(bytes));
  }
  const send = async (_request: unknown, reply: { type(t: string): { send(b: Buffer): unknown } }) =>
    reply.type('text/html; charset=utf-8').send(html);
  app.get(page.prefix, send);
  if (page.prefix === '/') {
    for (const path of STUDIO) app.get(path, send);
  } else {
    app.get(page.prefix.slice(0, -1), send);
    app.get(`${page.prefix}*`, send);
  }
}

/** The studio at `/`, the console at `/admin`, from their built folders. */
export async function registerPages(app: FastifyInstance, rootDir: string): Promise<void> {
  await registerPage(app, { prefix: '/', dir: join(rootDir, 'apps/web/dist') });
  await registerPage(app, { prefix: '/admin/', dir: join(rootDir, 'apps/admin/dist') });
}
