// First, because the schemas below are made while they are loaded.
import '../app/zod-without-eval';

export { buildInputSchema } from '@easel/contracts/settings';
