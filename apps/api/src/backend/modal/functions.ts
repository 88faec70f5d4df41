import { modalClassName } from '@easel/contracts';
import type { Function_ } from 'modal';
import type { Link } from './open-link.js';
import { isMissing, rpcError } from './rpc-error.js';

/** Nothing is deployed to this workspace yet. */
export class NotDeployed extends Error {
  override readonly name = 'NotFoundError';
  constructor() {
    super('Nothing is deployed there. Deploy it under Backends.');
  }
}

/** Handles of an app's functions. Looking one up is a request, so they are kept until they turn out to be outdated. */
export interface Functions {
  model(link: Link, model: string): Promise<Function_>;
  ledger(link: Link, app?: string): Promise<Function_>;
  /** Calls with a handle; one that is outdated is looked up again, once. */
  use<T>(find: () => Promise<Function_>, call: (found: Function_) => Promise<T>): Promise<T>;
  forget(): void;
}

const METHOD = 'generate';
const LEDGER = 'ledger';

export function createFunctions(appName: () => string | null): Functions {
  const known = new Map<string, Promise<Function_>>();

  function keep(key: string, look: () => Promise<Function_>): Promise<Function_> {
    const found = known.get(key) ?? look();
    known.set(key, found);
    found.catch(() => known.delete(key));
    return found;
  }
  function currentApp(): string {
    const name = appName();
    if (name === null) throw new NotDeployed();
    return name;
  }

  return {
    async model(link, model) {
      const app = currentApp();
      return keep(`${app} ${model}`, async () => {
        const cls = await link.client.cls.fromName(app, modalClassName(model), link.environment);
        return (await cls.instance()).method(METHOD);
      });
    },
    async ledger(link, app = currentApp()) {
      return keep(`${app} ${LEDGER}`, () => link.client.functions.fromName(app, LEDGER, link.environment));
    },
    async use(find, call) {
      const found = await find();
      try {
        return await call(found);
      } catch (error) {
        if (!isMissing(rpcError(error))) throw error;
        known.clear();
        return call(await find());
      }
    },
    forget: () => known.clear(),
  };
}
