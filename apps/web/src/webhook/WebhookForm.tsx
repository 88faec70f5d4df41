import { WEBHOOK_EVENTS, type WebhookEventName } from '@easel/contracts';
import { EaselError } from '@easel/sdk';
import { Button, describedBy, Field, Input } from '@easel/ui';
import { type ReactNode, useState } from 'react';
import { explainError } from '../app/explain-error';

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

export interface WebhookFields {
  url: string;
  events: WebhookEventName[];
}

export interface WebhookFormProps {
  id: string;
  /** What the form is for, and what stands above the address. */
  label: string;
  field: string;
  value: WebhookFields;
  onChange: (value: WebhookFields) => void;
  action: string;
  pendingAction: string;
  pending: boolean;
  /** Why the server refused it. */
  error: Error | null;
  onSubmit: (value: WebhookFields) => void;
  autoFocus?: boolean;
  children?: ReactNode;
}

/** Address and events of an endpoint. */
export function WebhookForm(props: WebhookFormProps) {
  const { id, value, pending, error } = props;
  const { url, events } = value;
  const [asked, setAsked] = useState(false);
  const missing = url.trim() === '' ? 'Type the address to be told.' : undefined;
  const fault = (asked ? missing : undefined) ?? (error === null ? undefined : faultOf(error));
  const help = 'An https address. Every message is signed, so that the receiver can tell that it is from here.';
  return (
    <form
      noValidate
      aria-label={props.label}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(missing !== undefined);
        if (missing === undefined && events.length > 0 && !pending) props.onSubmit({ url: url.trim(), events });
        else document.getElementById(id)?.focus();
      }}
    >
      <Field label={props.field} id={id} help={help} error={fault}>
        <div className="flex gap-2">
          <Input
            id={id}
            type="url"
            inputMode="url"
            placeholder="https://example.org/easel"
            autoComplete="off"
            autoFocus={props.autoFocus}
            value={url}
            invalid={fault !== undefined}
            aria-describedby={describedBy(id, help, fault)}
            onChange={({ target }) => props.onChange({ ...value, url: target.value })}
          />
          <Button type="submit" variant="primary" disabled={pending || events.length === 0}>
            {pending ? props.pendingAction : props.action}
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
                props.onChange({
                  ...value,
                  events: target.checked ? [...events, name] : events.filter((other) => other !== name),
                })
              }
            />
            {WORDS[name]}
          </label>
        ))}
      </fieldset>
      {props.children}
    </form>
  );
}
