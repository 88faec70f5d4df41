import { Field, Segmented, Select } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { modelListQuery } from '../model/model.queries';
import { countOptions, type Entry, mainText, modeOr, modesOf, parametersIn } from '../model/model-form';
import { isChanged, shownValue } from './build-input';
import { changeDraft, setValue } from './draft';
import { ParameterField } from './fields/ParameterField';
import { SizeField } from './fields/SizeField';
import { TextField } from './fields/TextField';
import type { Composer } from './use-composer';

/** Which model and which of its modes. One model or one mode needs no choice. */
export function ModelPickers({ model, mode }: Pick<Composer, 'model' | 'mode'>) {
  const { data: models = [] } = useQuery(modelListQuery());
  const modes = modesOf(model);
  return (
    <div className="flex flex-col gap-3">
      <Field id="field-model" label="Model" group={models.length < 2}>
        {models.length > 1 ? (
          <Select
            id="field-model"
            value={model.id}
            options={models.map((m) => ({ value: m.id, label: m.enabled ? m.name : `${m.name} (off)` }))}
            onValueChange={(id) => {
              const next = models.find((m) => m.id === id);
              if (next) changeDraft({ model: id, mode: modeOr(next, mode) });
            }}
          />
        ) : (
          <p className="font-medium">{model.name}</p>
        )}
        <details className="group text-xs text-text-3">
          <summary className="inline-flex min-h-6 list-none items-center gap-1 rounded-sm hover:text-text-1 pointer-coarse:min-h-11">
            <ChevronRight aria-hidden className="size-3.5 transition-transform duration-100 group-open:rotate-90" />
            About it
          </summary>
          <p className="mt-1 leading-relaxed">{model.description}</p>
          <p className="mt-1">
            Licence:{' '}
            <a className="underline" href={model.license_url} target="_blank" rel="noreferrer">
              {model.license}
            </a>
          </p>
        </details>
      </Field>
      {modes.length > 1 ? (
        <Segmented
          label="Mode"
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
    <ParameterField
      key={name}
      name={name}
      parameter={parameter}
      values={composer.values}
      error={composer.errors[name]}
      lastSeed={lastSeed}
    />
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
  const max = model.modes[mode]?.max_count ?? 1;
  return (
    <>
      <Fields composer={composer} entries={plain.filter(([, p]) => p.type === 'image')} lastSeed={lastSeed} />
      <SizeField
        model={model}
        values={values}
        errors={{ width: errors.width, height: errors.height }}
        onChange={(size) => changeDraft({ values: { ...values, ...size } })}
      />
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
      <Fields composer={composer} entries={plain.filter(([, p]) => p.type !== 'image')} lastSeed={lastSeed} />
      <Advanced composer={composer} entries={entries.filter(([, p]) => p.advanced)} lastSeed={lastSeed} />
    </>
  );
}
