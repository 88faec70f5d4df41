import type { TaskCreate } from '@easel/contracts';
import type { DefaultModeOf, InputOf, ModelId, ModelTypes, ModeOf } from '../models.js';

/**
 * What to make. `input` has exactly the parameters of the model in that mode; images may be given as asset ids or as
 * bytes (`Blob`, `File`), which are uploaded first.
 */
export interface TaskRequest<
  M extends ModelTypes<M>,
  Id extends ModelId<M>,
  Mode extends ModeOf<M, Id> = DefaultModeOf<M, Id>,
> {
  model: Id;
  /** The model's default mode when absent. */
  mode?: Mode;
  input: InputOf<M, Id, NoInfer<Mode>>;
  /** Number of outputs. */
  count?: TaskCreate['count'];
  /** Background tasks give way to interactive ones. */
  lane?: TaskCreate['lane'];
  /** Up to 32 short texts of your own. */
  metadata?: TaskCreate['metadata'];
}
