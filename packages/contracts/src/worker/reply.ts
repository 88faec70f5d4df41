import { z } from 'zod';
import { WorkerResult } from './result.js';

/** Why a worker did not take a job at all: nothing ran, and it may go elsewhere. */
export const RefusalReason = z.enum(['job_version', 'invalid_job', 'unknown_model']);
export type RefusalReason = z.infer<typeof RefusalReason>;

/**
 * What a worker on a rented backend returns for a job: the result; the call that holds the attempt already, when it was
 * handed over twice; or why the job was not taken.
 */
export const WorkerReply = z
  .union([
    z.object({ result: WorkerResult }),
    z.object({ duplicate_of: z.string().min(1) }),
    z.object({ refused: z.object({ reason: RefusalReason, message: z.string() }) }),
  ])
  .meta({ id: 'WorkerReply' });
export type WorkerReply = z.infer<typeof WorkerReply>;

/** What a worker knows of an attempt: nothing; taken by a call; or finished, with the result. */
export const LedgerEntry = z
  .object({
    state: z.enum(['absent', 'claimed', 'finished']),
    call_id: z.string().nullable(),
    result: WorkerResult.nullable(),
  })
  .meta({ id: 'LedgerEntry' });
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** What a deployment says of itself. `revision` is the commit of the weights that was pinned. */
export const WorkerDescription = z
  .object({
    worker_version: z.string(),
    models: z.record(z.string(), z.object({ deploy_hash: z.string(), revision: z.string().nullable() })),
  })
  .meta({ id: 'WorkerDescription' });
export type WorkerDescription = z.infer<typeof WorkerDescription>;

/** Name of the class that serves a model in a deployment: letters, digits and underscores only, one per model id. */
export const modalClassName = (model: string): string => `Model_${model.replaceAll('-', '_').replaceAll('.', 'P')}`;
