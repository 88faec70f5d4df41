import { createHash } from 'node:crypto';
import { findMode, firstOfType } from '../find-model.js';
import { expect, inputFor, need, type SmokeContext, type SmokeStep } from './smoke-context.js';

const firstOutput = (context: SmokeContext) => need(need(context.task, 'a task').outputs[0] ?? null, 'an output');
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

function expectStatus({ answer }: SmokeContext, status: number) {
  expect(answer?.status === status, `answered ${answer?.status} instead of ${status}`);
}

export const uploadSteps: SmokeStep[] = [
  {
    name: 'upload',
    async run(context) {
      const file = new File([context.picture], 'smoke.png', { type: 'image/png' });
      context.upload = await context.easel.asset.upload(file);
      expectStatus(context, 201);
      expect(context.upload.kind === 'input', `kind is ${context.upload.kind}`);
      const again = await context.easel.asset.upload(file);
      expect(again.id === context.upload.id, 'the same bytes made a second asset');
      expectStatus(context, 200);
      return context.upload.id;
    },
  },
];

export const assetSteps: SmokeStep[] = [
  {
    name: 'content: bytes as declared',
    async run(context) {
      const output = firstOutput(context);
      const response = await context.easel.asset.content(output.id);
      const bytes = await bytesOf(response);
      expect(bytes.length === output.bytes, `${bytes.length} bytes, declared ${output.bytes}`);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(sha256 === output.sha256, `sha256 is ${sha256}, declared ${output.sha256}`);
      const type = response.headers.get('content-type');
      expect(type === output.content_type, `Content-Type is ${type}, declared ${output.content_type}`);
      return `${bytes.length} bytes`;
    },
  },
  {
    name: 'content: range',
    async run(context) {
      const output = firstOutput(context);
      const whole = await bytesOf(await context.easel.asset.content(output.id));
      const response = await context.easel.asset.content(output.id, { range: { first: 4, last: 19 } });
      const part = await bytesOf(response);
      expect(response.status === 206, `answered ${response.status} instead of 206`);
      expect(Buffer.compare(part, whole.subarray(4, 20)) === 0, 'other bytes than those asked for');
      const range = response.headers.get('content-range');
      expect(range === `bytes 4-19/${whole.length}`, `Content-Range is ${range}`);
      return '';
    },
  },
  {
    name: 'content: signed URL',
    async run(context) {
      const output = firstOutput(context);
      const address = new URL(context.easel.asset.url(output));
      expect(address.searchParams.has('sig'), `${output.url} is not signed`);
      const response = await fetch(address);
      expect(response.status === 200, `answered ${response.status}`);
      expect((await bytesOf(response)).length === output.bytes, 'other bytes');
      const preview = await fetch(new URL(output.preview_url, context.url));
      expect(preview.status === 200, `preview answered ${preview.status}`);
      const type = preview.headers.get('content-type');
      expect(type === 'image/webp', `preview is ${type}`);
      return `preview ${(await bytesOf(preview)).length} bytes`;
    },
  },
  {
    name: 'content: not modified',
    async run(context) {
      const address = context.easel.asset.url(firstOutput(context));
      const first = await fetch(address);
      await first.arrayBuffer();
      const etag = first.headers.get('etag');
      expect(etag !== null, 'there is no ETag');
      const second = await fetch(address, { headers: { 'if-none-match': etag } });
      expect(second.status === 304, `answered ${second.status} instead of 304`);
      return '';
    },
  },
  {
    name: 'favourite',
    async run(context) {
      const output = firstOutput(context);
      const marked = await context.easel.asset.patch(output.id, { favorite: true });
      expect(marked.favorite, 'is not marked');
      const page = await context.easel.asset.list({ favorite: true, limit: 5 });
      expect(
        page.items.some(({ id }) => id === output.id),
        'is not among the favourites',
      );
      return '';
    },
  },
  {
    name: 'image to image, uploaded by itself',
    async run(context) {
      const model = need(context.model, 'a model');
      const takesImages = Object.values(model.parameters).some((p) => p.type === 'image');
      if (!takesImages) return 'no mode of this model takes an image';
      const mode = findMode(model, undefined, true);
      const image = firstOfType(model, mode, 'image') ?? 'image';
      const uploaded = need(context.upload, 'an upload').id;
      const input = { ...inputFor(context, mode), [image]: new Blob([context.picture]) };
      const created = await context.easel.task.create({ model: model.id, mode, input });
      context.made.push(created.id);
      expect(created.input[image] === uploaded, `${image} is ${String(created.input[image])}, not ${uploaded}`);
      const ended = await context.easel.task.wait(created.id);
      expect(ended.status === 'done', `ended as ${ended.status}: ${ended.error?.message}`);
      return '';
    },
  },
];
