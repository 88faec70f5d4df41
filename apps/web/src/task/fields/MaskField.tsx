import type { Asset } from '@easel/sdk';
import { Button, Field, IconButton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Brush, ImageUp, X } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { part } from '../../app/part';
import { assetQuery } from '../../asset/asset.queries';
import { ACCEPT } from '../../asset/upload-reference';
import type { ParameterOf } from '../../model/model-form';
import { isSameShape } from '../mask/mask';
import type { FieldPart } from './TextField';
import { useTakePicture } from './use-take-picture';

const MaskPainter = part(() => import('../mask/MaskPainter'));

/** The mask over its picture: what is drawn anew shines. */
function Overlaid({ reference, mask }: { reference: Asset | undefined; mask: Asset }) {
  const { width, height } = reference ?? mask;
  return (
    <div
      className="relative h-20 overflow-hidden rounded-sm bg-surface-3"
      style={{ aspectRatio: `${width} / ${height}` }}
    >
      {reference ? <img src={reference.preview_url} alt="" className="absolute inset-0 size-full" /> : null}
      <img
        src={mask.preview_url}
        alt="Mask"
        className="absolute inset-0 size-full"
        style={reference ? { mixBlendMode: 'screen', opacity: 0.75 } : {}}
      />
    </div>
  );
}

export interface MaskFieldProps extends FieldPart<ParameterOf<'image'>, string | undefined> {
  /** Id of the picture that the mask belongs to. */
  reference: string | undefined;
}

/** What of the picture is drawn anew: painted over it, or uploaded. */
export default function MaskField({ name, parameter, value, error, onChange, reference }: MaskFieldProps) {
  const id = `field-${name}`;
  const file = useRef<HTMLInputElement>(null);
  const [isPainting, setIsPainting] = useState(false);
  const { take, isBusy } = useTakePicture(onChange);
  const { data: picture } = useQuery({ ...assetQuery(reference ?? ''), enabled: reference !== undefined });
  const { data: mask, isError } = useQuery({ ...assetQuery(value ?? ''), enabled: value !== undefined });
  const isOff = value !== undefined && picture && mask && !isSameShape(picture, mask);
  const wrong = isError
    ? 'This mask is gone. Make another one.'
    : isOff
      ? `The mask is ${mask.width} × ${mask.height}, the picture ${picture.width} × ${picture.height}: they need the same shape.`
      : undefined;
  return (
    <Field
      id={id}
      label={parameter.label}
      help={parameter.help}
      error={error ?? wrong}
      required={parameter.required}
      group
    >
      <div className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-field p-2">
        {value !== undefined && mask ? <Overlaid reference={picture} mask={mask} /> : null}
        <div className="flex flex-1 flex-wrap items-center gap-2">
          <Button
            id={id}
            size="sm"
            disabled={isBusy || !picture}
            icon={<Brush aria-hidden className="size-3.5" />}
            onClick={() => setIsPainting(true)}
          >
            {value === undefined ? 'Paint it' : 'Paint on'}
          </Button>
          <Button
            size="sm"
            disabled={isBusy}
            icon={<ImageUp aria-hidden className="size-3.5" />}
            onClick={() => file.current?.click()}
          >
            {isBusy ? 'Uploading…' : 'Upload a mask'}
          </Button>
          {reference === undefined ? (
            <p className="text-xs text-text-3">To paint it, choose the reference image first.</p>
          ) : null}
        </div>
        {value !== undefined ? (
          <IconButton label="Remove the mask" size="sm" onClick={() => onChange(undefined)}>
            <X aria-hidden className="size-4" />
          </IconButton>
        ) : null}
      </div>
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
      {isPainting && picture ? (
        <Suspense>
          <MaskPainter
            reference={picture}
            mask={isOff ? undefined : mask}
            onDone={async (painted) => {
              await take(painted);
              setIsPainting(false);
            }}
            onClose={() => setIsPainting(false)}
          />
        </Suspense>
      ) : null}
    </Field>
  );
}
