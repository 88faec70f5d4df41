import { CopyButton, Popover } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { formatMs } from '../app/format.js';
import { Facts } from '../app/Panel.js';
import { useLiveState } from './LiveEvents.js';
import { healthQuery, readyQuery, sessionQuery } from './system.queries.js';

const LIVE = {
  connecting: 'connecting',
  open: 'as they happen',
  waiting: 'connection lost, trying again',
  polling: 'by polling',
} as const;

/** One word for the state of the installation, and behind it the reasons. */
export function SystemStatus() {
  const [open, setOpen] = useState(false);
  const ready = useQuery(readyQuery());
  const health = useQuery(healthQuery());
  const live = useLiveState();
  const state = stateOf(ready.isError, ready.data?.status, live);
  return (
    <Popover
      open={open}
      onClose={() => setOpen(false)}
      label="System"
      className="max-sm:fixed! max-sm:inset-x-2! max-sm:top-14! max-sm:w-auto!"
      trigger={
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="inline-flex h-9 items-center gap-2 rounded-md px-2 text-[13px] whitespace-nowrap text-text-1 hover:bg-surface-3 pointer-coarse:min-h-11"
        >
          <span aria-hidden className={`size-2 rounded-full ${state.dot}`} />
          <span className="max-sm:sr-only">{state.word}</span>
          <ChevronDown aria-hidden className="size-3.5 text-text-3" />
        </button>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        <p className="text-[13px] font-semibold">{state.word}</p>
        {ready.isError ? <p className="text-[13px] text-bad">{explain(ready.error)}</p> : null}
        {ready.data && ready.data.reasons.length > 0 ? (
          <ul className="list-disc space-y-1 pl-4 text-[13px] text-bad">
            {ready.data.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        ) : null}
        <SystemFacts live={LIVE[live]} health={health.data} />
      </div>
    </Popover>
  );
}

function SystemFacts({
  live,
  health,
}: {
  live: string;
  health: { version: string; contract: string; uptime_s: number } | undefined;
}) {
  const session = useQuery(sessionQuery());
  const user = session.data?.user;
  return (
    <Facts
      items={[
        ['Version', health?.version ?? '–'],
        ['Running for', health ? formatMs(health.uptime_s * 1000) : '–'],
        ['Changes arrive', live],
        ['Signed in as', user ? `${user.name} (${user.role})` : '–'],
        [
          'Contract',
          health ? (
            <span key="contract" className="flex items-center gap-1">
              <code className="truncate font-mono text-xs">{health.contract}</code>
              <CopyButton text={health.contract} label="Copy the contract hash" />
            </span>
          ) : (
            '–'
          ),
        ],
      ]}
    />
  );
}

function stateOf(unreachable: boolean, status: 'ready' | 'unready' | undefined, live: string) {
  if (unreachable) return { word: 'No answer', dot: 'bg-bad' };
  if (status === undefined) return { word: 'Asking …', dot: 'bg-line-strong' };
  if (status === 'unready') return { word: 'Not ready', dot: 'bg-bad' };
  return live === 'waiting' ? { word: 'Ready, not live', dot: 'bg-warn' } : { word: 'Ready', dot: 'bg-ok' };
}
