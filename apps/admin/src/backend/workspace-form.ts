import type { BackendCreate } from '@easel/contracts';
import { EaselError } from '@easel/sdk';

/** What is typed to add a workspace. */
export interface WorkspaceForm {
  label: string;
  token_id: string;
  token_secret: string;
  environment: string;
  weight: string;
  /** Models that may run there; null allows all. */
  models: string[] | null;
}

export type FormErrors = Partial<Record<keyof WorkspaceForm, string>>;

export const EMPTY_FORM: WorkspaceForm = {
  label: '',
  token_id: '',
  token_secret: '',
  environment: '',
  weight: '1',
  models: null,
};

/** Token id and secret out of a pasted command, file or pair of variables; null when not both are there. */
export function readTokens(text: string): Pick<WorkspaceForm, 'token_id' | 'token_secret'> | null {
  const token_id = /\bak-[A-Za-z0-9_-]{2,80}/.exec(text)?.[0];
  const token_secret = /\bas-[A-Za-z0-9_-]{2,120}/.exec(text)?.[0];
  return token_id === undefined || token_secret === undefined ? null : { token_id, token_secret };
}

/** A name that no backend has yet. */
export function freeLabel(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const label = `Workspace ${number}`;
    if (!taken.includes(label)) return label;
  }
}

/** The body to send, or what is missing. All else is for the server to judge. */
export function readForm(form: WorkspaceForm, label: string): { body: BackendCreate } | { errors: FormErrors } {
  const weight = Number(form.weight);
  const errors: FormErrors = {
    ...(form.token_id.trim() === '' && { token_id: 'Paste the token id. It begins with "ak-".' }),
    ...(form.token_secret.trim() === '' && { token_secret: 'Paste the token secret. It begins with "as-".' }),
    ...((!Number.isInteger(weight) || weight < 1 || weight > 100) && { weight: 'Give a whole number from 1 to 100.' }),
    ...(form.models?.length === 0 && { models: 'Choose at least one model, or allow all.' }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  return {
    body: {
      kind: 'modal',
      label: form.label.trim() || label,
      token_id: form.token_id.trim(),
      token_secret: form.token_secret.trim(),
      environment: form.environment.trim() || null,
      weight,
      models: form.models,
    },
  };
}

/** What the server refused, field by field; what belongs to no field is left over. */
export function errorsByField<F extends string>(
  error: unknown,
  fields: readonly F[],
): { at: Partial<Record<F, string>>; rest: string | null } {
  const at: Partial<Record<F, string>> = {};
  if (!(error instanceof EaselError)) return { at, rest: error instanceof Error ? error.message : String(error) };
  for (const { path, message } of error.errors) {
    const field = fields.find((name) => path.split('.').includes(name));
    if (field !== undefined) at[field] ??= message.charAt(0).toUpperCase() + message.slice(1);
  }
  return { at, rest: Object.keys(at).length > 0 ? null : error.detail };
}
