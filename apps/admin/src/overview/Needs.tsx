import type { Need } from '@easel/contracts';
import { Button, buttonClass } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { Countdown, Elapsed } from '../app/Ago.js';
import { Panel } from '../app/Panel.js';
import { needLink } from './need-links.js';
import { useNeedVerbs } from './use-need-verbs.js';

const LOOK = {
  bad: { Icon: CircleAlert, colour: 'text-bad', word: 'Fault' },
  warn: { Icon: TriangleAlert, colour: 'text-warn', word: 'Warning' },
  info: { Icon: Info, colour: 'text-text-3', word: 'Note' },
} as const;

/** Faults and what may become one, the worst first, each with what can be done about it in one press. */
export function Needs({ needs }: { needs: readonly Need[] }) {
  const actsOf = useNeedVerbs();
  return (
    <Panel title="What needs you">
      {needs.length === 0 ? (
        <p className="flex items-center gap-2 text-[13px] text-text-2">
          <CircleCheck aria-hidden className="size-4 text-ok" />
          Nothing. All backends take work, and nothing waits for you.
        </p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {needs.map((need) => {
            const { Icon, colour, word } = LOOK[need.severity];
            const [first, ...others] = actsOf(need);
            return (
              <li key={need.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
                <div className="flex min-w-0 flex-1 basis-80 gap-2.5">
                  <Icon aria-label={word} className={`mt-0.5 size-4 shrink-0 ${colour}`} />
                  <div className="min-w-0 text-[13px]">
                    <p className="font-medium break-words">{need.title}</p>
                    <p className="break-words text-text-2">
                      {need.detail}{' '}
                      <span className="text-text-3">
                        {need.since === null ? null : (
                          <>
                            For <Elapsed from={need.since} />.{' '}
                          </>
                        )}
                        {need.until === null ? null : (
                          <>
                            Tried again: <Countdown until={need.until} />.
                          </>
                        )}
                      </span>
                    </p>
                  </div>
                </div>
                <div className="flex flex-wrap gap-1.5 max-sm:pl-6.5">
                  {first === undefined ? null : (
                    <Button size="sm" disabled={first.pending} onClick={first.press}>
                      {first.label}
                    </Button>
                  )}
                  {others.map((act) => (
                    <Button key={act.verb} size="sm" variant="ghost" disabled={act.pending} onClick={act.press}>
                      {act.label}
                    </Button>
                  ))}
                  <Link {...needLink(need)} className={buttonClass('ghost', 'sm')}>
                    See
                  </Link>
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
