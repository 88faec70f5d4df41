import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { activeTasksQuery } from '../task/task.queries';

const TITLES: [start: string, title: string][] = [
  ['/gallery/', 'Picture'],
  ['/gallery', 'Gallery'],
  ['/account', 'Account'],
  ['/', 'Create'],
];

/** The name of the page, with the number of open tasks in front, to be seen from another tab. */
export function usePageTitle(): void {
  const path = useLocation({ select: (location) => location.pathname });
  const { data: active } = useQuery(activeTasksQuery());
  const open = active?.length ?? 0;
  useEffect(() => {
    const title = TITLES.find(([start]) => path.startsWith(start))?.[1] ?? 'Easel';
    document.title = `${open > 0 ? `(${open}) ` : ''}${title} · Easel`;
  }, [path, open]);
}
