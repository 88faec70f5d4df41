import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Handler } from '../http/handler.js';
import { renewSession } from '../user/renew-session.js';
import { VERSION } from '../version.js';

type Routes = Contract['system'];

/** Health, readiness, and who is asking. */
export const systemHandlers = (ctx: Context) => {
  const health: Handler<Routes['health']> = async () => ({
    status: 200,
    body: { status: 'ok', version: VERSION, contract: ctx.contract_hash, uptime_s: Math.round(process.uptime()) },
  });
  const ready: Handler<Routes['ready']> = async () => {
    const checks: [string, () => Promise<void>][] = [
      ['The database cannot be written to', () => ctx.store.check()],
      ['The storage cannot be written to', () => ctx.storage.check()],
      ['No backend is usable', () => ctx.backends.check()],
    ];
    const results = await Promise.all(
      checks.map(([what, check]) =>
        check().then(
          () => null,
          (error: unknown) => {
            ctx.log.warn({ err: error }, what);
            return `${what}.`;
          },
        ),
      ),
    );
    const reasons = results.filter((r) => r !== null);
    return reasons.length === 0
      ? { status: 200, body: { status: 'ready', reasons } }
      : { status: 503, body: { status: 'unready', reasons } };
  };
  const session: Handler<Routes['session']> = async ({ request, reply }) => {
    for (const cookie of await renewSession(ctx, request)) reply.header('set-cookie', cookie);
    const { auth, oidc } = ctx.config;
    const users = ctx.store.read.selectFrom('users');
    const user = request.caller
      ? await users.select(['id', 'name', 'role', 'email']).where('id', '=', request.caller.owner_id).executeTakeFirst()
      : undefined;
    const named = await users.select('id').where('email', 'is not', null).limit(1).executeTakeFirst();
    const sign_in = { password: auth === 'accounts', oidc: oidc && auth === 'accounts' ? { name: oidc.name } : null };
    const setup_needed = auth === 'accounts' && named === undefined;
    return {
      status: 200,
      body: {
        auth,
        user: user && request.caller ? { ...user, role: request.caller.role } : null,
        sign_in,
        setup_needed,
      },
    };
  };
  return { health, ready, session };
};
