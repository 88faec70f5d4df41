import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { type ChildSetup, HEARTBEAT_FD, MEMORY_SIGNAL } from '../process/messages.js';

/**
 * Runs on its own thread, so that it works while the model is busy or stuck: says that the process lives, and ends it
 * when the parent is gone or when it holds more memory than it may.
 */
// The data is given by main.ts, in this package.
const { parent_pid, memory_mib, heartbeat_ms } = workerData as ChildSetup;
const POLL_MS = 50;

setInterval(() => {
  if (process.ppid !== parent_pid) process.kill(process.pid, 'SIGKILL');
  if (process.memoryUsage.rss() > memory_mib * 1_048_576) process.kill(process.pid, MEMORY_SIGNAL);
}, POLL_MS);

function beat(): void {
  try {
    writeSync(HEARTBEAT_FD, '.');
  } catch {
    // Nobody reads at the moment; whether the parent is gone is looked at above.
  }
}
beat();
setInterval(beat, heartbeat_ms);
