import type { Backend } from '@easel/contracts';
import { Button, buttonClass } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { CloudUpload, X } from 'lucide-react';
import { Panel } from '../app/Panel.js';
import { countModels, reasonOf } from './backend-look.js';
import { CheckResult } from './CheckResult.js';
import type { BackendActions } from './use-backend-actions.js';

/** The answer to a workspace that was just added: what its check found, and the next step. */
export function WorkspaceAdded({
  backend,
  actions,
  onClose,
}: {
  backend: Backend;
  actions: BackendActions;
  onClose: () => void;
}) {
  const { stale, missing } = countModels(backend);
  const to_deploy = backend.last_check?.credentials === 'valid' && stale + missing > 0;
  return (
    <Panel
      title={`${backend.label} was added`}
      aside={
        <Button size="sm" variant="ghost" icon={<X aria-hidden className="size-3.5" />} onClick={onClose}>
          Close
        </Button>
      }
    >
      <div role="status" className="flex flex-col gap-3">
        <p className="text-[13px] text-text-2">{reasonOf(backend)}</p>
        {backend.last_check === null ? null : <CheckResult check={backend.last_check} />}
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        {to_deploy ? (
          <Button
            variant="primary"
            disabled={actions.deploy.isPending}
            icon={<CloudUpload aria-hidden className="size-4" />}
            onClick={() => actions.deploy.mutate(backend)}
          >
            Deploy {stale + missing === 1 ? 'the model' : `${stale + missing} models`}
          </Button>
        ) : null}
        <Link to="/backends/$backendId" params={{ backendId: backend.id }} search={{}} className={buttonClass()}>
          Open {backend.label}
        </Link>
      </div>
    </Panel>
  );
}
