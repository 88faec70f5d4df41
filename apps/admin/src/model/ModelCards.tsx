import type { AdminModel } from '@easel/contracts';
import { Link } from '@tanstack/react-router';
import { formatCost, formatMs } from '../app/format.js';
import { ModelBadges } from './ModelBadges.js';
import { ModelPlaces } from './ModelPlaces.js';
import { ModelSwitch } from './ModelSwitch.js';
import { failedShare } from './ModelTable.js';

/** The models where there is no room for a table. */
export function ModelCards({ models }: { models: readonly AdminModel[] }) {
  return (
    <ul className="grid gap-3 md:grid-cols-2">
      {models.map((model) => (
        <li
          key={model.id}
          data-model={model.id}
          className="flex flex-col gap-2.5 rounded-md border border-line bg-surface-2 p-4 text-[13px]"
        >
          <div className="flex items-start justify-between gap-2">
            <div className="min-w-0">
              <Link
                to="/models/$modelId"
                params={{ modelId: model.id }}
                className="block truncate text-[15px] font-medium text-accent underline-offset-2 hover:underline pointer-coarse:py-2"
              >
                {model.name}
              </Link>
              <ModelBadges model={model} />
            </div>
            <ModelSwitch model={model} />
          </div>
          <ModelPlaces model={model} />
          <dl className="grid grid-cols-3 gap-2 text-xs">
            <Figure name="Waiting">
              <Link to="/tasks" search={{ status: 'pending', model: model.id }} className="text-accent">
                {model.pending}
              </Link>
            </Figure>
            <Figure name="Ended, 24 h">
              <Link to="/tasks" search={{ model: model.id, within: '24h' }} className="text-accent">
                {model.ended_24h}
              </Link>
            </Figure>
            <Figure name="Failed">{failedShare(model)}</Figure>
            <Figure name="Run p50">{formatMs(model.measured.run_ms_p50)}</Figure>
            <Figure name="Run p95">{formatMs(model.measured.run_ms_p95)}</Figure>
            <Figure name="Cost, 24 h">{formatCost(model.cost_24h_microusd)}</Figure>
          </dl>
        </li>
      ))}
    </ul>
  );
}

const Figure = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt className="text-text-3">{name}</dt>
    <dd className="text-[13px]">{children}</dd>
  </div>
);
