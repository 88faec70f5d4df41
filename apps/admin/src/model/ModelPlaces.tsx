import type { AdminModel } from '@easel/contracts';
import { Link } from '@tanstack/react-router';
import { DeploymentBadge } from '../deployment/DeploymentBadge.js';
import { WarmContainers } from './WarmContainers.js';

/** Where a model is deployed, whether as declared, and how many containers are kept warm there. */
export function ModelPlaces({ model }: { model: AdminModel }) {
  if (model.deployments.length === 0) {
    return (
      <span className="text-text-3">
        {model.runtimes.includes('embedded') ? 'on this machine' : 'no backend runs it'}
      </span>
    );
  }
  return (
    <ul aria-label={`Deployments of ${model.name}`} className="flex flex-col gap-1">
      {model.deployments.map((place) => (
        <li key={place.backend_id} className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <DeploymentBadge state={place.state} />
          <Link
            to="/backends/$backendId"
            params={{ backendId: place.backend_id }}
            search={{}}
            className="max-w-40 truncate underline-offset-2 hover:underline pointer-coarse:py-2.5"
          >
            {place.backend_label}
          </Link>
          <WarmContainers
            model={model}
            backend={{ id: place.backend_id, label: place.backend_label }}
            disabled={place.state === 'missing'}
          />
        </li>
      ))}
    </ul>
  );
}
