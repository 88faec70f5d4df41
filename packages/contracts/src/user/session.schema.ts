import { z } from 'zod';
import { idSchema } from '../ids.js';

/** Who is asking, and how the installation signs people in. */
export const Session = z
  .object({
    auth: z.enum(['local', 'accounts']),
    user: z.object({ id: idSchema('user'), name: z.string(), role: z.enum(['admin', 'member']) }).nullable(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;
