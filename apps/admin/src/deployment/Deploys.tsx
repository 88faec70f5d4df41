import type { Backend, Deploy } from '@easel/contracts';
import { Button, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { CallError } from '../app/CallError.js';
import { formatMs, formatWhen } from '../app/format.js';
import { Panel } from '../app/Panel.js';
import { useNow } from '../app/use-now.js';
import { DeployLogView } from './DeployLogView.js';
import { DeployStateBadge, isUnderway } from './DeployStateBadge.js';
import { deploysQuery } from './deployment.queries.js';
import { Rollback } from './Rollback.js';

interface Props {
  backend: Backend;
  /** Whose log is shown, from the address; the one that runs when none is named. */
  shown: string | undefined;
}

/** Whose log is open: the one of the address, or else the one that runs. */
export const openDeploy = (deploys: readonly Deploy[], shown: string | undefined): string | undefined =>
  shown ?? deploys.find(isUnderway)?.id;

/** Deployments of a backend, newest first, and the log of one. */
export function Deploys({ backend, shown }: Props) {
  const query = useQuery(deploysQuery(backend.id));
  return (
    <Panel title="Deployments" aside={backend.previous_app_name === null ? null : <Rollback backend={backend} />}>
      {query.isPending ? <Skeleton className="h-24" /> : null}
      {query.isError && query.data === undefined ? (
        <CallError
          title="The deployments could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data === undefined ? null : <DeployList backend={backend} deploys={query.data} shown={shown} />}
    </Panel>
  );
}

/** Older ones are shown when asked for. */
const FEW = 4;

function DeployList({ backend, deploys, shown }: Props & { deploys: readonly Deploy[] }) {
  const [all, setAll] = useState(false);
  const open = openDeploy(deploys, shown);
  const listed = all ? deploys : deploys.filter((deploy, index) => index < FEW || deploy.id === open);
  if (deploys.length === 0) {
    return (
      <p className="text-[13px] text-text-2">
        Nothing was deployed yet. Deploy puts every model of the settings there; its log is shown here as it is written.
      </p>
    );
  }
  return (
    <>
      <ol aria-label="Deployments, newest first" className="flex flex-col divide-y divide-line">
        {listed.map((deploy) => (
          <li key={deploy.id} className="flex flex-col gap-2 py-2.5 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px]">
              <DeployStateBadge state={deploy.state} />
              <code className="font-mono text-xs">{deploy.app_name}</code>
              <span className="text-xs text-text-3">
                {formatWhen(deploy.started_at)} · <Took deploy={deploy} /> ·{' '}
                {deploy.models.length === 1 ? '1 model' : `${deploy.models.length} models`}
                {deploy.app_name === backend.app_name ? ' · serves' : ''}
                {deploy.app_name === backend.previous_app_name ? ' · kept for going back' : ''}
              </span>
              <Link
                to="/backends/$backendId"
                params={{ backendId: backend.id }}
                search={{ deploy: deploy.id === open ? 'none' : deploy.id }}
                replace
                resetScroll={false}
                className="ml-auto text-accent underline-offset-2 hover:underline pointer-coarse:py-2.5"
                aria-label={`${deploy.id === open ? 'Hide log' : 'Log'} of ${deploy.app_name}, ${formatWhen(deploy.started_at)}`}
              >
                {deploy.id === open ? 'Hide log' : 'Log'}
              </Link>
            </div>
            {deploy.error !== null && deploy.id !== open ? (
              <p className="text-[13px] break-words text-bad">{deploy.error}</p>
            ) : null}
            {deploy.id === open ? <DeployLogView backend_id={backend.id} deploy_id={deploy.id} /> : null}
          </li>
        ))}
      </ol>
      {listed.length < deploys.length ? (
        <Button size="sm" variant="ghost" className="mt-2" onClick={() => setAll(true)}>
          {deploys.length - listed.length} older
        </Button>
      ) : null}
    </>
  );
}

function Took({ deploy }: { deploy: Deploy }) {
  const now = useNow();
  const end = deploy.finished_at === null ? now : Date.parse(deploy.finished_at);
  return formatMs(Math.max(0, end - Date.parse(deploy.started_at)));
}
