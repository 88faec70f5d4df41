import type { FastifyRequest } from 'fastify';
import { recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';

/** Tells of a sign-in that was refused: whose it would have been, and from where. */
export async function recordRefusedSignIn(
  ctx: Pick<Context, 'store'>,
  request: FastifyRequest,
  { code, email }: { code: string; email: string | null },
): Promise<void> {
  await ctx.store.write(async (tx) => {
    const user =
      email === null
        ? undefined
        : await tx.db.selectFrom('users').select(['id', 'name']).where('email', '=', email).executeTakeFirst();
    await recordAudit(tx, {
      actor: { kind: 'anonymous', id: null, name: request.ip },
      request_id: request.id,
      action: 'session.sign_in',
      target: user && { kind: 'user', id: user.id, name: user.name },
      outcome: 'refused',
      code,
      after: { email },
    });
  });
}
