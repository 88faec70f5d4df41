import { STREAM_EVENTS, type StreamEvent, type Task } from '@easel/contracts';
import { isTerminal } from '../../task/is-terminal.js';
import { expect, inputFor, need, type SmokeContext, type SmokeStep } from './smoke-context.js';

const PATIENCE_MS = 120_000;

async function collect(context: SmokeContext, id: string, last_event_id?: string): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for await (const event of context.easel.task.subscribe(id, { signal, last_event_id })) {
    const parsed = STREAM_EVENTS[event.event].safeParse(event.data);
    expect(
      parsed.success,
      `${event.event}: ${parsed.error?.issues[0]?.path.join('.')} ${parsed.error?.issues[0]?.message}`,
    );
    events.push(event);
  }
  return events;
}

const tasksOf = (events: StreamEvent[]) =>
  events.flatMap((event) => (event.event === 'task' ? [{ id: event.id, task: event.data }] : []));

export const streamSteps: SmokeStep[] = [
  {
    name: 'events: live',
    async run(context) {
      const model = need(context.model, 'a model');
      const created = await context.easel.task.create({
        model: model.id,
        input: inputFor(context, model.default_mode),
      });
      context.made.push(created.id);
      const events = await collect(context, created.id);
      const last = tasksOf(events).at(-1)?.task;
      expect(last?.status === 'done', `the last event says ${last?.status}`);
      const count = (name: StreamEvent['event']) => events.filter((event) => event.event === name).length;
      return `${count('task')} task, ${count('progress')} progress, ${count('preview')} preview`;
    },
  },
  {
    name: 'events: replay and resume',
    async run(context) {
      const { id } = need(context.task, 'a task');
      const all = tasksOf(await collect(context, id, '0')).filter((event) => event.id !== null);
      const versions = all.map(({ task }) => task.version);
      const expected = versions.map((_, i) => i + 1);
      expect(versions.join() === expected.join(), `replay gave versions ${versions.join()}, not ${expected.join()}`);
      const middle = need(all[Math.floor(all.length / 2) - 1] ?? null, 'two stored changes');
      const rest = tasksOf(await collect(context, id, middle.id ?? '0'));
      const seen = new Set(rest.map(({ task }) => task.version));
      const lost = versions.filter((version) => version > middle.task.version && !seen.has(version));
      expect(lost.length === 0, `after ${middle.id} the versions ${lost.join()} did not come`);
      return `${all.length} stored changes`;
    },
  },
  {
    name: 'events: all tasks',
    async run(context) {
      const model = need(context.model, 'a model');
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE_MS)]);
      let created: Task | null = null;
      const open = async () => {
        created = await context.easel.task.create({ model: model.id, input: inputFor(context, model.default_mode) });
        context.made.push(created.id);
      };
      const opened: Promise<void>[] = [];
      const on_state = (state: string) => {
        if (state !== 'open' || opened.length > 0) return;
        const opening = open();
        opening.catch(() => stop.abort());
        opened.push(opening);
      };
      for await (const event of context.easel.events.subscribe({ signal, on_state })) {
        await Promise.all(opened);
        const { id } = need<Task>(created, 'a task');
        if (event.event !== 'task' || event.data.id !== id || !isTerminal(event.data)) continue;
        expect(event.data.status === 'done', `ended as ${event.data.status}`);
        break;
      }
      await Promise.all(opened);
      return '';
    },
  },
];
