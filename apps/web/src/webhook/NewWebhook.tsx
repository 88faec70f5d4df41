import { WEBHOOK_EVENTS_DEFAULT, type WebhookWithSecret } from '@easel/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { easel } from '../app/client';
import { type WebhookFields, WebhookForm } from './WebhookForm';
import { WebhookSecret } from './WebhookSecret';
import { webhooksQuery } from './webhook.queries';

/** Adds an address that is told of one's tasks, and shows the secret that signs once. */
export function NewWebhook() {
  const client = useQueryClient();
  const [value, setValue] = useState<WebhookFields>({ url: '', events: [...WEBHOOK_EVENTS_DEFAULT] });
  const [made, setMade] = useState<WebhookWithSecret | null>(null);
  const create = useMutation({
    mutationFn: (body: WebhookFields) => easel.webhook.create(body),
    onSuccess: (webhook) => {
      setMade(webhook);
      setValue((now) => ({ ...now, url: '' }));
      void client.invalidateQueries({ queryKey: webhooksQuery().queryKey });
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <WebhookForm
        id="webhook-url"
        label="New webhook"
        field="New address"
        value={value}
        onChange={(next) => {
          setValue(next);
          create.reset();
        }}
        action="Add it"
        pendingAction="Adding …"
        pending={create.isPending}
        error={create.error}
        onSubmit={(body) => create.mutate(body)}
      />
      {made === null ? null : <WebhookSecret key={made.secret} made={made} onKept={() => setMade(null)} />}
    </div>
  );
}
