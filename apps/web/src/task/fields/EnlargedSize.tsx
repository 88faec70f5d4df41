import type { Model } from '@easel/sdk';
import { useQuery } from '@tanstack/react-query';
import { assetQuery } from '../../asset/asset.queries';
import type { Input as Values } from '../build-input';

/** What comes of a picture that is enlarged, before it is begun: its size, or that it would be too large. */
export function EnlargedSize({ model, values }: { model: Model; values: Values }) {
  const from = model.size_from;
  const id = from ? values[from.image] : undefined;
  const { data: asset } = useQuery({ ...assetQuery(String(id)), enabled: typeof id === 'string' });
  if (!from || !asset || typeof id !== 'string') return null;
  const scale = model.parameters[from.scale];
  const times = Number(values[from.scale] ?? (scale?.type === 'integer' ? scale.default : undefined));
  if (!asset.width || !asset.height || Number.isNaN(times)) return null;
  const [width, height] = [asset.width * times, asset.height * times];
  const most = Math.floor(Math.sqrt(from.max_pixels) / times);
  if (width * height <= from.max_pixels) {
    return (
      <p className="text-xs text-text-3">
        {asset.width} × {asset.height} becomes {width} × {height}.
      </p>
    );
  }
  return (
    <p role="alert" className="text-xs text-bad">
      {width} × {height} is too large. At {times} × a picture may have as many pixels as {most} × {most}.
    </p>
  );
}
