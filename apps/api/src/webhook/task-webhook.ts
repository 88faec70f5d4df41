import type { TaskWebhook } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { hasSigningSecret } from './signing-secret.js';
import { checkTarget } from './target-url.js';

/** Checks the target that a task names. Answers with what is stored of it. */
export async function checkTaskWebhook(
  { webhooks }: Pick<Context, 'webhooks'>,
  tx: Tx,
  ownerId: string,
  webhook: TaskWebhook | undefined,
): Promise<string | null> {
  if (webhook === undefined) return null;
  const { url } = checkTarget(webhook.url, webhooks.allowed_hosts, 'webhook.url');
  if (!(await hasSigningSecret(tx.db, ownerId))) {
    throw new HttpProblem(
      'conflict',
      'There is no secret to sign with yet. Make it with POST /v1/webhooks/signing-secret/rotate, then send this again.',
    );
  }
  return JSON.stringify({ ...webhook, url });
}
