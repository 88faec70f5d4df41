import type { Call } from '@easel/contracts';
import { formatClockMs, formatFull } from '../app/format.js';
import { Facts } from '../app/Panel.js';
import { PlatformSays } from './PlatformSays.js';

/** All that is known about a call. */
export function CallDetails({ call }: { call: Call }) {
  const code = (text: string | null) =>
    text === null ? '–' : <code className="font-mono text-xs break-all">{text}</code>;
  const stamp = (at: string | null) => (at === null ? '–' : <span title={formatFull(at)}>{formatClockMs(at)}</span>);
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
      <div className="flex flex-col gap-3">
        {call.error === null ? null : (
          <div className="rounded-sm bg-bad-soft px-2.5 py-2 text-[13px] whitespace-normal">
            <p className="font-mono text-xs text-bad">{call.error.code}</p>
            <p className="break-words text-text-1">{call.error.message}</p>
            <p className="mt-1 text-text-2">{call.error.hint}</p>
          </div>
        )}
        <Facts
          items={[
            ['Attempt', code(call.attempt_id)],
            ['Task', code(call.task_id)],
            ['Owner', code(call.owner_id)],
            ['Handle', code(call.handle)],
            ['Created', stamp(call.created_at)],
            ['Started', stamp(call.started_at)],
            ['Finished', stamp(call.finished_at)],
            ...(call.out_of_sight_since === null
              ? []
              : [['Out of sight since', stamp(call.out_of_sight_since)] as const]),
          ]}
        />
      </div>
      <PlatformSays facts={call.platform} detail={call.error_detail} />
    </div>
  );
}
