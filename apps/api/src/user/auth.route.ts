import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import type { Accounts } from './accounts.js';
import { askAuth } from './ask-auth.js';
import { AUTH_PATH, OIDC_PROVIDER } from './auth-names.js';
import { recordRefusedSignIn } from './record-refused-sign-in.js';
import { signIn } from './sign-in.js';

const PUBLIC = { config: { access: { auth: 'public' as const } } };

const Password = z.strictObject({ email: z.string().min(1).max(254), password: z.string().min(1).max(128) });
/** A place on this server. */
const place = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])/, 'must begin with one "/"');
const Provider = z.strictObject({
  provider: z.literal(OIDC_PROVIDER),
  callbackURL: place,
  errorCallbackURL: place.optional(),
  disableRedirect: z.literal(true).optional(),
});
const Nothing = z.strictObject({}).nullish();

function bodyOf<T>(schema: z.ZodType<T>, request: FastifyRequest): T {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  throw new HttpProblem('invalid_input', `${errors[0]?.path || 'The body'}: ${errors[0]?.message}.`, { errors });
}

const withCookies = (reply: FastifyReply, response: Response) => {
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
  return reply;
};

function registerProvider(app: FastifyInstance, ctx: Context, provider: NonNullable<Accounts['provider']>): void {
  app.post(`${AUTH_PATH}/sign-in/social`, PUBLIC, async (request, reply) => {
    const body = { ...bodyOf(Provider, request), disableRedirect: true };
    const response = await askAuth(ctx, await provider(), request, { path: '/sign-in/social', body });
    const { url } = z.object({ url: z.string() }).parse(await response.json());
    return withCookies(reply, response).send({ url });
  });

  app.get(`${AUTH_PATH}/callback/${OIDC_PROVIDER}`, PUBLIC, async (request, reply) => {
    const path = request.url.slice(AUTH_PATH.length);
    const response = await askAuth(ctx, await provider(), request, { path, body: null });
    const location = response.headers.get('location') ?? '/sign-in';
    const refusal = new URL(location, 'http://here').searchParams.get('error');
    if (refusal !== null) await recordRefusedSignIn(ctx, request, { code: refusal, email: null });
    return withCookies(reply, response).redirect(location, 302);
  });
}

/** Signing in and out: the paths of better-auth, as far as they are used. */
export function registerAuth(app: FastifyInstance, ctx: Context): void {
  if (ctx.config.auth !== 'accounts') return;

  app.post(`${AUTH_PATH}/sign-in/email`, PUBLIC, async (request, reply) => {
    const response = await signIn(ctx, request, bodyOf(Password, request));
    // The answer of better-auth has the token of the session, which no script needs.
    return withCookies(reply, response).send({ signed_in: true });
  });

  app.post(`${AUTH_PATH}/sign-out`, PUBLIC, async (request, reply) => {
    bodyOf(Nothing, request);
    const response = await askAuth(ctx, await ctx.accounts.auth(), request, { path: '/sign-out', body: {} });
    return withCookies(reply, response).send({ signed_in: false });
  });

  if (ctx.accounts.provider) registerProvider(app, ctx, ctx.accounts.provider);
}
