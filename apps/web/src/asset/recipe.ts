import type { Recipe } from '@easel/contracts';
import type { Asset } from '@easel/sdk';

/** The recipe that makes exactly this picture: of several outputs each has a seed of its own. */
export function recipeOf(asset: Asset): Recipe | null {
  if (!asset.recipe) return null;
  const seed = asset.seed === null ? {} : { seed: asset.seed };
  return { ...asset.recipe, input: { ...asset.recipe.input, ...seed } };
}

/** The same recipe with the seed left open. */
export function withoutSeed(recipe: Recipe): Recipe {
  const { seed: _seed, ...input } = recipe.input;
  return { ...recipe, input };
}

/** What to call a picture or a video: its prompt, or what was done without one. */
export function titleOfAsset(asset: Asset): string {
  const prompt = asset.recipe?.input.prompt;
  if (asset.recipe?.mode === 'upscale') return `Enlarged to ${asset.width} × ${asset.height}`;
  if (typeof prompt === 'string' && prompt.trim() !== '') return prompt;
  return asset.type === 'video' ? 'Video without a prompt' : 'Picture without a prompt';
}

const EXTENSIONS: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

/** A name for the downloaded file: words of the prompt and the seed. */
export function fileNameOf(asset: Asset): string {
  const words = titleOfAsset(asset)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return `${words || (asset.type === 'video' ? 'video' : 'picture')}${asset.seed === null ? '' : `-${asset.seed}`}.${EXTENSIONS[asset.content_type] ?? 'bin'}`;
}
