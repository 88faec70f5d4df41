import { z } from 'zod';
import { idSchema } from '../ids.js';

/** Who is asking, and how the installation signs people in. */
export const Session = z
  .object({
    auth: z.enum(['local', 'accounts']),
    user: z
      .object({
        id: idSchema('user'),
        name: z.string(),
        role: z.enum(['admin', 'member']),
        /** Null while nobody signs in. */
        email: z.string().nullable(),
      })
      .nullable(),
    /** How people sign in: by e-mail address and password, at an identity provider, or both. */
    sign_in: z.object({ password: z.boolean(), oidc: z.object({ name: z.string() }).nullable() }),
    /** Nobody has an account yet: the first administrator is made with the link that the server prints. */
    setup_needed: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;
