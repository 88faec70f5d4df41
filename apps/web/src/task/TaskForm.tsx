import { Field, Segmented } from '@easel/ui';
import { ChevronRight } from 'lucide-react';
import { Suspense } from 'react';
import { part } from '../app/part';
import { slotsIn } from '../model/image-slots';
import { ModelField } from '../model/ModelField';
import { countOptions, type Entry, mainText, modesOf, parametersIn } from '../model/model-form';
import { isChanged, shownValue } from './build-input';
import { changeDraft, setValue } from './draft';
import { EnlargedSize } from './fields/EnlargedSize';
import { ParameterField } from './fields/ParameterField';
import { SizeField } from './fields/SizeField';
import { TextField } from './fields/TextField';
import { switchModel } from './switch-model';
import type { Composer } from './use-composer';

const FirstLastField = part(() => import('./fields/FirstLastField'));

/** Which model and which of its modes. */
export function ModelPickers({ model, mode }: Pick<Composer, 'model' | 'mode'>) {
  const modes = modesOf(model);
  return (
    <div className="flex flex-col gap-3">
      <ModelField model={model} onChange={(next) => switchModel(model, next, mode)} />
      {modes.length > 1 ? (
        <Segmented
          label="Mode"
          wrap
          value={mode}
          options={modes.map((m) => ({ value: m, label: model.modes[m]?.label ?? m }))}
          onChange={(chosen) => changeDraft({ model: model.id, mode: chosen })}
        />
      ) : null}
    </div>
  );
}

/** The text that says what to make. */
export function PromptField({ composer, compact }: { composer: Composer; compact?: boolean }) {
  const { model, mode, values, errors } = composer;
  const text = mainText(model, mode);
  if (!text) return null;
  const [name, parameter] = text;
  const value = shownValue(values, name, parameter);
  return (
    <TextField
      name={name}
      parameter={parameter}
      value={typeof value === 'string' ? value : ''}
      error={errors[name]}
      onChange={(next) => setValue(name, next)}
      rows={compact ? 2 : 4}
      compact={compact ?? false}
      autoFocus={!compact}
    />
  );
}

interface FieldsProps {
  composer: Composer;
  entries: Entry[];
  lastSeed: number | null;
}

const Fields = ({ composer, entries, lastSeed }: FieldsProps) =>
  entries.map(([name, parameter]) => (
    <ParameterField key={name} name={name} parameter={parameter} composer={composer} lastSeed={lastSeed} />
  ));

function Advanced({ composer, entries, lastSeed }: FieldsProps) {
  if (entries.length === 0) return null;
  const changed = entries.filter(([name, p]) => isChanged(composer.values, name, p)).length;
  const isWrong = entries.some(([name]) => composer.errors[name] !== undefined);
  return (
    <details className="group" {...(isWrong ? { open: true } : {})}>
      <summary className="-mx-1 flex min-h-8 list-none items-center gap-1.5 rounded-sm px-1 text-[13px] font-medium text-text-2 hover:text-text-1 pointer-coarse:min-h-11">
        <ChevronRight aria-hidden className="size-4 transition-transform duration-100 group-open:rotate-90" />
        Advanced
        {changed > 0 ? <span className="text-accent">({changed} changed)</span> : null}
      </summary>
      <div className="flex flex-col gap-4 pt-3">
        <Fields composer={composer} entries={entries} lastSeed={lastSeed} />
      </div>
    </details>
  );
}

/** Every field of the model and mode but the prompt, as the settings file declares them. */
export function TaskForm({ composer, lastSeed }: { composer: Composer; lastSeed: number | null }) {
  const { model, mode, values, count, errors } = composer;
  const prompt = mainText(model, mode)?.[0];
  const entries = parametersIn(model, mode).filter(([name]) => name !== prompt);
  const plain = entries.filter(([, p]) => !p.advanced);
  const paired = slotsIn(model, mode)
    .filter((slot) => slot.role === 'first' || slot.role === 'last')
    .map((slot) => slot.name);
  const pictures = plain.filter(
    ([name, p]) => (p.type === 'image' || p.type === 'keyframes') && !paired.includes(name),
  );
  const max = model.modes[mode]?.max_count ?? 1;
  return (
    <>
      {paired.length > 0 ? (
        <Suspense>
          <FirstLastField composer={composer} />
        </Suspense>
      ) : null}
      <Fields composer={composer} entries={pictures} lastSeed={lastSeed} />
      <SizeField
        model={model}
        values={values}
        errors={{ width: errors.width, height: errors.height }}
        onChange={(size) => changeDraft({ values: { ...values, ...size } })}
      />
      <EnlargedSize model={model} values={values} />
      {max > 1 ? (
        <Field id="field-count" label="Count" group>
          <Segmented
            label="Count"
            value={String(count)}
            options={countOptions(max).map((n) => ({ value: String(n), label: String(n) }))}
            onChange={(chosen) => changeDraft({ count: Number(chosen) })}
          />
        </Field>
      ) : null}
      <Fields
        composer={composer}
        entries={plain.filter(([, p]) => p.type !== 'image' && p.type !== 'keyframes')}
        lastSeed={lastSeed}
      />
      <Advanced composer={composer} entries={entries.filter(([, p]) => p.advanced)} lastSeed={lastSeed} />
    </>
  );
}
