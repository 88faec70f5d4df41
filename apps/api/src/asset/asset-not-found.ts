import { HttpProblem } from '../http/http-problem.js';

/** One sentence for every way in which an asset is not there for a caller. */
export const assetNotFound = (): HttpProblem =>
  new HttpProblem('asset_not_found', 'There is no such asset, or it was deleted, or its link has expired.');
