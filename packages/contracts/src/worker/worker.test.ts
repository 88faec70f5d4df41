import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { fixture } from '../../test/fixtures.js';
import { WorkerEvent } from './event.js';
import { Job } from './job.js';
import { WorkerReply } from './reply.js';
import { WorkerResult } from './result.js';
import { workerJsonSchema } from './schema.js';

interface Case {
  name: string;
  message: 'job' | 'event' | 'result' | 'reply';
  valid: boolean;
  value: unknown;
}
const SCHEMAS = { job: Job, event: WorkerEvent, result: WorkerResult, reply: WorkerReply };
const cases = ['jobs', 'events', 'results', 'replies'].flatMap((file): Case[] => fixture(`worker/${file}.json`));
const schema = workerJsonSchema() as { $defs: object; properties: Record<string, object> };
const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });

test.each(cases)('$message, $name: zod and the JSON Schema agree (valid: $valid)', ({ message, valid, value }) => {
  expect(SCHEMAS[message].safeParse(value).success).toBe(valid);
  const validate = ajv.compile({ $defs: schema.$defs, ...schema.properties[message] });
  expect(validate(value)).toBe(valid);
});
