import { setTimeout } from 'node:timers/promises';
import {
  type Attributes,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  type Context as SpanScope,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { VERSION } from '../version.js';

/** How long a stop waits for the last spans: a collector that is away must not hold it up. */
const CLOSE_MS = 1500;

/** A span that is over: everything is known when it is written. */
export interface PastSpan {
  name: string;
  parent: SpanContext | null;
  began_at: number;
  ended_at: number;
  attributes: Attributes;
  /** What went wrong, in a word. */
  error: string | null;
}

/** Writes spans and sends them in batches to a collector. */
export interface Traces {
  tracer: Tracer;
  write(span: PastSpan): SpanContext;
  close(): Promise<void>;
}

export const scopeOf = (parent: SpanContext | null): SpanScope =>
  parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;

export function createTraces(endpoint: string, headers: Record<string, string>): Traces {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'easel', 'service.version': VERSION }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url, headers }) })],
  });
  const tracer = provider.getTracer('easel', VERSION);
  return {
    tracer,
    write({ name, parent, began_at, ended_at, attributes, error }) {
      const startTime = new Date(began_at);
      const span = tracer.startSpan(name, { startTime, attributes, kind: SpanKind.INTERNAL }, scopeOf(parent));
      if (error !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
      span.end(new Date(Math.max(ended_at, began_at)));
      return span.spanContext();
    },
    close: () => Promise.race([provider.shutdown(), setTimeout(CLOSE_MS, undefined, { ref: false })]),
  };
}
