import { parseArgs } from 'node:util';
import { COMMON_OPTIONS, readUrl } from './connection.js';
import { writeEvidence } from './smoke/evidence.js';
import { newContext, type SmokeResult, walk } from './smoke/walk.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

const verdict = ({ ok, skipped }: SmokeResult) => (ok ? 'ok' : skipped ? 'skipped' : 'FAILED');

/**
 * `easel smoke`: the whole life cycle against any address, as a table. Exit code 1 when anything is wrong. With `--model`
 * it uses that model in each of its modes and writes what was seen into a file.
 */
export async function smokeCommand(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { ...COMMON_OPTIONS, model: { type: 'string' }, evidence: { type: 'string' } },
  });
  const url = readUrl(values.url, terminal);
  const context = newContext(url, values.model ?? null);
  const results: SmokeResult[] = [];
  for await (const result of walk(context)) {
    results.push(result);
    terminal.progress(`${result.step}: ${verdict(result)}`);
  }
  if (values.model !== undefined || values.evidence !== undefined) {
    terminal.note(`Evidence: ${writeEvidence(context, results, values.evidence)}`);
  }
  const failed = results.filter(({ ok }) => !ok).length;
  if (values.json) terminal.out(JSON.stringify({ url, ok: failed === 0, steps: results }, null, 2));
  else {
    const rows = results.map((result) => [result.step, verdict(result), String(result.ms), result.note]);
    for (const line of table([['STEP', 'RESULT', 'MS', ''], ...rows])) terminal.out(line);
    terminal.out(failed === 0 ? `${results.length} steps, all ok.` : `${failed} of ${results.length} steps failed.`);
  }
  return failed === 0 ? 0 : 1;
}
