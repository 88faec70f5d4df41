import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventParser, type ServerSentEvent } from './event-parser.js';

function parse(...pieces: string[]) {
  const parser = createEventParser();
  const events = pieces.flatMap((piece) => parser.push(piece));
  return { events, retry_ms: parser.retry_ms };
}

const event = (data: string | null, more: Partial<ServerSentEvent> = {}): ServerSentEvent => ({
  event: 'message',
  data,
  id: null,
  ...more,
});

test.each<[string, string, ServerSentEvent[]]>([
  ['a message', 'data: a\n\n', [event('a')]],
  ['its name', 'event: task\ndata: a\n\n', [event('a', { event: 'task' })]],
  ['several data lines', 'data: a\ndata: b\ndata\n\n', [event('a\nb\n')]],
  ['only one space after the colon is taken', 'data:  a\ndata:b\n\n', [event(' a\nb')]],
  ['colons in the value', 'data: a: b\n\n', [event('a: b')]],
  ['comments', ': hello\ndata: a\n:\n\n: bye\n\n', [event('a')]],
  ['carriage returns', 'data: a\r\rdata: b\r\n\r\ndata: c\n\r\n', [event('a'), event('b'), event('c')]],
  ['unknown fields and unknown case', 'Data: x\nfoo: y\ndata: a\n\n', [event('a')]],
  ['the name does not outlive its block', 'event: x\n\ndata: a\n\n', [event('a')]],
  ['the id does not outlive its block', 'id: 1\ndata: a\n\ndata: b\n\n', [event('a', { id: '1' }), event('b')]],
  ['an id with a null character does not count', 'id: 1\0\ndata: a\n\n', [event('a')]],
  ['an unfinished block is dropped', 'data: a\n\ndata: b\n', [event('a')]],
  ['an empty data line is data', 'data:\n\n', [event('')]],
])('%s', (_, text, events) => {
  expect(parse(text).events).toEqual(events);
});

test('a block with an id alone has no data', () => {
  expect(parse('data: a\nid: 4\n\nid: 7\n\nid\n\nid: 8\n').events).toEqual([
    event('a', { id: '4' }),
    event(null, { id: '7' }),
    event(null, { id: '' }),
  ]);
});

test('retry takes digits only', () => {
  expect(parse('retry: 1500\n').retry_ms).toBe(1500);
  expect(parse('retry: 1500\nretry: soon\nretry: -1\n').retry_ms).toBe(1500);
});

const field = fc.constantFrom('data', 'event', 'id', 'retry', '', 'other');
const value = fc.string({ unit: fc.constantFrom('a', ' ', ':', '1', 'é', '\0'), maxLength: 4 });
const line = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(field, fc.constantFrom(':', ': '), value).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: field },
  { weight: 2, arbitrary: fc.constant('') },
);
const stream = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r', '\r\n')), { maxLength: 30 })
  .map((lines) => lines.flat().join(''));

test('however a stream is cut, it says the same', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(200)), (text, cuts) => {
      const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
      const pieces = [...ends, text.length].map((end, i) => text.slice(ends[i - 1] ?? 0, end));
      expect(parse(...pieces)).toEqual(parse(text));
      expect(parse(...text)).toEqual(parse(text));
    }),
    { numRuns: 500 },
  );
});

test('whatever is written as events is read as the same events', () => {
  const written = fc.record({
    event: fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 }),
    data: fc.string({ unit: fc.constantFrom('x', '\n', ' ', ':', '"'), maxLength: 8 }),
    id: fc.option(fc.nat().map(String)),
  });
  fc.assert(
    fc.property(fc.array(written), fc.constantFrom('\n', '\r', '\r\n'), (events, end) => {
      const lines = events.flatMap(({ event: name, data, id }) => [
        `event: ${name}`,
        ...(id === null ? [] : [`id: ${id}`]),
        ...data.split('\n').map((part) => `data: ${part}`),
        '',
      ]);
      expect(parse(lines.map((each) => each + end).join('')).events).toEqual(events);
    }),
  );
});
