import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { classNames } from './class-names.js';

export interface PictureFrameProps {
  src: string;
  alt: string;
  width: number;
  height: number;
  /** Called when the bytes could not be shown, for example because a signed address has expired. */
  onBroken?: () => void;
  loading?: 'lazy' | 'eager';
  draggable?: boolean;
  className?: string;
}

/** A picture at its own proportions, never cropped. Says so when it cannot be shown. */
export function PictureFrame(props: PictureFrameProps) {
  const { src, alt, width, height, onBroken, loading = 'eager', draggable, className } = props;
  const [broken, setBroken] = useState<string | null>(null);
  if (broken === src) {
    return (
      <div
        role="img"
        aria-label={`${alt} (cannot be shown)`}
        className={classNames('grid place-items-center bg-surface-3 text-text-3', className)}
      >
        <ImageOff aria-hidden className="size-6" />
      </div>
    );
  }
  return (
    <img
      src={src}
      alt={alt}
      width={width}
      height={height}
      loading={loading}
      decoding="async"
      draggable={draggable}
      onError={() => {
        setBroken(src);
        onBroken?.();
      }}
      className={className}
    />
  );
}
