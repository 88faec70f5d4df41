import type { AdminTask } from '@easel/contracts';
import { Cell, HeadCell, Row, Skeleton, Table, TableHead } from '@easel/ui';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Elapsed } from '../app/Ago.js';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { formatMs, formatWhen, shortId } from '../app/format.js';
import { Panel } from '../app/Panel.js';
import { useMedia } from '../app/use-media.js';
import { TaskActivity } from '../task/TaskStatusBadge.js';

const SHOWN = 10;
const LINK = 'text-accent underline-offset-2 hover:underline';

/** What runs and waits, newest first; when nothing does, what ended last. */
const liveTasksQuery = () =>
  queryOptions({
    queryKey: ['admin_tasks', 'live'],
    queryFn: async ({ signal }) => {
      const active = await easel.admin_task.list({ limit: SHOWN, status: 'pending,processing' }, { signal });
      if (active.items.length > 0) return { live: true, items: active.items };
      return { live: false, items: (await easel.admin_task.list({ limit: SHOWN }, { signal })).items };
    },
    refetchInterval: 2000,
    refetchOnWindowFocus: true,
  });

export function LiveTasks() {
  const tasks = useQuery(liveTasksQuery());
  const wide = useMedia('(min-width: 768px)');
  const { data } = tasks;
  return (
    <Panel
      title={data?.live === false ? 'The last tasks' : 'Live tasks'}
      aside={
        <Link
          to="/tasks"
          search={{}}
          className={`${LINK} inline-flex min-h-6 items-center text-[13px] pointer-coarse:min-h-11`}
        >
          All tasks
        </Link>
      }
    >
      {data === undefined ? (
        tasks.isError ? (
          <p role="alert" className="text-[13px] text-bad">
            {explain(tasks.error)}
          </p>
        ) : (
          <Skeleton className="h-24" />
        )
      ) : data.items.length === 0 ? (
        <p className="text-[13px] text-text-2">
          No tasks yet. Make a first picture in{' '}
          <a href="/" className="text-accent underline underline-offset-2">
            the studio
          </a>
          .
        </p>
      ) : wide ? (
        <Rows tasks={data.items} />
      ) : (
        <Cards tasks={data.items} />
      )}
    </Panel>
  );
}

function Rows({ tasks }: { tasks: readonly AdminTask[] }) {
  return (
    <Table label="Newest tasks">
      <TableHead>
        <HeadCell>Task</HeadCell>
        <HeadCell>Status</HeadCell>
        <HeadCell>Model</HeadCell>
        <HeadCell>Owner</HeadCell>
        <HeadCell>Backend</HeadCell>
        <HeadCell>Prompt</HeadCell>
        <HeadCell className="text-right">Waited</HeadCell>
        <HeadCell className="text-right">Since</HeadCell>
      </TableHead>
      <tbody>
        {tasks.map((task) => (
          <Row key={task.id}>
            <Cell>
              <Link
                to="/tasks/$taskId"
                params={{ taskId: task.id }}
                title={task.id}
                className={`${LINK} font-mono text-xs`}
              >
                {shortId(task.id)}
              </Link>
            </Cell>
            <Cell className="w-60">
              <TaskActivity task={task} />
            </Cell>
            <Cell className="max-w-44 truncate">{task.model_name}</Cell>
            <Cell className="max-w-40 truncate">{task.owner.name}</Cell>
            <Cell className="max-w-40 truncate">{task.backend?.label ?? '–'}</Cell>
            <Cell className="max-w-0 w-1/3 truncate text-text-2">{task.prompt ?? ''}</Cell>
            <Cell className="text-right whitespace-nowrap">{formatMs(task.wait_ms)}</Cell>
            <Cell className="text-right whitespace-nowrap">
              {task.finished_at === null ? <Elapsed from={task.created_at} /> : formatWhen(task.created_at)}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Cards({ tasks }: { tasks: readonly AdminTask[] }) {
  return (
    <ul aria-label="Live tasks" className="flex flex-col divide-y divide-line text-[13px]">
      {tasks.map((task) => (
        <li key={task.id} className="flex flex-col gap-1 py-2">
          <TaskActivity task={task} />
          <Link to="/tasks/$taskId" params={{ taskId: task.id }} className="truncate py-1 font-medium">
            {task.prompt ?? task.id}
          </Link>
          <p className="truncate text-xs text-text-3">
            {task.model_name} · {task.owner.name} · {task.backend?.label ?? 'no backend yet'}
          </p>
        </li>
      ))}
    </ul>
  );
}
