// First, because the schemas below are made while they are loaded.
import './zod-without-eval';

export { buildInputSchema } from '@easel/contracts/settings';
