import type { Asset } from '@easel/sdk';
import { Button, buttonClass, classNames, IconButton } from '@easel/ui';
import { Copy, Dices, Download, Grid2x2, ImageUp, Star, Trash2 } from 'lucide-react';
import { fileNameOf, recipeOf } from './recipe';
import { usePictureActions } from './use-picture-actions';

/** The address under which the bytes come as a download. */
export const downloadUrl = (asset: Asset): string => `${asset.url}${asset.url.includes('?') ? '&' : '?'}download=1`;

/** What can be done with a picture, in one row. */
export function PictureActions({ asset, onRemoved }: { asset: Asset; onRemoved?: () => void }) {
  const actions = usePictureActions();
  const recipe = recipeOf(asset);
  return (
    <div className="flex flex-wrap items-center justify-center gap-1.5">
      {recipe ? (
        <>
          <Button
            icon={<Copy aria-hidden className="size-4" />}
            title="Fill the form with what made this picture (R)"
            onClick={() => void actions.remix(recipe)}
          >
            Remix
          </Button>
          <Button
            icon={<Dices aria-hidden className="size-4" />}
            title="The same with a new seed (V)"
            onClick={() => void actions.vary(recipe)}
          >
            Vary
          </Button>
          <Button
            icon={<Grid2x2 aria-hidden className="size-4" />}
            title="Four with new seeds"
            onClick={() => void actions.more(recipe)}
          >
            4 more
          </Button>
        </>
      ) : null}
      <Button
        icon={<ImageUp aria-hidden className="size-4" />}
        title="Start from this picture"
        onClick={() => void actions.takeAsReference(asset)}
      >
        Use as reference
      </Button>
      <a
        className={classNames(buttonClass(), 'w-9 px-0! pointer-coarse:w-11')}
        href={downloadUrl(asset)}
        download={fileNameOf(asset)}
        aria-label="Download"
        title="Download"
      >
        <Download aria-hidden className="size-4" />
      </a>
      <IconButton
        label={asset.favorite ? 'Remove from favourites' : 'Add to favourites'}
        shortcut="F"
        aria-pressed={asset.favorite}
        variant="secondary"
        onClick={() => void actions.setFavorite(asset, !asset.favorite)}
      >
        <Star aria-hidden className={asset.favorite ? 'size-4 fill-current text-warn' : 'size-4'} />
      </IconButton>
      <IconButton
        label="Delete"
        shortcut="Del"
        variant="secondary"
        onClick={() => {
          void actions.remove(asset);
          onRemoved?.();
        }}
      >
        <Trash2 aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}
