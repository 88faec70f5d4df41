import { parseArgs } from 'node:util';
import { runCommand } from '../backup/command-line.js';
import { StartError } from '../config.js';
import { verifyOffline } from './verify-offline.js';

const USAGE = `Usage: npm run audit:verify -- [--data <folder>] [--head <file>] [--heads <file>] [--key <file>]
       npm run audit:verify -- --export <file> [--head <file>] [--key <file> | --data <folder>]`;

const OPTIONS = {
  data: { type: 'string' },
  export: { type: 'string' },
  head: { type: 'string' },
  heads: { type: 'string' },
  key: { type: 'string' },
} as const;

function readOptions(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n${USAGE}`);
  }
}

await runCommand(async (config, args) => {
  const given = readOptions(args);
  const found = await verifyOffline(config, given);
  const { entries, first_seq, last_seq, heads_checked, duration_ms, head, problem } = found;
  if (problem) {
    console.log(`The audit log does not stand (${problem.kind}): ${problem.message}`);
    process.exitCode = 1;
    return;
  }
  const span = entries === 0 ? 'no entries' : `${entries} entries, ${first_seq} to ${last_seq}`;
  console.log(`The audit log stands: ${span}, held against ${heads_checked} signed heads in ${duration_ms / 1000} s.`);
  if (given.export !== undefined && given.key === undefined && given.data === undefined) {
    console.log(`Its key is the one that it names itself, ${head?.key_id}: compare that with key_id of the heads.`);
  }
  if (heads_checked === 0) console.log('Without a head nobody can tell whether its end was cut off.');
});
