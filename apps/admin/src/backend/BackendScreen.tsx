import type { Backend } from '@easel/contracts';
import { EaselError } from '@easel/sdk';
import { buttonClass, EmptyState, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { CallError } from '../app/CallError.js';
import { Panel } from '../app/Panel.js';
import { useHotkeys } from '../app/use-hotkeys.js';
import { useTitle } from '../app/use-title.js';
import { CurrentCalls } from '../call/CurrentCalls.js';
import { Deploys, openDeploy } from '../deployment/Deploys.js';
import { deploysQuery } from '../deployment/deployment.queries.js';
import { BackendBadge } from './BackendBadge.js';
import { whatItIs } from './BackendCard.js';
import { BackendHistory } from './BackendHistory.js';
import { BackendModels } from './BackendModels.js';
import { BackendSettings } from './BackendSettings.js';
import { BackendVerbs } from './BackendVerbs.js';
import { BreakerList } from './BreakerList.js';
import { backendQuery } from './backend.queries.js';
import { reasonOf } from './backend-look.js';
import { CheckResult } from './CheckResult.js';
import { CredentialsForm } from './CredentialsForm.js';
import { DangerZone } from './DangerZone.js';
import { useBackendActions } from './use-backend-actions.js';

interface Props {
  id: string;
  /** The deployment whose log is shown, from the address. */
  deploy: string | undefined;
}

export function BackendScreen({ id, deploy }: Props) {
  const query = useQuery(backendQuery(id));
  const navigate = useNavigate();
  useHotkeys({ backspace: () => void navigate({ to: '/backends', search: {} }) });
  useTitle(query.data?.label ?? 'Backend');
  const gone = query.error instanceof EaselError && query.error.status === 404;
  if (query.data !== undefined && !gone) return <BackendPage backend={query.data} deploy={deploy} />;
  return (
    <>
      <h1 className="sr-only">Backend</h1>
      {query.isPending ? <Loading /> : null}
      {gone ? (
        <EmptyState
          title="This backend is not here"
          action={
            <Link to="/backends" search={{}} className={buttonClass()}>
              All backends
            </Link>
          }
        >
          It was deleted, or the address is mistyped. Its past attempts are kept with their tasks.
        </EmptyState>
      ) : null}
      {query.isError && !gone ? (
        <CallError title="The backend could not be loaded" error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
    </>
  );
}

/** Two columns where there is room; below, one in the order of what is asked first. */
const COLUMN = 'flex flex-col gap-4 max-lg:contents';

function BackendPage({ backend, deploy }: { backend: Backend; deploy: string | undefined }) {
  const rented = backend.kind === 'modal';
  const { data: deploys = [] } = useQuery({ ...deploysQuery(backend.id), enabled: rented });
  // A log that is being read comes before everything else.
  const reading = deploys.some(({ id }) => id === openDeploy(deploys, deploy));
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 px-4 pt-3 pb-10">
      <BackendHeader backend={backend} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <div className={COLUMN}>
          {rented ? (
            <>
              <Panel title="Models" className="max-lg:order-2">
                <BackendModels backend={backend} />
              </Panel>
              <div className={reading ? '-order-1' : 'max-lg:order-2'}>
                <Deploys backend={backend} shown={deploy} />
              </div>
            </>
          ) : null}
          <Panel
            title="Current calls"
            className="max-lg:order-4"
            aside={
              <Link
                to="/calls"
                search={{ backend: backend.id }}
                className="text-[13px] text-accent underline-offset-2 hover:underline pointer-coarse:py-2.5"
              >
                All calls
              </Link>
            }
          >
            <CurrentCalls backend_id={backend.id} />
          </Panel>
          <Panel title="History" className="max-lg:order-8">
            <BackendHistory id={backend.id} />
          </Panel>
        </div>
        <div className={COLUMN}>
          {rented ? (
            <Panel title="Last check" className="max-lg:order-3">
              {backend.last_check === null ? (
                <p className="text-[13px] text-text-2">Never checked. Press Check above.</p>
              ) : (
                <CheckResult check={backend.last_check} />
              )}
            </Panel>
          ) : null}
          <Panel title="Faults" className="max-lg:order-3">
            <BreakerList breakers={backend.breakers} />
          </Panel>
          <Panel title="Settings" className="max-lg:order-5">
            <BackendSettings key={backend.id} backend={backend} />
          </Panel>
          {rented ? (
            <>
              <Panel title="Credentials" className="max-lg:order-6">
                <CredentialsForm backend={backend} />
              </Panel>
              <Panel title="Delete" className="max-lg:order-9">
                <DangerZone backend={backend} />
              </Panel>
            </>
          ) : null}
        </div>
      </div>
    </div>
  );
}

function BackendHeader({ backend }: { backend: Backend }) {
  const actions = useBackendActions();
  return (
    <header className="flex flex-col gap-2">
      <Link
        to="/backends"
        search={{}}
        className="inline-flex min-h-6 items-center gap-1 self-start text-[13px] text-text-2 hover:text-text-1 pointer-coarse:min-h-11"
      >
        <ChevronLeft aria-hidden className="size-4" />
        Backends
      </Link>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-lg font-semibold [overflow-wrap:anywhere]">{backend.label}</h1>
            <BackendBadge backend={backend} />
            <span className="text-xs text-text-3">{whatItIs(backend)}</span>
          </div>
          <p className="mt-1 text-[13px] break-words text-text-2">{reasonOf(backend)}</p>
        </div>
        <BackendVerbs backend={backend} actions={actions} size="md" />
      </div>
    </header>
  );
}

const Loading = () => (
  <div role="status" className="mx-auto flex h-full max-w-7xl flex-col gap-4 overflow-hidden p-4">
    <span className="text-[13px] text-text-2">Loading the backend …</span>
    <Skeleton className="h-16 shrink-0" />
    <div className="grid gap-4 lg:grid-cols-[5fr_3fr]">
      <Skeleton className="h-96" />
      <Skeleton className="h-96" />
    </div>
  </div>
);
