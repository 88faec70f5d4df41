import { describeKey } from './describe-key.js';
import type { KeyCreate } from './key.schema.js';
import { type KeyLineOptions, parseKeyLine } from './parse-key-line.js';

/** A line while it is typed: the key it stands for, what was understood of it, and what was not. */
export interface KeyLinePreview {
  /** Null while something is wrong. */
  key: KeyCreate | null;
  /** The name, then one phrase for each thing that was understood. */
  understood: string[];
  faults: string[];
}

/** The first sentence; the others tell what can be written, which stands beside the line already. */
const faultOf = (word: string, message: string) => `“${word}” ${message.split('. ')[0]?.replace(/\.$/, '')}.`;

/**
 * Reads a line that may not be finished: what is understood is told even where a word is not.
 *
 * @example
 * previewKeyLine('bot $5/mo nonsense', { models: [] })
 * // { key: null, understood: ['bot', 'makes and reads', '$5 a month'], faults: ['“nonsense” is not understood.'] }
 */
export function previewKeyLine(line: string, options: KeyLineOptions): KeyLinePreview {
  if (line.trim() === '') return { key: null, understood: [], faults: [] };
  const { key, errors } = parseKeyLine(line, options);
  if (key !== null) return { key, understood: [key.name, ...describeKey(key)], faults: [] };
  const wrong = new Set(errors.map(({ word }) => word));
  const words = line.trim().split(/\s+/);
  const rest = parseKeyLine(words.filter((word) => !wrong.has(word)).join(' '), options);
  return {
    key: null,
    understood: rest.key === null ? [] : [rest.key.name, ...describeKey(rest.key)],
    faults: errors.map(({ word, message }) => faultOf(word, message)),
  };
}
