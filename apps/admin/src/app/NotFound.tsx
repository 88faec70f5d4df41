import { buttonClass, EmptyState } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { useTitle } from './use-title.js';

export function NotFound() {
  useTitle('Not found');
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="There is no such page"
        action={
          <Link to="/tasks" search={{}} className={buttonClass()}>
            All tasks
          </Link>
        }
      >
        The address may be mistyped, or come from another version of the console.
      </EmptyState>
    </>
  );
}
