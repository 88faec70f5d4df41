import type { Asset } from '@easel/sdk';
import { Button, buttonClass, classNames, IconButton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Clapperboard, Copy, Dices, Download, Ellipsis, Grid2x2, ImageUp, Scaling, Star, Trash2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { part } from '../app/part';
import { placesFor } from '../model/image-slots';
import { modelListQuery } from '../model/model.queries';
import { fileNameOf, recipeOf } from './recipe';
import { usePictureActions } from './use-picture-actions';

const UseAsDialog = part(() => import('./UseAsDialog'));

/** The address under which the bytes come as a download. */
export const downloadUrl = (asset: Asset): string => `${asset.url}${asset.url.includes('?') ? '&' : '?'}download=1`;

/** Repeating what made a picture or a video. */
function Again({ asset }: { asset: Asset }) {
  const actions = usePictureActions();
  const { data: models = [] } = useQuery(modelListQuery());
  const recipe = recipeOf(asset);
  if (!recipe) return null;
  const mode = models.find((model) => model.id === recipe.model)?.modes[recipe.mode];
  const several = Math.min(4, mode?.max_count ?? 4);
  return (
    <>
      <Button
        icon={<Copy aria-hidden className="size-4" />}
        title="Fill the form with what made this (R)"
        onClick={() => void actions.remix(recipe)}
      >
        Remix
      </Button>
      {asset.seed === null ? null : (
        <Button
          icon={<Dices aria-hidden className="size-4" />}
          title="The same with a new seed (V)"
          onClick={() => void actions.vary(recipe)}
        >
          Vary
        </Button>
      )}
      {several > 1 ? (
        <Button
          icon={<Grid2x2 aria-hidden className="size-4" />}
          title="With new seeds"
          onClick={() => void actions.more(recipe)}
        >
          {several} more
        </Button>
      ) : null}
    </>
  );
}

/** Going on from a picture, or from a frame of a video. */
function Onward({ asset }: { asset: Asset }) {
  const { putToUse } = usePictureActions();
  const { data: models = [] } = useQuery(modelListQuery());
  const [isOpen, setIsOpen] = useState(false);
  const canEnlarge = placesFor({ models, role: 'source' }).length > 0;
  const canAnimate = placesFor({ models, role: 'first' }).length > 0;
  const isVideo = asset.type === 'video';
  return (
    <>
      {isVideo ? null : (
        <Button
          icon={<ImageUp aria-hidden className="size-4" />}
          title="Start from this picture"
          onClick={() => void putToUse(asset, 'reference')}
        >
          Use as reference
        </Button>
      )}
      {canEnlarge && !isVideo ? (
        <Button
          icon={<Scaling aria-hidden className="size-4" />}
          title="Make this picture larger"
          onClick={() => void putToUse(asset, 'source')}
        >
          Upscale
        </Button>
      ) : null}
      {canAnimate ? (
        <Button
          icon={<Clapperboard aria-hidden className="size-4" />}
          title={isVideo ? 'A video that begins where this one ends' : 'A video that begins with this picture'}
          onClick={() => void putToUse(asset, 'first', { prefer: ['i2v'] })}
        >
          {isVideo ? 'Continue' : 'Animate'}
        </Button>
      ) : null}
      <Button
        icon={<Ellipsis aria-hidden className="size-4" />}
        aria-haspopup="dialog"
        title={
          isVideo ? 'One of its frames as reference, first, last or key frame' : 'As mask, first, last or key frame'
        }
        onClick={() => setIsOpen(true)}
      >
        {isVideo ? 'Use a frame' : 'Use as'}
      </Button>
      {isOpen ? (
        <Suspense>
          <UseAsDialog asset={asset} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** What can be done with a picture or a video, in one row. */
export function PictureActions({ asset, onRemoved }: { asset: Asset; onRemoved?: () => void }) {
  const actions = usePictureActions();
  return (
    <div className="flex flex-wrap items-center justify-center gap-1.5">
      <Again asset={asset} />
      <Onward asset={asset} />
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
