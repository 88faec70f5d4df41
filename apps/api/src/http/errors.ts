import { ERROR_CODES, type ErrorCode } from '@easel/contracts';
import { RequestValidationError } from '@ts-rest/fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem, problemBody } from './http-problem.js';

interface Issue {
  path?: PropertyKey[];
  message: string;
  code?: string;
  keys?: string[];
}

function fieldErrors(error: RequestValidationError) {
  return ([error.pathParams, error.headers, error.query, error.body] as ({ issues?: Issue[] } | null)[]).flatMap(
    (part) =>
      (part?.issues ?? []).flatMap((issue) =>
        issue.code === 'unrecognized_keys' && issue.keys
          ? issue.keys.map((key) => ({
              path: [...(issue.path ?? []), key].map(String).join('.'),
              message: 'is not a known field',
            }))
          : [{ path: (issue.path ?? []).map(String).join('.'), message: issue.message }],
      ),
  );
}

const DISK_ERRORS = /^(ENOSPC|EROFS|EDQUOT|EIO|EACCES|SQLITE_(FULL|READONLY|IOERR|CANTOPEN|BUSY)\w*)$/;
const FRAMEWORK_ERRORS: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'The body is larger than this route takes.'],
  FST_REQ_FILE_TOO_LARGE: ['payload_too_large', 'The file is larger than the limit for uploads.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send the body as application/json.'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: ['unsupported_media_type', 'Send the file as multipart/form-data.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid_json', 'The body is not valid JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid_input', 'The body is empty.'],
};

/** Turns anything thrown into a problem of the closed list. The text of a failure of ours stays in the log. */
export function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof RequestValidationError) {
    const errors = fieldErrors(error);
    const first = errors[0];
    const detail = first ? `${first.path || 'The request'}: ${first.message}.` : 'The request is not valid.';
    return new HttpProblem('invalid_input', detail, { errors });
  }
  // Errors of Fastify, Node and SQLite carry a code.
  const { code = '', statusCode, message } = error as Partial<FastifyError>;
  const known = FRAMEWORK_ERRORS[code];
  if (known) return new HttpProblem(...known);
  if (DISK_ERRORS.test(code)) {
    return new HttpProblem(
      'unavailable',
      'The data directory cannot be written to or read. Check the disk; nothing was lost.',
      {
        retry_after_s: 5,
      },
    );
  }
  if (error instanceof SyntaxError && statusCode === 400) {
    return new HttpProblem('invalid_json', 'The body is not valid JSON.');
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new HttpProblem('invalid_input', message ?? 'The request is not valid.');
  }
  return new HttpProblem('internal', 'Something failed on our side. The request id helps to find it in the log.');
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const problem = toProblem(error);
  request.problem_code = problem.code;
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  if (problem.options.retry_after_s !== undefined) reply.header('retry-after', String(problem.options.retry_after_s));
  // RFC 9110 wants the way to sign in named. No browser asks its user for a bearer token.
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .status(ERROR_CODES[problem.code].status)
    .removeHeader('etag')
    .header('cache-control', 'no-store')
    .header('content-type', 'application/problem+json')
    .serializer(JSON.stringify)
    .send(problemBody(problem.code, problem.message, request.id, problem.options.errors));
}

/** One place where refusals and failures become problem details. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      new HttpProblem('not_found', `There is no ${request.method} ${request.url.split('?')[0]}.`),
      request,
      reply,
    ),
  );
}
