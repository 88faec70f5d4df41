import type { Model } from '@easel/sdk';

/** The sizes on offer, each drawn at its proportions. */
export function ModelSizes({ model: { size } }: { model: Model }) {
  if (size === null) return <p className="text-[13px] text-text-2">The model decides the size by itself.</p>;
  return (
    <>
      <ul className="flex flex-wrap items-end gap-4 text-[13px]">
        {size.options.map((option) => (
          <li key={option.label} className="flex flex-col items-center gap-1.5">
            <SizeShape width={option.width} height={option.height} />
            {option.label}
            <span className="text-xs text-text-3">
              {option.width} × {option.height}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-[13px] text-text-2">
        {size.custom === null
          ? 'No other sizes.'
          : `Or any from ${size.custom.min} to ${size.custom.max} pixels a side, in multiples of ${size.custom.multiple_of}.`}
      </p>
    </>
  );
}

const LONG_SIDE_PX = 40;

function SizeShape({ width, height }: { width: number; height: number }) {
  const scale = LONG_SIDE_PX / Math.max(width, height);
  return (
    <span
      aria-hidden
      className="rounded-xs border-2 border-line-strong"
      style={{ width: width * scale, height: height * scale }}
    />
  );
}
