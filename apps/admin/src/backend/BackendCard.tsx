import type { Backend } from '@easel/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Ago } from '../app/Ago.js';
import { formatMs } from '../app/format.js';
import { LIVE_STATES } from '../call/attempt-look.js';
import { BackendBadge } from './BackendBadge.js';
import { BackendVerbs } from './BackendVerbs.js';
import { countModels, needsSomebody, reasonOf } from './backend-look.js';
import type { BackendActions } from './use-backend-actions.js';

const NUMBER = 'text-accent underline-offset-2 hover:underline pointer-coarse:py-2';

/** One backend: how it is, what it has to do, and what can be done about it. */
export function BackendCard({ backend, actions }: { backend: Backend; actions: BackendActions }) {
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line bg-surface-2 p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <BackendBadge backend={backend} />
            <Link
              to="/backends/$backendId"
              params={{ backendId: backend.id }}
              search={{}}
              className="min-w-0 truncate py-0.5 text-[15px] font-semibold text-text-1 underline-offset-2 hover:underline pointer-coarse:py-2.5"
            >
              {backend.label}
            </Link>
            <span className="text-xs text-text-3">{whatItIs(backend)}</span>
          </div>
          <p className={`mt-1 text-[13px] break-words ${needsSomebody(backend) ? 'text-text-1' : 'text-text-2'}`}>
            {reasonOf(backend)}
          </p>
        </div>
        <BackendVerbs backend={backend} actions={actions} />
      </div>
      <Figures backend={backend} />
    </li>
  );
}

/** What kind of place it is, in a few words. */
export const whatItIs = (backend: Backend): string =>
  backend.kind === 'embedded'
    ? 'on this machine'
    : ['Modal', backend.environment, backend.token_hint].filter((part) => part !== null).join(' · ');

function Figures({ backend }: { backend: Backend }) {
  const check = backend.last_check;
  const live = { backend: backend.id, state: LIVE_STATES.join(',') };
  const unknown = { backend: backend.id, state: 'unknown' };
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-2 border-t border-line pt-3 text-[13px] md:grid md:grid-cols-[3.5rem_4rem_6rem_minmax(13.5rem,auto)_1fr]">
      <Figure name="Weight">{backend.weight}</Figure>
      <Figure name="In flight">
        <Link to="/calls" search={live} className={NUMBER}>
          {backend.in_flight}
        </Link>
      </Figure>
      <Figure name="Fate unknown">
        <Link
          to="/calls"
          search={unknown}
          className={backend.unknown > 0 ? 'font-semibold text-warn underline' : NUMBER}
        >
          {backend.unknown}
        </Link>
      </Figure>
      {backend.kind === 'modal' ? (
        <>
          <Figure name="Models">
            <ModelCounts backend={backend} />
          </Figure>
          <Figure name="Last check">
            {check === null ? (
              'never'
            ) : (
              <>
                <Ago at={check.at} />
                {check.latency_ms === null ? '' : `, ${formatMs(check.latency_ms)}`}
              </>
            )}
          </Figure>
        </>
      ) : null}
    </dl>
  );
}

function ModelCounts({ backend }: { backend: Backend }) {
  if (backend.last_check === null) return '–';
  const { deployed, stale, missing, failed } = countModels(backend);
  const parts: [number, string, string][] = [
    [failed, 'failed', 'text-bad'],
    [stale, 'stale', 'text-warn'],
    [missing, 'missing', 'text-text-1'],
  ];
  return (
    <Link to="/deployments" search={{}} className={NUMBER}>
      {deployed} deployed
      {parts.map(([count, word, colour]) =>
        count === 0 ? null : (
          <span key={word} className={colour}>
            , {count} {word}
          </span>
        ),
      )}
    </Link>
  );
}

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex flex-col">
    <dt className="text-xs text-text-3">{name}</dt>
    <dd>{children}</dd>
  </div>
);
