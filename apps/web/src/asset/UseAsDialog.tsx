import type { Asset } from '@easel/sdk';
import { Dialog, Segmented } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Brush, type Film, ImageUp, ListVideo, Scaling, SkipBack, SkipForward } from 'lucide-react';
import { useState } from 'react';
import { useIsWide } from '../app/use-media-query';
import { Availability } from '../model/Availability';
import type { ImageRole } from '../model/image-slots';
import { modelListQuery } from '../model/model.queries';
import { getDraft } from '../task/draft';
import { placeFor } from '../task/place-image';
import type { Moment } from './capture-frame';
import { usePictureActions } from './use-picture-actions';

const ROLES: { role: ImageRole; label: string; icon: typeof Film }[] = [
  { role: 'reference', label: 'Reference image', icon: ImageUp },
  { role: 'source', label: 'Picture to enlarge', icon: Scaling },
  { role: 'mask', label: 'Mask', icon: Brush },
  { role: 'first', label: 'First image of a video', icon: SkipBack },
  { role: 'last', label: 'Last image of a video', icon: SkipForward },
  { role: 'keyframe', label: 'Key frame of a video', icon: ListVideo },
];

/** Everything that a picture, or a frame of a video, can be to the next one, with the model that would take it. */
export default function UseAsDialog({ asset, onClose }: { asset: Asset; onClose: () => void }) {
  const { data: models = [] } = useQuery(modelListQuery());
  const { putToUse } = usePictureActions();
  const isWide = useIsWide();
  const [moment, setMoment] = useState<Moment>('last');
  const isVideo = asset.type === 'video';
  return (
    <Dialog
      open
      onClose={onClose}
      title={isVideo ? 'Use a frame of this video as' : 'Use this picture as'}
      placement={isWide ? 'centre' : 'sheet'}
    >
      <div className="flex flex-col gap-3">
        {isVideo ? (
          <Segmented
            label="Frame"
            value={moment}
            onChange={setMoment}
            options={[
              { value: 'first', label: 'Its first frame' },
              { value: 'last', label: 'Its last frame' },
            ]}
          />
        ) : null}
        <ul className="flex flex-col gap-1.5">
          {ROLES.map(({ role, label, icon: Icon }) => {
            const place = placeFor(models, getDraft(), role);
            if (!place) return null;
            return (
              <li key={role}>
                <button
                  type="button"
                  onClick={() => {
                    onClose();
                    void putToUse(asset, role, { moment });
                  }}
                  className="flex min-h-12 w-full items-center gap-3 rounded-md border border-line px-3 py-2 text-left hover:border-line-strong hover:bg-surface-3"
                >
                  <Icon aria-hidden className="size-4 shrink-0 text-text-2" />
                  <span className="min-w-0">
                    <span className="block text-sm font-medium">{label}</span>
                    <span className="flex flex-wrap gap-x-2 text-xs text-text-3">
                      {place.model.name}, {place.model.modes[place.mode]?.label}
                      <Availability model={place.model} />
                    </span>
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </div>
    </Dialog>
  );
}
