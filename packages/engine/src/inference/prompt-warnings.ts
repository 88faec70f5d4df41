import type { TaskWarning } from '@easel/contracts';
import type { Tokens } from './tokenizer.js';

const quoted = (words: string[]): string => [...new Set(words)].map((word) => `"${word}"`).join(', ');

/** What deserves a word about a prompt: nothing known, some words unknown, words cut off. */
export function promptWarnings({ known, unknown, cut }: Tokens, maxWords: number): TaskWarning[] {
  const warnings: TaskWarning[] = [];
  if (known.length === 0) {
    const message = 'The model knows no word of the prompt and drew something of its own choice.';
    warnings.push({ code: 'prompt_unknown', message, path: 'prompt' });
  } else if (unknown.length > 0) {
    const message = `The model does not know ${quoted(unknown)} and left it out.`;
    warnings.push({ code: 'prompt_words_unknown', message, path: 'prompt' });
  }
  if (cut.length > 0) {
    const message = `The model reads ${maxWords} words; it did not read ${quoted(cut)}.`;
    warnings.push({ code: 'prompt_truncated', message, path: 'prompt' });
  }
  return warnings;
}
