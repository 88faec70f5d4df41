import { config } from 'zod';

// The content security policy refuses code made from text, which zod would try.
config({ jitless: true });

export { buildInputSchema } from '@easel/contracts/settings';
