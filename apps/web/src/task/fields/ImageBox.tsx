import { Button, classNames, IconButton, PictureFrame } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { ImagePlus, Images, X } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { part } from '../../app/part';
import { assetQuery } from '../../asset/asset.queries';
import { DRAGGED_ASSET } from '../../asset/dragged-asset';
import { ACCEPT } from '../../asset/upload-reference';
import { RecentPictures } from './RecentPictures';
import { useTakePicture } from './use-take-picture';

const PicturePicker = part(() => import('../../asset/PicturePicker'));

interface ChosenProps {
  id: string;
  label: string;
  isTall: boolean;
  onClear: () => void;
}

function Chosen({ id, label, isTall, onClear }: ChosenProps) {
  const { data: asset, isError, refetch } = useQuery(assetQuery(id));
  const words = isError
    ? 'This picture is gone. Choose another one.'
    : asset
      ? `${asset.width} × ${asset.height}`
      : 'Loading…';
  return (
    <div
      className={classNames(
        'flex rounded-md border border-line bg-field p-2',
        isTall ? 'flex-col items-stretch gap-1.5' : 'items-center gap-3',
      )}
    >
      {asset ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: dragging is a second way to what the gallery offers
        <div
          draggable
          onDragStart={(event) => event.dataTransfer.setData(DRAGGED_ASSET, id)}
          className={isTall ? 'h-28' : 'size-16'}
        >
          <PictureFrame
            src={asset.preview_url}
            alt={label}
            width={asset.width}
            height={asset.height}
            onBroken={() => void refetch()}
            draggable={false}
            className="size-full rounded-sm object-contain"
          />
        </div>
      ) : (
        <span className={classNames('rounded-sm bg-surface-3', isTall ? 'h-28' : 'size-16')} />
      )}
      <div className={classNames('flex min-w-0 flex-1 items-center', isTall && 'justify-between')}>
        <p className="min-w-0 flex-1 text-[13px] text-text-2">{words}</p>
        <IconButton label={`Remove: ${label}`} size="sm" onClick={onClear}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </div>
    </div>
  );
}

export interface ImageBoxProps {
  /** Id of the first control, to be focused when something is wrong. */
  id: string;
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  isInvalid?: boolean;
  /** For half the width: the picture above its words. */
  isTall?: boolean;
  /** What stands in the empty box. */
  invitation?: string;
}

/** A place for a picture: dropped, pasted, from a file, one of the last ones, or from the gallery. */
export function ImageBox({ id, label, value, onChange, isInvalid, isTall = false, invitation }: ImageBoxProps) {
  const file = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [isPicking, setIsPicking] = useState(false);
  const { take, isBusy } = useTakePicture(onChange);
  return (
    <>
      {value === undefined ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same by keyboard
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setIsOver(true);
          }}
          onDragLeave={() => setIsOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            event.stopPropagation();
            setIsOver(false);
            void take(event.dataTransfer);
          }}
          className={classNames(
            'flex flex-col items-center justify-center gap-2 rounded-md border border-dashed px-3 py-3 text-center text-[13px] text-text-2',
            isTall && 'min-h-40',
            isOver ? 'border-accent bg-accent-soft' : isInvalid ? 'border-bad' : 'border-line-strong',
          )}
        >
          <span>{isBusy ? 'Uploading…' : (invitation ?? 'Drop or paste a picture here')}</span>
          <div className="flex flex-wrap justify-center gap-2">
            <Button
              id={id}
              size="sm"
              disabled={isBusy}
              aria-label={isTall ? `${label}: choose a file` : undefined}
              icon={<ImagePlus aria-hidden className="size-3.5" />}
              onClick={() => file.current?.click()}
            >
              {isTall ? 'File' : 'Choose a file'}
            </Button>
            <Button
              size="sm"
              aria-label={isTall ? `${label}: from the gallery` : undefined}
              icon={<Images aria-hidden className="size-3.5" />}
              onClick={() => setIsPicking(true)}
            >
              {isTall ? 'Gallery' : 'From the gallery'}
            </Button>
          </div>
          <RecentPictures slot={label} count={isTall ? 3 : 6} onTake={onChange} />
        </div>
      ) : (
        <Chosen id={value} label={label} isTall={isTall} onClear={() => onChange(undefined)} />
      )}
      <input
        ref={file}
        type="file"
        accept={ACCEPT}
        hidden
        aria-label={label}
        onChange={(event) => {
          void take(event.target.files?.[0] ?? null);
          event.target.value = '';
        }}
      />
      {isPicking ? (
        <Suspense>
          <PicturePicker
            onPick={(asset) => {
              onChange(asset.id);
              setIsPicking(false);
            }}
            onClose={() => setIsPicking(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
