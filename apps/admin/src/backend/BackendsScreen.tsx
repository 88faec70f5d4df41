import type { Backend } from '@easel/contracts';
import { Button, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { CallError } from '../app/CallError.js';
import { Panel } from '../app/Panel.js';
import { useTitle } from '../app/use-title.js';
import { AskRoute } from '../route/AskRoute.js';
import { AddWorkspace } from './AddWorkspace.js';
import { BackendCard } from './BackendCard.js';
import { backendsQuery } from './backend.queries.js';
import { faultsFirst } from './backend-look.js';
import { ConnectModal } from './ConnectModal.js';
import { DispatchSwitch } from './DispatchSwitch.js';
import { useBackendActions } from './use-backend-actions.js';
import { WorkspaceAdded } from './WorkspaceAdded.js';
import { EMPTY_FORM } from './workspace-form.js';

interface Props {
  /** The model that is asked about, from the address. */
  model: string | undefined;
  onModel: (model: string | undefined) => void;
}

export function BackendsScreen({ model, onModel }: Props) {
  useTitle('Backends');
  const query = useQuery(backendsQuery());
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 pb-10">
      {query.data !== undefined ? (
        <Backends backends={query.data} />
      ) : (
        <>
          <h1 className="text-base font-semibold">Backends</h1>
          {query.isPending ? (
            <Loading />
          ) : (
            <CallError
              title="The backends could not be loaded"
              error={query.error}
              onRetry={() => void query.refetch()}
            />
          )}
        </>
      )}
      {query.data === undefined ? null : <AskRoute model={model} onModel={onModel} />}
    </div>
  );
}

function Backends({ backends }: { backends: Backend[] }) {
  const actions = useBackendActions();
  const [form, setForm] = useState(EMPTY_FORM);
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<Backend | null>(null);
  const rented = backends.some((backend) => backend.kind === 'modal');
  const add = (
    <AddWorkspace
      form={form}
      onForm={setForm}
      taken={backends.map((backend) => backend.label)}
      onClose={rented ? () => setAdding(false) : undefined}
      onAdded={(backend) => {
        setForm(EMPTY_FORM);
        setAdding(false);
        setAdded(backend);
      }}
    />
  );
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-base font-semibold">Backends</h1>
          <p className="text-[13px] text-text-2">Where tasks run: this machine, and workspaces on Modal.</p>
        </div>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <DispatchSwitch />
          {rented && !adding ? (
            <Button
              variant="primary"
              icon={<Plus aria-hidden className="size-4" />}
              onClick={() => {
                setAdded(null);
                setAdding(true);
              }}
            >
              Add a workspace
            </Button>
          ) : null}
        </div>
      </div>
      {added === null ? null : (
        <WorkspaceAdded
          backend={backends.find((backend) => backend.id === added.id) ?? added}
          actions={actions}
          onClose={() => setAdded(null)}
        />
      )}
      {rented && adding ? <Panel title="Add a workspace">{add}</Panel> : null}
      {rented ? null : <ConnectModal>{add}</ConnectModal>}
      <ul aria-label="Backends" className="flex flex-col gap-3">
        {faultsFirst(backends).map((backend) => (
          <BackendCard key={backend.id} backend={backend} actions={actions} />
        ))}
      </ul>
    </>
  );
}

const Loading = () => (
  <div role="status" className="flex flex-col gap-3">
    <span className="text-[13px] text-text-2">Loading backends …</span>
    <Skeleton className="h-30" />
    <Skeleton className="h-30" />
  </div>
);
