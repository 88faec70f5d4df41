import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { askAuth } from './ask-auth.js';
import { recordRefusedSignIn } from './record-refused-sign-in.js';

interface Credentials {
  email: string;
  password: string;
}

/** Signs in with a password. Tries are counted before anything is hashed, for known and unknown people alike. */
export async function signIn(ctx: Context, request: FastifyRequest, { email, password }: Credentials) {
  const { emails } = ctx.accounts.throttles;
  const name = email.trim().toLowerCase();
  emails.take(name);
  try {
    const body = { email: name, password };
    const response = await askAuth(ctx, await ctx.accounts.auth(), request, { path: '/sign-in/email', body });
    emails.forgive(name);
    return response;
  } catch (error) {
    if (error instanceof HttpProblem) {
      // What is no address may be a password that was typed into the wrong field.
      const isAddress = z.email().safeParse(name).success;
      await recordRefusedSignIn(ctx, request, { code: error.code, email: isAddress ? name : null });
    }
    throw error;
  }
}
