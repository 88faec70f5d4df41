import type { SourceFacts } from './read-imports.ts';
import { isTestPath, roomFolder, type Target } from './targets.ts';

export interface SourceFile extends SourceFacts {
  path: string;
  targets: { target: Target; line: number }[];
}

export interface Rule {
  name: string;
  /** What the rule protects, printed beside a violation. */
  says: string;
  /** The forbidden targets of one file: what is wrong with each, or null. */
  forbids(file: SourceFile, target: Target): string | null;
}

const inRoom = (file: SourceFile, ...folders: string[]) => folders.includes(roomFolder(file.path) ?? '');

/** Workspace packages that a room may import; anything else from the workspace is a violation. */
function onlyWorkspace(file: SourceFile, target: Target, allowed: string[]): string | null {
  if (target.kind !== 'workspace' || allowed.includes(target.room)) return null;
  if (`@easel/${target.room}` === ownName(file)) return null;
  return `imports @easel/${target.room}`;
}

function ownName(file: SourceFile): string {
  return `@easel/${(roomFolder(file.path) ?? '').split('/')[1]}`;
}

function isExternal(target: Target, ...names: string[]): boolean {
  return target.kind === 'external' && names.includes(target.name);
}

const API = 'apps/api/src/';
/** What proves and shows the API, and is no part of it. */
const EMULATING = ['apps/api/dev-modal/', 'apps/api/bench/', 'apps/api/crash/'];
const HTTP_SERVERS = ['fastify', 'express', 'node:http', 'node:https', 'node:http2', 'http', 'https', 'http2'];
const HTTP_CLIENTS = ['axios', 'ky', 'got', 'undici', '@tanstack/react-query', '@ts-rest/core'];
const DATABASE = ['kysely', 'better-sqlite3'];

export const RULES: Rule[] = [
  {
    name: 'contracts-stand-alone',
    says: 'contracts may import zod and @ts-rest/core only, so that it runs in a browser',
    forbids: (file, target) => {
      if (!inRoom(file, 'packages/contracts')) return null;
      const workspace = onlyWorkspace(file, target, []);
      if (workspace || isTestPath(file.path)) return workspace;
      if (target.kind === 'builtin') return `imports ${target.name}`;
      if (target.kind === 'external' && !isExternal(target, 'zod', '@ts-rest/core')) return `imports ${target.name}`;
      return null;
    },
  },
  {
    name: 'sdk-on-contracts',
    says: 'the SDK has nothing but the contract underneath',
    forbids: (file, target) => {
      if (!inRoom(file, 'packages/sdk')) return null;
      const workspace = onlyWorkspace(file, target, ['contracts']);
      if (workspace || isTestPath(file.path)) return workspace;
      if (target.kind === 'external' && !isExternal(target, 'zod', '@ts-rest/core')) return `imports ${target.name}`;
      return null;
    },
  },
  {
    name: 'ui-without-fetching',
    says: 'ui holds components and tokens: no contract, no SDK, no fetching',
    forbids: (file, target) => {
      if (!inRoom(file, 'packages/ui')) return null;
      if (isExternal(target, ...HTTP_CLIENTS)) return `imports ${target.kind === 'external' ? target.name : ''}`;
      if (target.kind === 'builtin' && !isTestPath(file.path)) return `imports ${target.name}`;
      return onlyWorkspace(file, target, []);
    },
  },
  {
    name: 'engine-knows-jobs',
    says: 'the engine knows jobs, not HTTP, and no app',
    forbids: (file, target) => {
      if (!inRoom(file, 'packages/engine')) return null;
      if ((target.kind === 'external' || target.kind === 'builtin') && HTTP_SERVERS.includes(target.name)) {
        return `imports ${target.name}`;
      }
      return onlyWorkspace(file, target, ['contracts']);
    },
  },
  {
    name: 'modal-emulator-alone',
    says: 'the emulator knows gRPC only; the real client belongs to its tests',
    forbids: (file, target) => {
      if (!inRoom(file, 'packages/modal-emulator')) return null;
      if (isExternal(target, 'modal') && !isTestPath(file.path)) return 'imports modal outside its tests';
      return onlyWorkspace(file, target, []);
    },
  },
  {
    name: 'web-and-admin-on-the-sdk',
    says: 'web and admin import sdk, contracts and ui, never a server or each other',
    forbids: (file, target) => {
      if (!inRoom(file, 'apps/web', 'apps/admin')) return null;
      if (isExternal(target, 'fastify', ...DATABASE)) return `imports ${target.kind === 'external' ? target.name : ''}`;
      return onlyWorkspace(file, target, ['sdk', 'contracts', 'ui']);
    },
  },
  {
    name: 'api-on-contracts-and-engine',
    says: 'the API imports contracts and the engine; the emulator only in tests, figures, crash runs and dev:modal',
    forbids: (file, target) => {
      if (!inRoom(file, 'apps/api')) return null;
      const mayEmulate = isTestPath(file.path) || EMULATING.some((folder) => file.path.startsWith(folder));
      return onlyWorkspace(file, target, ['contracts', 'engine', ...(mayEmulate ? ['modal-emulator'] : [])]);
    },
  },
  {
    name: 'routes-are-shells',
    says: 'a *.route.ts imports http/, its own room, contracts and the context it is given',
    forbids: (file, target) => {
      if (!file.path.startsWith(API) || !file.path.endsWith('.route.ts')) return null;
      if (isExternal(target, ...DATABASE)) return 'reaches the database';
      if (target.kind !== 'file') return null;
      const room = file.path.slice(0, file.path.indexOf('/', API.length) + 1);
      // the context is what the composition root hands to every route
      if (target.path === `${API}context.js`) return null;
      if (target.path.startsWith(room) || target.path.startsWith(`${API}http/`)) return null;
      return `imports ${target.path.replace(API, '')}`;
    },
  },
  {
    name: 'one-door-per-backend',
    says: 'only api/src/backend/modal/ imports modal, only api/src/backend/embedded/ imports the engine',
    forbids: (file, target) => {
      if (isExternal(target, 'modal') && !inRoom(file, 'packages/modal-emulator')) {
        return file.path.startsWith(`${API}backend/modal/`) ? null : 'imports modal';
      }
      if (target.kind !== 'workspace' || target.room !== 'engine' || inRoom(file, 'packages/engine')) return null;
      return file.path.startsWith(`${API}backend/embedded/`) ? null : 'imports @easel/engine';
    },
  },
  {
    name: 'e2e-from-outside',
    says: 'e2e sees a running system from outside: the SDK, the contract, a browser',
    forbids: (file, target) => (inRoom(file, 'apps/e2e') ? onlyWorkspace(file, target, ['sdk', 'contracts']) : null),
  },
  {
    name: 'no-path-into-another-room',
    says: 'a room is imported by its name and its exports, never by a path',
    forbids: (file, target) => {
      const own = roomFolder(file.path);
      if (target.kind === 'workspace' && /\/(src|dist)\//.test(`${target.specifier}/`)) {
        return `imports ${target.specifier}`;
      }
      if (target.kind !== 'file' || own === null || own === 'packages/tooling') return null;
      return target.path.startsWith(`${own}/`) ? null : `imports ${target.path}`;
    },
  },
];
