import { MAX_MESSAGE_BYTES } from '../transport/grpc-frame.js';
import { notFound, RpcError } from '../transport/status.js';
import type { Answer, Answers } from './rpc.js';

/** From here the real service asks for uploads in parts, which clients need not understand. */
const MULTIPART_BYTES = 1024 ** 3;

const blobCreate: Answer<{ content_md5: string; content_length: number }> = (request, { state, blobs, blob_url }) => {
  if (request.content_length < 0) throw new RpcError('INVALID_ARGUMENT', 'A blob has a length');
  const blob_id = blobs.create(state.token_id, request.content_md5);
  if (request.content_length < MULTIPART_BYTES) return { blob_id, upload_url: `${blob_url}/blob/${blob_id}` };
  return { blob_id, multipart: { part_length: MAX_MESSAGE_BYTES, upload_urls: [], completion_url: '' } };
};

const blobGet: Answer<{ blob_id: string }> = ({ blob_id }, { state, blobs, blob_url }) => {
  if (blobs.get(blob_id)?.workspace !== state.token_id) throw notFound(`Blob ${blob_id} not found`);
  return { download_url: `${blob_url}/blob/${blob_id}` };
};

export const blobAnswers: Answers = { BlobCreate: blobCreate, BlobGet: blobGet };
