import { WEBHOOK_EVENTS, type Webhook, type WebhookPatch } from '@easel/contracts';
import { Button, useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { easel } from '../app/client';
import { type WebhookFields, WebhookForm } from './WebhookForm';
import { webhooksQuery } from './webhook.queries';

/** What somebody else changed meanwhile stays. Null when nothing was changed here. */
function changesOf(was: WebhookFields, now: WebhookFields): WebhookPatch | null {
  const told = WEBHOOK_EVENTS.some((name) => was.events.includes(name) !== now.events.includes(name));
  const patch = { ...(now.url === was.url ? {} : { url: now.url }), ...(told ? { events: now.events } : {}) };
  return Object.keys(patch).length === 0 ? null : patch;
}

/** Changes the address of an endpoint and what it is told. Its secret and its log stay. */
export function ChangeWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const [was] = useState<WebhookFields>({ url: webhook.url, events: webhook.events });
  const [value, setValue] = useState(was);
  const change = useMutation({
    mutationFn: async (body: WebhookFields) => {
      const patch = changesOf(was, body);
      return patch === null ? null : easel.webhook.patch(webhook.id, patch);
    },
    onSuccess: (answer) => {
      if (answer !== null) {
        toast({ message: `${new URL(answer.url).host} was changed.` });
        void client.invalidateQueries({ queryKey: webhooksQuery().queryKey });
      }
      onClose();
    },
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves what is typed in it
    <div
      onKeyDown={({ key, nativeEvent }) => {
        if (key === 'Escape' && !nativeEvent.isComposing && !change.isPending) onClose();
      }}
    >
      <WebhookForm
        id={`${webhook.id}-url`}
        label={`Change ${webhook.url}`}
        field="Address"
        value={value}
        onChange={(next) => {
          setValue(next);
          change.reset();
        }}
        action="Save"
        pendingAction="Saving …"
        pending={change.isPending}
        error={change.error}
        onSubmit={(body) => change.mutate(body)}
        autoFocus
      >
        <p className="text-[13px] text-text-3">What is still to be delivered goes to the new address.</p>
        <Button size="sm" variant="ghost" className="self-start" onClick={onClose}>
          Leave it as it is
        </Button>
      </WebhookForm>
    </div>
  );
}
