import type { Call } from '@easel/contracts';
import { Elapsed } from '../app/Ago.js';
import { AttemptBadge } from './AttemptBadge.js';

/** The state of a call, and what is odd about it in a few words. */
export function CallState({ call }: { call: Call }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <AttemptBadge state={call.state} />
      {call.error === null ? null : <span className="text-xs text-text-2">{call.error.code.replaceAll('_', ' ')}</span>}
      {call.out_of_sight_since === null ? null : (
        <span className="text-xs text-warn">
          out of sight for <Elapsed from={call.out_of_sight_since} />
        </span>
      )}
    </span>
  );
}
