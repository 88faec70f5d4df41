import type { BackendCheck } from '@easel/contracts';
import { Check, CircleHelp, X } from 'lucide-react';
import { Ago } from '../app/Ago.js';
import { formatMs } from '../app/format.js';
import { Facts } from '../app/Panel.js';

const CREDENTIALS = {
  valid: { word: 'accepted', Icon: Check, colour: 'text-ok' },
  invalid: { word: 'refused', Icon: X, colour: 'text-bad' },
  unknown: { word: 'not found out', Icon: CircleHelp, colour: 'text-warn' },
} as const;

/** What a check found, and what is wrong in words. */
export function CheckResult({ check }: { check: BackendCheck }) {
  const { word, Icon, colour } = CREDENTIALS[check.credentials];
  const count = (state: BackendCheck['models'][number]['state']) =>
    check.models.filter((model) => model.state === state).length;
  const states = (['deployed', 'stale', 'missing', 'failed', 'unknown'] as const).filter((state) => count(state) > 0);
  return (
    <div className="flex flex-col gap-3">
      <Facts
        items={[
          [
            'Credentials',
            <span key="credentials" className={colour}>
              <Icon aria-hidden className="mr-1 inline size-3.5 align-[-2px]" />
              {word}
            </span>,
          ],
          ['Latency', formatMs(check.latency_ms)],
          ['Models', states.map((state) => `${count(state)} ${state}`).join(', ') || 'none'],
          ['Worker', check.worker_version ?? '–'],
          ['Checked', <Ago key="at" at={check.at} />],
        ]}
      />
      {check.problems.length === 0 ? null : (
        <ul className="flex list-disc flex-col gap-1 rounded-sm bg-warn-soft py-2 pr-3 pl-7 text-[13px]">
          {check.problems.map((problem) => (
            <li key={problem} className="break-words">
              {problem}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
