import { type ReactNode, useId, useState } from 'react';
import { Callout } from './Badge.js';
import { Button } from './Button.js';
import { Dialog } from './Dialog.js';
import { Field } from './Field.js';
import { Input } from './Input.js';

export interface ConfirmByNameProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What has to be typed. */
  name: string;
  /** What will happen. */
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  keep?: string;
  pending?: boolean;
  /** Why it was refused. */
  error?: string | null;
  onConfirm: () => void;
}

/** Asks for the name of what is about to be ended, and says what that does. */
export function ConfirmByName(props: ConfirmByNameProps) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title}>
      <Asked {...props} />
    </Dialog>
  );
}

/** Mounted with the dialog's contents, so that what was typed before does not stay. */
function Asked({ name, children, action, keep, pending, error, onClose, onConfirm }: ConfirmByNameProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const matches = typed.trim() === name.trim();
  return (
    <form
      className="flex flex-col gap-4 text-[13px]"
      onSubmit={(event) => {
        event.preventDefault();
        if (matches && !pending) onConfirm();
      }}
    >
      <div className="leading-relaxed">{children}</div>
      <Field label={`Type “${name}” to confirm`} id={id}>
        <Input
          id={id}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      {error ? (
        <div role="alert">
          <Callout tone="bad" title="Not done">
            {error}
          </Callout>
        </div>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{keep ?? 'Keep it'}</Button>
        <Button type="submit" variant="danger" disabled={!matches || pending}>
          {action}
        </Button>
      </div>
    </form>
  );
}
