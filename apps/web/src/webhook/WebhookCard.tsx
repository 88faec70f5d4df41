import type { Webhook, WebhookWithSecret } from '@easel/contracts';
import { Badge, Button, Callout, ConfirmByName, Switch } from '@easel/ui';
import { useState } from 'react';
import { explainError } from '../app/explain-error';
import { formatAgo } from '../app/format';
import { ChangeWebhook } from './ChangeWebhook';
import { DeliveryLog } from './DeliveryLog';
import { useWebhookActions } from './use-webhook-actions';
import { WebhookSecret } from './WebhookSecret';

/** One address that is told of one's tasks. */
export function WebhookCard({ webhook }: { webhook: Webhook }) {
  const { change, remove, rotate, test } = useWebhookActions(webhook);
  const [logged, setLogged] = useState(false);
  const [changing, setChanging] = useState(false);
  const [ending, setEnding] = useState(false);
  const changeId = `${webhook.id}-change`;
  const [rotated, setRotated] = useState<WebhookWithSecret | null>(null);
  return (
    <li className="flex flex-col gap-3 p-4">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p id={`${webhook.id}-label`} className="text-sm font-medium break-all">
            {webhook.url}
          </p>
          <p className="mt-1.5 flex flex-wrap gap-1.5">
            {webhook.events.map((name) => (
              <Badge key={name}>{name}</Badge>
            ))}
          </p>
        </div>
        <Switch
          id={webhook.id}
          checked={webhook.enabled}
          disabled={change.isPending}
          onChange={(enabled) => change.mutate(enabled)}
        />
      </div>
      {webhook.disabled_reason === null ? null : (
        <Callout tone="warn" title="Switched off">
          {webhook.disabled_reason}
        </Callout>
      )}
      {webhook.failing_since === null || !webhook.enabled ? null : (
        <Callout tone="warn">Nothing has arrived there since {formatAgo(webhook.failing_since)}.</Callout>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" disabled={test.isPending} onClick={() => test.mutate()}>
          {test.isPending ? 'Sending …' : 'Send a test'}
        </Button>
        <Button size="sm" aria-expanded={logged} onClick={() => setLogged(!logged)}>
          Deliveries
        </Button>
        <Button id={changeId} size="sm" aria-expanded={changing} onClick={() => setChanging(!changing)}>
          Change
        </Button>
        <Button
          size="sm"
          disabled={rotate.isPending}
          onClick={() => rotate.mutate(undefined, { onSuccess: setRotated })}
        >
          New secret
        </Button>
        <Button size="sm" variant="danger" className="ml-auto" onClick={() => setEnding(true)}>
          Remove …
        </Button>
      </div>
      {changing ? (
        <ChangeWebhook
          webhook={webhook}
          onClose={() => {
            setChanging(false);
            document.getElementById(changeId)?.focus();
          }}
        />
      ) : null}
      {rotated === null ? null : <WebhookSecret key={rotated.secret} made={rotated} onKept={() => setRotated(null)} />}
      {logged ? <DeliveryLog webhook={webhook} /> : null}
      <ConfirmByName
        open={ending}
        onClose={() => setEnding(false)}
        title="Remove this address?"
        name={new URL(webhook.url).host}
        action="Remove it"
        pending={remove.isPending}
        error={remove.isError ? explainError(remove.error) : null}
        onConfirm={() => remove.mutate()}
      >
        It is told nothing any more, and what was still to be sent is not sent. Its log goes with it.
      </ConfirmByName>
    </li>
  );
}
