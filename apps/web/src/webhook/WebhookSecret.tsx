import type { WebhookWithSecret } from '@easel/contracts';
import { SecretOnce } from '@easel/ui';

/** The secret that signs what is sent to one address. */
export function WebhookSecret({ made, onKept }: { made: WebhookWithSecret; onKept: () => void }) {
  if (made.secret === null) {
    return (
      <p role="alert" className="text-[13px] text-warn">
        The secret of {made.url} was lost on the way here. Make a new one with “New secret”.
      </p>
    );
  }
  return (
    <SecretOnce title={`The secret of ${made.url}`} name="Signing secret" secret={made.secret} onKept={onKept}>
      The receiver checks messages with it, by any library for Standard Webhooks.
    </SecretOnce>
  );
}
