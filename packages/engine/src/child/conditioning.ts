import ort from 'onnxruntime-node';
import { type Tokens, tokenize } from '../inference/tokenizer.js';
import type { Feeds, ImageModel } from './model.js';

/** What the text says to the model: the prompt and the empty prompt side by side, for guidance. */
export interface Conditioning {
  feeds: Feeds;
  tokens: Tokens;
}

/** Runs the text encoder once for a job. */
export async function encodePrompt(model: ImageModel, prompt: string): Promise<Conditioning> {
  const { max_words, dimensions } = model.words;
  const tokens = tokenize(prompt, model.words);
  const ids = new BigInt64Array(2 * max_words);
  const vectors = new Float32Array(2 * max_words * dimensions);
  ids.set(tokens.ids);
  vectors.set(tokens.vectors);
  const feeds = await model.run('text_encoder', {
    ids: new ort.Tensor('int64', ids, [2, max_words]),
    glove: new ort.Tensor('float32', vectors, [2, max_words, dimensions]),
  });
  return { feeds, tokens };
}
