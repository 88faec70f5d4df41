import { config } from 'zod';

// The content security policy refuses code made from text, which zod would try as soon as a schema is made.
config({ jitless: true });
