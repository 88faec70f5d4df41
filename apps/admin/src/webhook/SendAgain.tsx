import type { Delivery } from '@easel/contracts';
import { Button } from '@easel/ui';
import { Send } from 'lucide-react';
import type { Redeliver } from './use-redeliver.js';

/** The verb of a delivery. What is still to be sent goes now; what ended goes once more. */
export function SendAgain({ delivery, redeliver }: { delivery: Delivery; redeliver: Redeliver }) {
  const sending = redeliver.isPending && redeliver.variables === delivery.id;
  return (
    <Button
      size="sm"
      variant={delivery.state === 'failed' ? 'secondary' : 'ghost'}
      disabled={sending}
      icon={<Send aria-hidden className="size-3.5" />}
      onClick={() => redeliver.mutate(delivery.id)}
    >
      {sending ? 'Sending …' : 'Send again'}
    </Button>
  );
}
