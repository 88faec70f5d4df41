import type { Ledger } from './ledger.js';
import type { ModalCheck } from './modal-backend.js';
import type { Link } from './open-link.js';
import { faultOf, rpcError } from './rpc-error.js';

/** Looks whether a workspace takes the credentials, how fast it answers, and what is deployed. */
export async function checkWorkspace(
  connect: () => Promise<Link>,
  ledger: Ledger,
  app_name: string | null,
): Promise<ModalCheck> {
  const found: ModalCheck = { latency_ms: null, credentials: 'unknown', description: null, problems: [] };
  try {
    const { client, environment } = await connect();
    const begun = performance.now();
    await client.queues.fromName('easel-events', { ...environment, createIfMissing: true });
    found.latency_ms = Math.round(performance.now() - begun);
    found.credentials = 'valid';
  } catch (error) {
    const rpc = rpcError(error);
    const fault = faultOf(rpc);
    if (fault === 'credentials') {
      found.credentials = 'invalid';
      found.problems.push(`Modal refuses the token: ${rpc.message}. Enter another one.`);
    } else if (fault === 'missing_function') {
      found.credentials = 'valid';
      found.problems.push(`The environment is not there: ${rpc.message}. Name one that the workspace has.`);
    } else {
      found.problems.push(`Modal does not answer: ${rpc.message}. It is tried again by itself.`);
    }
    return found;
  }
  if (app_name === null) {
    found.problems.push('Nothing is deployed there yet. Deploy the models.');
    return found;
  }
  try {
    found.description = await ledger.describe(app_name);
  } catch (error) {
    found.problems.push(`The deployment ${app_name} does not answer: ${rpcError(error).message}. Deploy again.`);
  }
  return found;
}
