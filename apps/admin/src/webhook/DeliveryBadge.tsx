import type { Delivery, DeliveryState } from '@easel/contracts';
import { Badge, type Tone } from '@easel/ui';

export const DELIVERY_LOOK = {
  pending: { label: 'Pending', tone: 'accent' },
  delivered: { label: 'Delivered', tone: 'ok' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
} as const satisfies Record<DeliveryState, { label: string; tone: Tone }>;

export function DeliveryBadge({ delivery }: { delivery: Pick<Delivery, 'state'> }) {
  const { label, tone } = DELIVERY_LOOK[delivery.state];
  return <Badge tone={tone}>{label}</Badge>;
}

/** What came back last, in a few words. */
export function outcomeOf(delivery: Delivery): string {
  if (delivery.last_error !== null) return delivery.last_error;
  return delivery.last_status === null ? 'not tried yet' : `answered ${delivery.last_status}`;
}
