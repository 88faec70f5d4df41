import { auditFigures } from './audit.js';
import { type Figure, formatFigure, passes } from './figures.js';
import { keyFigures } from './keys.js';
import { modalFigures } from './modal.js';
import { operatorFigures } from './operators.js';
import { pageFigures } from './pages.js';
import { requestFigures } from './requests.js';
import { sealingFigures } from './sealing.js';
import { signInFigures } from './sign-in.js';
import { streamFigures } from './streams.js';
import { webhookFigures } from './webhooks.js';
import { wholeFigures } from './whole.js';

const PARTS: Record<string, () => Promise<Figure[]>> = {
  requests: requestFigures,
  pages: pageFigures,
  streams: streamFigures,
  whole: wholeFigures,
  modal: modalFigures,
  audit: auditFigures,
  sealing: sealingFigures,
  webhooks: webhookFigures,
  keys: keyFigures,
  'sign-in': signInFigures,
  operators: operatorFigures,
};

const chosen = process.argv.slice(2);
console.log('Ratios are within one run; figures marked * depend on the machine.\n');
let failed = 0;
for (const [name, part] of Object.entries(PARTS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  for (const figure of await part()) {
    console.log(formatFigure(figure));
    if (!passes(figure)) failed += 1;
  }
}
console.log(failed === 0 ? '\nEvery figure is within its limit.' : `\n${failed} outside their limits.`);
process.exit(failed === 0 ? 0 : 1);
