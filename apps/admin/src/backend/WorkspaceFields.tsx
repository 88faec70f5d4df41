import { describedBy, Field, Input } from '@easel/ui';
import { useState } from 'react';
import { ModelChoice } from './ModelChoice.js';
import { type FormErrors, readTokens, type WorkspaceForm } from './workspace-form.js';

interface Props {
  form: WorkspaceForm;
  onChange: (part: Partial<WorkspaceForm>) => void;
  errors: FormErrors;
  /** The name it gets when none is given. */
  label: string;
}

type TextName = 'label' | 'token_id' | 'token_secret' | 'environment' | 'weight';

/** The two tokens in sight, the rest a press away. */
export function WorkspaceFields({ form, onChange, errors, label }: Props) {
  const refused_below = errors.label ?? errors.environment ?? errors.weight ?? errors.models;
  const [more, setMore] = useState(form.label !== '' || form.environment !== '' || form.models !== null);
  const text = (
    name: TextName,
    title: string,
    options: { help?: string; placeholder?: string; type?: string; numeric?: boolean },
  ) => {
    const id = `workspace-${name}`;
    const error = errors[name];
    return (
      <Field label={title} id={id} help={options.help} error={error} required={name.startsWith('token')}>
        <Input
          id={id}
          name={name}
          type={options.type ?? 'text'}
          {...(options.numeric && { inputMode: 'numeric' as const })}
          autoComplete={options.type === 'password' ? 'new-password' : 'off'}
          spellCheck={false}
          placeholder={options.placeholder}
          value={form[name]}
          invalid={error !== undefined}
          aria-describedby={describedBy(id, options.help, error)}
          onChange={(event) => onChange({ [name]: event.target.value })}
          onPaste={(event) => {
            const tokens = name.startsWith('token') ? readTokens(event.clipboardData.getData('text')) : null;
            if (tokens === null) return;
            event.preventDefault();
            onChange(tokens);
          }}
        />
      </Field>
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {text('token_id', 'Token id', {
          placeholder: 'ak-…',
          help: 'Paste the whole "modal token set …" command here: it fills both.',
        })}
        {text('token_secret', 'Token secret', {
          type: 'password',
          placeholder: 'as-…',
          help: 'Stored encrypted and never shown again.',
        })}
      </div>
      <details
        className="group"
        open={more || refused_below !== undefined}
        onToggle={(event) => setMore(event.currentTarget.open)}
      >
        <summary className="inline-flex min-h-8 items-center gap-2 text-[13px] text-text-2 select-none hover:text-text-1 pointer-coarse:min-h-11">
          <span aria-hidden className="text-text-3 transition-transform group-open:rotate-90">
            ›
          </span>
          Name, environment, weight, models
        </summary>
        <div className="mt-2 flex flex-col gap-4">
          <div className="grid items-start gap-4 sm:grid-cols-[2fr_2fr_1fr]">
            {text('label', 'Label', { placeholder: label })}
            {text('environment', 'Environment', { placeholder: "the workspace's default" })}
            {text('weight', 'Weight', { help: 'Share of new work, 1 to 100.', numeric: true })}
          </div>
          <ModelChoice
            id="workspace-models"
            kind="modal"
            value={form.models}
            onChange={(models) => onChange({ models })}
            error={errors.models}
          />
        </div>
      </details>
    </div>
  );
}
