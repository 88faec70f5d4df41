import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { activeTasksQuery } from '../task/task.queries.js';

const COUNT =
  'inline-flex h-9 items-center gap-1.5 rounded-md px-1.5 sm:px-2 text-[13px] text-text-2 whitespace-nowrap hover:bg-surface-3 hover:text-text-1 pointer-coarse:min-h-11';

/** How many tasks wait and run; each number leads to the list behind it. */
export function LiveCounts() {
  const { data } = useInfiniteQuery(activeTasksQuery());
  const tasks = data?.pages.flatMap((page) => page.items);
  const count = (status: 'pending' | 'processing') => tasks?.filter((task) => task.status === status).length ?? null;
  // Beyond the first page the number is a lower bound.
  const beyond = data?.pages.at(-1)?.next_cursor ? '+' : '';
  return (
    <>
      <Link to="/tasks" search={{ status: 'pending' }} className={COUNT}>
        Queue{' '}
        <strong className="font-semibold text-text-1">
          {count('pending') ?? '–'}
          {beyond}
        </strong>
      </Link>
      <Link to="/tasks" search={{ status: 'processing' }} className={COUNT}>
        Running <strong className="font-semibold text-text-1">{count('processing') ?? '–'}</strong>
      </Link>
    </>
  );
}
