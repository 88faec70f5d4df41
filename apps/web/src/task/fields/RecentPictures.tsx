import { PictureFrame } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { recentTasksQuery } from '../task.queries';
import { titleOf } from '../task-words';

/** The last pictures that were made, each to be taken with one press. */
export function RecentPictures({ slot, count, onTake }: { slot: string; count: number; onTake: (id: string) => void }) {
  const { data: tasks = [] } = useQuery(recentTasksQuery());
  const recent = tasks
    .flatMap((task) => task.outputs.map((asset) => ({ asset, title: titleOf(task) })))
    .filter(({ asset }) => asset.type === 'image')
    .slice(0, count);
  if (recent.length === 0) return null;
  return (
    <ul className="flex flex-wrap justify-center gap-1.5" aria-label={`Recent pictures for ${slot}`}>
      {recent.map(({ asset, title }) => (
        <li key={asset.id}>
          <button
            type="button"
            title={title}
            aria-label={`${slot}: take ${title}`}
            onClick={() => onTake(asset.id)}
            className="block size-11 overflow-hidden rounded-sm bg-surface-3 hover:outline-2 hover:outline-accent"
          >
            <PictureFrame
              src={asset.preview_url}
              alt=""
              width={asset.width}
              height={asset.height}
              draggable={false}
              className="size-full object-cover"
            />
          </button>
        </li>
      ))}
    </ul>
  );
}
