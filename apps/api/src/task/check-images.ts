import {
  inputFilesOf,
  type Keyframes,
  type ModeName,
  outputSizeFrom,
  parametersOf,
  type SettingsModel,
} from '@easel/contracts';
import type { Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';

/** What a caller sent is refused for this field. */
export const invalid = (path: string, message: string) =>
  new HttpProblem('invalid_input', `${path}: ${message}.`, { errors: [{ path, message }] });

/** Every image that an input names is one of the owner's, and none too large to be enlarged. */
export async function checkImages(
  tx: Tx,
  ownerId: string,
  { model, mode, input }: { model: SettingsModel; mode: ModeName; input: Record<string, unknown> },
): Promise<void> {
  for (const { path, asset_id } of inputFilesOf(model, mode, input)) {
    const asset = await tx.db
      .selectFrom('assets')
      .select(['type', 'width', 'height'])
      .where('id', '=', asset_id)
      .where('owner_id', '=', ownerId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (asset?.type !== 'image') throw invalid(`input.${path}`, 'must be an image of yours. Upload it first');
    if (model.size_from?.image !== path) continue;
    const { problem } = outputSizeFrom(model.size_from, asset, input);
    if (problem) throw invalid(`input.${path}`, problem);
  }
}

/** The parameter by which models declare how many frames a video has. */
const FRAME_COUNT = 'frames';

/** Every key frame lies within the video, and no two at the same place. */
export function checkKeyframes(model: SettingsModel, mode: ModeName, input: Record<string, unknown>): void {
  const count = input[FRAME_COUNT];
  for (const [name, parameter] of parametersOf(model, mode)) {
    const value = input[name];
    if (parameter.type !== 'keyframes' || value === undefined) continue;
    const taken = new Set<number>();
    // The input was parsed with this parameter's schema.
    for (const [index, { frame }] of (value as Keyframes).entries()) {
      const path = `input.${name}.${index}.frame`;
      if (typeof count === 'number' && frame >= count)
        throw invalid(path, `must be below ${count}, the number of frames`);
      if (taken.has(frame)) throw invalid(path, `must differ from the others: frame ${frame} is given twice`);
      taken.add(frame);
    }
  }
}
