import type { Attempt, StreamEvent, Task, TaskPatch } from '@easel/contracts';
import { uploadInputs } from '../asset/upload-inputs.js';
import { EaselTaskError } from '../error.js';
import type { StreamOptions } from '../event/resume-stream.js';
import type { CallOptions, CreateOptions, Page, PageQuery } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';
import type { DefaultModeOf, ModelId, ModelTypes, ModeOf } from '../models.js';
import { readTask, waitForTask } from './poll-task.js';
import { subscribeTask } from './subscribe-task.js';
import type { RunOptions, TaskQuery } from './task-options.js';
import type { TaskRequest } from './task-request.js';

/** Tasks: create, watch, cancel, retry, delete. */
export function createTaskClient<M extends ModelTypes<M>>(
  transport: Transport,
  upload: (file: Blob, options: CallOptions) => Promise<{ id: string }>,
) {
  const { call } = transport;

  async function create<Id extends ModelId<M>, Mode extends ModeOf<M, Id> = DefaultModeOf<M, Id>>(
    request: TaskRequest<M, Id, Mode>,
    options: CreateOptions = {},
  ): Promise<Task> {
    const input = await uploadInputs(
      request.input,
      async (blob) => (await upload(blob, { signal: options.signal })).id,
    );
    // Replacing bytes by ids keeps the input an object.
    const body = { ...request, input: input as Record<string, unknown> };
    const headers = { 'idempotency-key': options.idempotency_key ?? crypto.randomUUID() };
    return (await call('task', 'create', { body, headers }, options)).body;
  }

  async function* subscribe(id: string, options: StreamOptions = {}): AsyncGenerator<StreamEvent, void, undefined> {
    yield* subscribeTask(transport, id, options);
  }

  async function lastOf(id: string, { on_event, signal }: RunOptions): Promise<Task> {
    if (on_event) for await (const event of subscribe(id, { signal })) on_event(event);
    return waitForTask(transport, id, signal);
  }

  return {
    /** Creates a task and returns at once; the task is stored when this resolves. */
    create,

    /**
     * Yields every event of a task and ends when it is done, failed, cancelled or deleted. Resumes over lost
     * connections, and polls where streams do not get through.
     */
    subscribe,

    /** Waits until a task is done, failed or cancelled, and returns it. */
    wait: (id: string, options: CallOptions = {}): Promise<Task> => waitForTask(transport, id, options.signal),

    /**
     * Creates a task and waits for its result.
     *
     * @throws EaselTaskError when the task fails or is cancelled
     */
    async run<Id extends ModelId<M>, Mode extends ModeOf<M, Id> = DefaultModeOf<M, Id>>(
      request: TaskRequest<M, Id, Mode>,
      options: RunOptions = {},
    ): Promise<Task> {
      const created = await create(request, options);
      const task = await lastOf(created.id, options);
      if (task.status !== 'done') throw new EaselTaskError(task);
      return task;
    },

    /** One task as it is now. */
    get: (id: string, options: CallOptions = {}): Promise<Task> => readTask(transport, id, options.signal),

    /** One page of own tasks, newest first. */
    async list(query: TaskQuery = {}, options: CallOptions = {}): Promise<Page<Task>> {
      const { status, ...rest } = query;
      const states = status && status.length > 0 ? { status: status.join(',') } : {};
      return (await call('task', 'list', { query: { ...rest, ...states } }, options)).body;
    },

    /** Changes metadata, or the lane while the task is pending. */
    async patch(id: string, body: TaskPatch, options: CallOptions = {}): Promise<Task> {
      return (await call('task', 'patch', { params: { id }, body }, { ...options, repeatable: true })).body;
    },

    /** Asks a task to stop. A task that has ended is returned as it is. */
    async cancel(id: string, options: CallOptions = {}): Promise<Task> {
      return (await call('task', 'cancel', { params: { id } }, { ...options, repeatable: true })).body;
    },

    /** Creates a new task with the same input. */
    async retry(id: string, options: CreateOptions = {}): Promise<Task> {
      const headers = { 'idempotency-key': options.idempotency_key ?? crypto.randomUUID() };
      return (await call('task', 'retry', { params: { id }, headers }, options)).body;
    },

    /** Deletes a task and its outputs; can be undone for 24 hours. */
    async remove(id: string, options: CallOptions = {}): Promise<void> {
      await call('task', 'remove', { params: { id } }, options);
    },

    /** Undoes the deletion of a task. */
    async restore(id: string, options: CallOptions = {}): Promise<Task> {
      return (await call('task', 'restore', { params: { id } }, { ...options, repeatable: true })).body;
    },

    /** What was tried where, and why. */
    async attempts(id: string, query: PageQuery = {}, options: CallOptions = {}): Promise<Page<Attempt>> {
      return (await call('task', 'attempts', { params: { id }, query }, options)).body;
    },
  };
}
