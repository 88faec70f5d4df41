import { z } from 'zod';
import { toJsonSchema } from '../settings/json-schema.js';
import { WorkerEvent } from './event.js';
import { Job } from './job.js';
import { WorkerReply } from './reply.js';
import { WorkerResult } from './result.js';

/** JSON Schema of the worker messages, for workers in other languages. */
export function workerJsonSchema(): Record<string, unknown> {
  const bundle = z.object({ job: Job, event: WorkerEvent, result: WorkerResult, reply: WorkerReply });
  return { ...toJsonSchema(bundle), title: 'Easel worker messages' };
}
