import { describedBy, Field, IconButton, Input, Select } from '@easel/ui';
import { Trash2 } from 'lucide-react';
import { errorsOf, type RuleDraft } from './retention-draft.js';

const KINDS = [
  { value: 'output', label: 'Results' },
  { value: 'input', label: 'Uploads' },
  { value: 'task', label: 'Tasks with their results' },
];
const TYPES = [
  { value: '', label: 'All types' },
  { value: 'image', label: 'Images' },
  { value: 'video', label: 'Videos' },
];

interface Props {
  draft: RuleDraft;
  /** Its place in the list, from 1. */
  place: number;
  onChange: (draft: RuleDraft) => void;
  onRemove: () => void;
}

/** One rule: what goes, after how long, of whom. */
export function RuleFields({ draft, place, onChange, onRemove }: Props) {
  const id = (name: string) => `rule-${draft.key}-${name}`;
  const wrong = errorsOf(draft);
  return (
    <fieldset
      aria-label={`Rule ${place}`}
      className="grid items-start gap-x-4 gap-y-3 rounded-md border border-line p-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_8rem_1.5fr_auto_auto]"
    >
      <Field label="Remove" id={id('kind')}>
        <Select
          id={id('kind')}
          value={draft.kind}
          options={KINDS}
          // The options are exactly the kinds there are.
          onValueChange={(kind) => onChange({ ...draft, kind: kind as RuleDraft['kind'] })}
        />
      </Field>
      <Field label="Type" id={id('type')}>
        <Select
          id={id('type')}
          value={draft.type}
          options={TYPES}
          // The options are exactly the types there are, and none.
          onValueChange={(type) => onChange({ ...draft, type: type as RuleDraft['type'] })}
        />
      </Field>
      <Field label="Older than, days" id={id('days')} error={wrong.days}>
        <Input
          id={id('days')}
          inputMode="numeric"
          autoComplete="off"
          value={draft.days}
          invalid={wrong.days !== undefined}
          aria-describedby={describedBy(id('days'), undefined, wrong.days)}
          onChange={(event) => onChange({ ...draft, days: event.target.value })}
        />
      </Field>
      <Field label="Of" id={id('owner')} error={wrong.owner_id}>
        <Input
          id={id('owner')}
          autoComplete="off"
          spellCheck={false}
          placeholder="everyone, or a person's id"
          value={draft.owner_id}
          invalid={wrong.owner_id !== undefined}
          aria-describedby={describedBy(id('owner'), undefined, wrong.owner_id)}
          onChange={(event) => onChange({ ...draft, owner_id: event.target.value })}
        />
      </Field>
      <label className="flex min-h-9 items-center gap-2 text-[13px] lg:mt-6.5 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={draft.keep_favorites}
          onChange={(event) => onChange({ ...draft, keep_favorites: event.target.checked })}
        />
        Keep favourites
      </label>
      <IconButton label={`Remove rule ${place}`} className="lg:mt-6.5" onClick={onRemove}>
        <Trash2 aria-hidden className="size-4" />
      </IconButton>
    </fieldset>
  );
}
