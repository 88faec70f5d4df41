import { workerData } from 'node:worker_threads';
import { MEMORY_SIGNAL } from '../process/messages.js';

/**
 * Runs on its own thread, so that it works while the model is busy or stuck: ends the process when the parent is
 * gone or when it holds more memory than it may.
 */
interface WatchdogData {
  parent_pid: number;
  memory_mib: number;
}

const POLL_MS = 50;
// The data is given by main.ts, in this package.
const { parent_pid, memory_mib } = workerData as WatchdogData;

setInterval(() => {
  if (process.ppid !== parent_pid) process.kill(process.pid, 'SIGKILL');
  if (process.memoryUsage.rss() > memory_mib * 1_048_576) process.kill(process.pid, MEMORY_SIGNAL);
}, POLL_MS);
