import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/http-problem.js';
import type { AssetContext } from './asset-context.js';

const MIB = 1024 * 1024;
const FORM_OVERHEAD = 64 * 1024;
/** Room for what should not be there, so that it can be named. */
const PARTS = { files: 2, fields: 2, parts: 4 };

const refuse = (message: string) =>
  new HttpProblem('invalid_input', `file: ${message}.`, { errors: [{ path: 'file', message }] });

const tooLarge = (maxMib: number) =>
  new HttpProblem('payload_too_large', `The file is larger than ${maxMib} MiB. Send a smaller one.`);

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'FST_REQ_FILE_TOO_LARGE';

async function collect(request: FastifyRequest, maxBytes: number): Promise<Buffer> {
  let bytes: Buffer | null = null;
  let surplus = 0;
  for await (const part of request.parts({ limits: { ...PARTS, fileSize: maxBytes } })) {
    if (part.type === 'file' && part.fieldname === 'file' && bytes === null) {
      bytes = await part.toBuffer();
    } else {
      surplus += 1;
      if (part.type === 'file') part.file.resume();
    }
  }
  if (surplus > 0) throw refuse('must be the only part of the form');
  if (bytes === null) throw refuse('is missing. Send one multipart part with this name');
  return bytes;
}

/** The one file of a multipart form, within the limit of the settings. */
export async function readUpload(ctx: Pick<AssetContext, 'settings'>, request: FastifyRequest): Promise<Buffer> {
  const maxMib = ctx.settings.limits.upload_max_mib;
  if (!request.isMultipart()) {
    throw new HttpProblem('unsupported_media_type', 'Send the file as multipart/form-data, in one part named "file".');
  }
  if (Number(request.headers['content-length'] ?? 0) > maxMib * MIB + FORM_OVERHEAD) throw tooLarge(maxMib);
  try {
    return await collect(request, Math.round(maxMib * MIB));
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    if (isTooLarge(error)) throw tooLarge(maxMib);
    request.log.debug({ err: error }, 'malformed form');
    throw refuse('must come as the only part of a well-formed multipart form');
  }
}
