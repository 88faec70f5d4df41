import type { FastifyBaseLogger } from 'fastify';
import type { FunctionCall, ModalClient, Queue } from 'modal';
import { type CallWatch, createCallWatch } from './middleware.js';
import type { Timings } from './timings.js';

const DEFAULT_SERVER = 'https://api.modal.com:443';
/** Beyond this a server that asks us to come back later counts as throttling. */
const MAX_THROTTLE_WAIT_S = 10;

export interface Credentials {
  token_id: string;
  token_secret: string;
}

export interface LinkOptions {
  credentials: Credentials;
  environment: string | null;
  /** The control plane; Modal's own when null. */
  server_url: string | null;
  log: FastifyBaseLogger;
  timings: Timings;
}

/** One client of one workspace, with what is kept per client. */
export interface Link {
  sdk: typeof import('modal');
  client: ModalClient;
  watch: CallWatch;
  environment: { environment?: string };
  /** Calls by id: looking one up is a request each time. */
  calls: Map<string, FunctionCall>;
  queue(): Promise<Queue>;
  /** Looks the queue up anew the next time: it is not known any more. */
  forgetQueue(): void;
}

const EVENTS = 'easel-events';

/** The SDK reads the address from the environment when a client is made, and nowhere else. */
function makeClient(sdk: Link['sdk'], options: LinkOptions, watch: CallWatch): ModalClient {
  const before = process.env.MODAL_SERVER_URL;
  process.env.MODAL_SERVER_URL = options.server_url ?? DEFAULT_SERVER;
  const quiet = () => {};
  const tell = (message: string) => options.log.debug({ source: 'modal' }, message);
  try {
    return new sdk.ModalClient({
      tokenId: options.credentials.token_id,
      tokenSecret: options.credentials.token_secret,
      ...(options.environment === null ? {} : { environment: options.environment }),
      maxThrottleWaitSecs: MAX_THROTTLE_WAIT_S,
      logger: { debug: quiet, info: quiet, warn: tell, error: tell },
      grpcMiddleware: [watch.middleware],
    });
  } finally {
    if (before === undefined) delete process.env.MODAL_SERVER_URL;
    else process.env.MODAL_SERVER_URL = before;
  }
}

let loading: Promise<Link['sdk']> | null = null;

/** A profile of whoever started the process must not decide where work goes: it is read when the SDK is loaded. */
async function loadWithoutProfile(): Promise<Link['sdk']> {
  const before = process.env.MODAL_CONFIG_PATH;
  process.env.MODAL_CONFIG_PATH = '/nonexistent';
  try {
    return await import('modal');
  } finally {
    if (before === undefined) delete process.env.MODAL_CONFIG_PATH;
    else process.env.MODAL_CONFIG_PATH = before;
  }
}

/** Connects to a workspace. Nothing of Modal is loaded before the first time. */
export async function openLink(options: LinkOptions): Promise<Link> {
  loading ??= loadWithoutProfile();
  const sdk = await loading;
  const watch = createCallWatch(options.timings);
  const client = makeClient(sdk, options, watch);
  const environment = options.environment === null ? {} : { environment: options.environment };
  let queue: Promise<Queue> | null = null;
  return {
    sdk,
    client,
    watch,
    environment,
    calls: new Map(),
    queue() {
      queue ??= client.queues.fromName(EVENTS, { ...environment, createIfMissing: true }).catch((error: unknown) => {
        queue = null;
        throw error;
      });
      return queue;
    },
    forgetQueue() {
      queue = null;
    },
  };
}
