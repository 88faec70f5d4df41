import { type Span, type SpanContext, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import { onTaskEnd } from '../task/on-task-end.js';
import type { TaskBody } from '../task/task-view.js';
import { writeTaskSpans } from './task-spans.js';
import { readTraceParent } from './trace-parent.js';
import { createTraces, scopeOf } from './tracer.js';

/** What is asked all the time and tells nothing. */
const UNTOLD = new Set(['/v1/health', '/v1/ready', '/metrics']);
const CREATED = /^\/v1\/tasks\/(task_\w+)$/;
/** Requests whose tasks have not ended that are remembered. */
const MOST = 10_000;
/** A request that waited for its task ends just after it: its own span comes first. */
const AFTER_MS = 500;

/** Sends traces: a span for each request, and for each task its life, in the trace of the request that made it. */
export function registerTraces(app: FastifyInstance, ctx: Context, endpoint: string): void {
  const traces = createTraces(endpoint, ctx.config.otlp_headers);
  const open = new WeakMap<FastifyRequest, Span>();
  const makers = new Map<string, SpanContext>();
  const late = new Set<{ timer: NodeJS.Timeout; tell: () => Promise<void> }>();

  app.addHook('onRequest', (request, _reply, done) => {
    const { url } = request.routeOptions;
    if (url !== undefined && !UNTOLD.has(url) && request.routeOptions.config.tsRestRoute) {
      const attributes = { 'http.request.method': request.method, 'http.route': url, 'easel.request.id': request.id };
      const parent = scopeOf(readTraceParent(request.headers.traceparent));
      open.set(
        request,
        traces.tracer.startSpan(`${request.method} ${url}`, { kind: SpanKind.SERVER, attributes }, parent),
      );
    }
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const span = open.get(request);
    if (!span) return done();
    span.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    const made = CREATED.exec(String(reply.getHeader('location') ?? ''))?.[1];
    if (made !== undefined && span.isRecording()) {
      makers.set(made, span.spanContext());
      const [oldest] = makers.keys();
      if (makers.size > MOST && oldest !== undefined) makers.delete(oldest);
    }
    span.end();
    done();
  });

  async function tell(task: TaskBody): Promise<void> {
    const parent = makers.get(task.id) ?? null;
    makers.delete(task.id);
    await writeTaskSpans(ctx, traces, task, parent).catch((error: unknown) => ctx.log.warn({ err: error }, 'no trace'));
  }
  onTaskEnd(ctx, (task) => {
    const later = () => {
      late.delete(entry);
      void tell(task);
    };
    const entry = { timer: setTimeout(later, AFTER_MS).unref(), tell: () => tell(task) };
    late.add(entry);
  });
  app.addHook('onClose', async () => {
    for (const entry of late) {
      clearTimeout(entry.timer);
      await entry.tell();
    }
    await traces.close().catch((error: unknown) => ctx.log.warn({ err: error }, 'the last traces were not sent'));
  });
}
