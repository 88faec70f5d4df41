import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { overviewQuery } from '../overview/overview.queries.js';

const COUNT =
  'inline-flex h-9 items-center gap-1.5 rounded-md px-1.5 text-[13px] whitespace-nowrap text-text-2 hover:bg-surface-3 hover:text-text-1 sm:px-2 pointer-coarse:min-h-11';

/** How many tasks of all owners wait and run; each number leads to the list behind it. */
export function LiveCounts() {
  const queue = useQuery(overviewQuery()).data?.queue;
  return (
    <>
      <Link to="/tasks" search={{ status: 'pending' }} className={COUNT}>
        Queue <strong className="font-semibold text-text-1">{queue?.pending ?? '–'}</strong>
      </Link>
      <Link to="/tasks" search={{ status: 'processing' }} className={COUNT}>
        Running <strong className="font-semibold text-text-1">{queue?.processing ?? '–'}</strong>
      </Link>
    </>
  );
}
