import { Button, classNames, Field, IconButton, PictureFrame, useToast } from '@easel/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ImagePlus, Images, X } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { explainError } from '../../app/explain-error';
import { assetQuery } from '../../asset/asset.queries';
import { ACCEPT, takePicture } from '../../asset/upload-reference';
import type { ParameterOf } from '../../model/model-form';
import type { FieldPart } from './TextField';

const PicturePicker = lazy(() => import('../../asset/PicturePicker'));

function Chosen({ id, onClear }: { id: string; onClear: () => void }) {
  const { data: asset, isError, refetch } = useQuery(assetQuery(id));
  return (
    <div className="flex items-center gap-3 rounded-md border border-line bg-field p-2">
      {asset ? (
        <PictureFrame
          src={asset.preview_url}
          alt="Reference"
          width={asset.width}
          height={asset.height}
          onBroken={() => void refetch()}
          className="size-16 rounded-sm object-contain"
        />
      ) : (
        <span className="size-16 rounded-sm bg-surface-3" />
      )}
      <p className="min-w-0 flex-1 text-[13px] text-text-2">
        {isError
          ? 'This picture is gone. Choose another one.'
          : asset
            ? `${asset.width} × ${asset.height}`
            : 'Loading…'}
      </p>
      <IconButton label="Remove the reference image" onClick={onClear}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}

/** A picture: dropped, pasted, from a file or from the gallery. */
export function ImageField(props: FieldPart<ParameterOf<'image'>, string | undefined>) {
  const { name, parameter, value, error, onChange } = props;
  const id = `field-${name}`;
  const client = useQueryClient();
  const toast = useToast();
  const file = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [isPicking, setIsPicking] = useState(false);

  async function take(data: DataTransfer | File | null) {
    setIsBusy(true);
    try {
      const taken = await takePicture(client, data);
      if (taken !== null) onChange(taken);
    } catch (cause) {
      toast({ message: explainError(cause), tone: 'bad' });
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <Field id={id} label={parameter.label} help={parameter.help} error={error} required={parameter.required} group>
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
            'flex flex-col items-center gap-2 rounded-md border border-dashed px-3 py-4 text-center text-[13px] text-text-2',
            isOver ? 'border-accent bg-accent-soft' : error ? 'border-bad' : 'border-line-strong',
          )}
        >
          <span>{isBusy ? 'Uploading…' : 'Drop or paste a picture here'}</span>
          <div className="flex flex-wrap justify-center gap-2">
            <Button
              id={id}
              size="sm"
              disabled={isBusy}
              icon={<ImagePlus aria-hidden className="size-3.5" />}
              onClick={() => file.current?.click()}
            >
              Choose a file
            </Button>
            <Button size="sm" icon={<Images aria-hidden className="size-3.5" />} onClick={() => setIsPicking(true)}>
              From the gallery
            </Button>
          </div>
        </div>
      ) : (
        <Chosen id={value} onClear={() => onChange(undefined)} />
      )}
      <input
        ref={file}
        type="file"
        accept={ACCEPT}
        hidden
        aria-label={parameter.label}
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
    </Field>
  );
}
