import type { Delivery } from '@easel/contracts';
import { Link } from '@tanstack/react-router';
import { formatWhen } from '../app/format.js';
import { DeliveryBadge } from '../webhook/DeliveryBadge.js';

/** What was told of a task, to whom. */
export function TaskDeliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  return (
    <ul className="flex flex-col divide-y divide-line text-[13px]">
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
          <DeliveryBadge delivery={delivery} />
          <Link
            to="/deliveries/$deliveryId"
            params={{ deliveryId: delivery.id }}
            className="text-accent underline-offset-2 hover:underline pointer-coarse:py-2.5"
          >
            {delivery.event}
          </Link>
          <span className="min-w-0 flex-1 truncate text-text-2" title={delivery.url}>
            {delivery.url}
          </span>
          <span className="text-text-3">{formatWhen(delivery.created_at)}</span>
        </li>
      ))}
    </ul>
  );
}
