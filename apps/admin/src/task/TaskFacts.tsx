import type { AdminTaskStory } from '@easel/contracts';
import { Link } from '@tanstack/react-router';
import { formatCost, formatFull, formatMs } from '../app/format.js';
import { Facts } from '../app/Panel.js';

/** What is known of a task beside its story. */
export function TaskFacts({ story: { task, owner, key, wait_ms } }: { story: AdminTaskStory }) {
  const link = 'text-accent underline underline-offset-2';
  return (
    <Facts
      items={[
        [
          'Model',
          <Link key="model" to="/models/$modelId" params={{ modelId: task.model }} className={link}>
            {task.snapshot.model_name}
          </Link>,
        ],
        [
          'Owner',
          <Link key="owner" to="/tasks" search={{ owner_id: owner.id }} title={owner.id} className={link}>
            {owner.name}
          </Link>,
        ],
        ...(key === null
          ? []
          : [
              [
                'Key',
                <Link key="key" to="/tasks" search={{ key_id: key.id }} title={key.id} className={link}>
                  {key.name} (…{key.hint})
                </Link>,
              ] as const,
            ]),
        ['Waited', formatMs(wait_ms)],
        ['Mode', `${task.snapshot.mode_label} (${task.type})`],
        ['Lane', task.lane],
        ['Cost, estimate', formatCost(task.cost_microusd)],
        ['Version', task.version],
        ['Created', formatFull(task.created_at)],
        ['Started', task.started_at === null ? '–' : formatFull(task.started_at)],
        ['Finished', task.finished_at === null ? '–' : formatFull(task.finished_at)],
        ...(task.cancel_requested_at === null ? [] : [['Cancel asked', formatFull(task.cancel_requested_at)] as const]),
        ...(task.retry_of === null
          ? []
          : [
              [
                'Retry of',
                <Link
                  key="retry"
                  to="/tasks/$taskId"
                  params={{ taskId: task.retry_of }}
                  className={`${link} font-mono text-xs break-all`}
                >
                  {task.retry_of}
                </Link>,
              ] as const,
            ]),
        ...Object.entries(task.metadata).map(([name, value]) => [name, value] as const),
      ]}
    />
  );
}
