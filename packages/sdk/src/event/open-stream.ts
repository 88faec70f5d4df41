import { EaselError } from '../error.js';

/** Takes a raw answer for what it is when it is an event stream; anything else between us and the server is an error. */
export function openStream(body: unknown): Response {
  const type = body instanceof Response ? (body.headers.get('content-type') ?? 'nothing') : 'no bytes';
  if (body instanceof Response && type.startsWith('text/event-stream')) return body;
  throw new EaselError({
    code: 'unexpected_response',
    message: `The server answered with ${type} instead of an event stream.`,
    status: body instanceof Response ? body.status : 0,
    retryable: true,
  });
}
