import {
  WEBHOOK_EVENTS,
  WEBHOOK_EVENTS_DEFAULT,
  type WebhookEventName,
  type WebhookWithSecret,
} from '@easel/contracts';
import { EaselError } from '@easel/sdk';
import { Button, describedBy, Field, Input } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { WebhookSecret } from './WebhookSecret';
import { webhooksQuery } from './webhook.queries';

const WORDS: Record<WebhookEventName, string> = {
  'task.created': 'created',
  'task.started': 'started',
  'task.done': 'done',
  'task.failed': 'failed',
  'task.cancelled': 'cancelled',
  'task.output': 'late result',
};

/** The server's word on the address stands at the address. */
function faultOf(error: unknown): string {
  if (!(error instanceof EaselError)) return explainError(error);
  return error.errors[0]?.message ?? error.detail;
}

/** Adds an address that is told of one's tasks, and shows the secret that signs once. */
export function NewWebhook() {
  const client = useQueryClient();
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly WebhookEventName[]>(WEBHOOK_EVENTS_DEFAULT);
  const [made, setMade] = useState<WebhookWithSecret | null>(null);
  const [asked, setAsked] = useState(false);
  const create = useMutation({
    mutationFn: () => easel.webhook.create({ url: url.trim(), events: [...events] }),
    onSuccess: (webhook) => {
      setMade(webhook);
      setUrl('');
      setAsked(false);
      void client.invalidateQueries({ queryKey: webhooksQuery().queryKey });
    },
  });
  const missing = url.trim() === '' ? 'Type the address to be told.' : undefined;
  const fault = (asked ? missing : undefined) ?? (create.isError ? faultOf(create.error) : undefined);
  const help = 'An https address. Every message is signed, so that the receiver can tell that it is from here.';
  return (
    <div className="flex flex-col gap-3">
      <form
        noValidate
        aria-label="New webhook"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (missing === undefined && events.length > 0 && !create.isPending) create.mutate();
          else document.getElementById('webhook-url')?.focus();
        }}
      >
        <Field label="New address" id="webhook-url" help={help} error={fault}>
          <div className="flex gap-2">
            <Input
              id="webhook-url"
              type="url"
              inputMode="url"
              placeholder="https://example.org/easel"
              autoComplete="off"
              value={url}
              invalid={fault !== undefined}
              aria-describedby={describedBy('webhook-url', help, fault)}
              onChange={(event) => {
                setUrl(event.target.value);
                create.reset();
              }}
            />
            <Button type="submit" variant="primary" disabled={create.isPending || events.length === 0}>
              {create.isPending ? 'Adding …' : 'Add it'}
            </Button>
          </div>
        </Field>
        <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[13px]">
          <legend className="float-left mr-4 text-text-2">Tell when a task is</legend>
          {WEBHOOK_EVENTS.map((name) => (
            <label key={name} className="inline-flex min-h-6 items-center gap-1.5 pointer-coarse:min-h-11">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={events.includes(name)}
                onChange={({ target }) =>
                  setEvents(target.checked ? [...events, name] : events.filter((other) => other !== name))
                }
              />
              {WORDS[name]}
            </label>
          ))}
        </fieldset>
      </form>
      {made === null ? null : <WebhookSecret key={made.secret} made={made} onKept={() => setMade(null)} />}
    </div>
  );
}
