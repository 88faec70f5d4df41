import type { ModeName } from '@easel/contracts';
import { createValue, useValue } from '../app/value';

/** What is in the form. Values are kept by name over models and modes, so that switching back finds them. */
export interface Draft {
  model: string | null;
  mode: ModeName | null;
  values: Record<string, unknown>;
  count: number;
  /** Values that another model could not do, by the model they belong to. */
  kept: Record<string, Record<string, unknown>>;
  /** Whose it is, once somebody is known. */
  owner?: string;
}

const STORAGE_KEY = 'easel.draft';
const EMPTY: Draft = { model: null, mode: null, values: {}, count: 1, kept: {} };

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'values' in value &&
    typeof value.values === 'object' &&
    value.values !== null &&
    'count' in value &&
    typeof value.count === 'number'
  );
}

/** This tab's own draft; in a new tab, the one that was last written in any. */
function load(): Draft {
  for (const storage of [sessionStorage, localStorage]) {
    try {
      const stored: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null');
      if (isDraft(stored)) return { ...EMPTY, ...stored };
    } catch {
      storage.removeItem(STORAGE_KEY);
    }
  }
  return EMPTY;
}

const draft = createValue<Draft>(load());

draft.subscribe(() => {
  const text = JSON.stringify(draft.get());
  for (const storage of [sessionStorage, localStorage]) {
    try {
      storage.setItem(STORAGE_KEY, text);
    } catch {
      // A full storage costs the draft its life beyond this page, and nothing else.
    }
  }
});

export const getDraft = draft.get;
export const useDraft = (): Draft => useValue(draft);

export function changeDraft(change: Partial<Draft>): void {
  draft.set({ ...draft.get(), ...change });
}

/** Takes the draft for one person's; another one's is not shown to them. */
export function ownDraft(owner: string): void {
  const current = draft.get();
  if (current.owner === owner) return;
  draft.set(current.owner === undefined ? { ...current, owner } : { ...EMPTY, owner });
}

/** Sets one value; `undefined` goes back to the default. */
export function setValue(name: string, value: unknown): void {
  const { [name]: _old, ...rest } = draft.get().values;
  changeDraft({ values: value === undefined ? rest : { ...rest, [name]: value } });
}
