import { expect, test } from 'vitest';
import { browserName } from './browser-name.js';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';

test.each([
  [`${MAC} Version/18.1 Safari/605.1.15`, 'Safari on macOS'],
  [`${MAC} Chrome/131.0.0.0 Safari/537.36`, 'Chrome on macOS'],
  [`${MAC} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`, 'Edge on macOS'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox on Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Mobile Safari/604.1', 'Safari on iPhone'],
  ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/131.0 Mobile Safari/537', 'Chrome on Android'],
  ['curl/8.5.0', 'curl/8.5.0'],
  [null, 'Unknown browser'],
])('%s', (user_agent, name) => expect(browserName(user_agent)).toBe(name));
