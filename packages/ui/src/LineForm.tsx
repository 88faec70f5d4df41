import { AlertCircle, CornerDownLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from './Badge.js';
import { Button } from './Button.js';
import { describedBy, Field } from './Field.js';
import { Input } from './Input.js';

export interface LineFormProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder: string;
  help: string;
  /** What was understood, one chip each. The first is the thing's name. */
  understood: readonly string[];
  /** What was not, one line each. */
  faults: readonly string[];
  /** Why the server refused it. */
  error?: string | null;
  action: string;
  icon?: ReactNode;
  pending: boolean;
  /** Called by Enter or the button while there is no fault. */
  onSubmit: () => void;
  autoFocus?: boolean;
}

/** One line that says it all, with what was understood beneath it while it is typed. */
export function LineForm(props: LineFormProps) {
  const { id, value, understood, faults, error, pending, help } = props;
  const empty = value.trim() === '';
  return (
    <form
      noValidate
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty && faults.length === 0 && !pending) props.onSubmit();
      }}
    >
      <Field label={props.label} id={id} help={help} error={error ?? undefined}>
        <div className="flex gap-2">
          <Input
            id={id}
            value={value}
            placeholder={props.placeholder}
            autoFocus={props.autoFocus}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            enterKeyHint="done"
            invalid={Boolean(error)}
            aria-describedby={`${describedBy(id, help, error ?? undefined)} ${id}-read`}
            className="font-mono"
            onChange={(event) => props.onChange(event.target.value)}
          />
          <Button type="submit" variant="primary" disabled={pending} icon={props.icon}>
            {props.action}
            <CornerDownLeft aria-hidden className="size-3.5 opacity-75 max-sm:hidden" />
          </Button>
        </div>
      </Field>
      <div id={`${id}-read`} aria-live="polite" className="flex min-h-6 flex-wrap items-center gap-1.5">
        {understood.map((phrase, index) => (
          <Badge key={phrase} tone={index === 0 ? 'accent' : 'neutral'}>
            {phrase}
          </Badge>
        ))}
        {faults.map((fault) => (
          <p key={fault} className="flex items-start gap-1.5 text-[13px] text-bad">
            <AlertCircle aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {fault}
          </p>
        ))}
      </div>
    </form>
  );
}
