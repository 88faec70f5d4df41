import type { Model } from '@easel/sdk';
import { Field } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { Suspense, useState } from 'react';
import { part } from '../app/part';
import { Availability } from './Availability';
import { modelListQuery } from './model.queries';

const ModelPicker = part(() => import('./ModelPicker'));

/** The model in the form, with whether it would start; a press shows them all. */
export function ModelField({ model, onChange }: { model: Model; onChange: (next: Model) => void }) {
  const { data: models = [] } = useQuery(modelListQuery());
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Field id="field-model" label="Model" group>
      <button
        type="button"
        id="field-model"
        aria-labelledby="field-model-label field-model"
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
        className="flex min-h-13 w-full items-center gap-3 rounded-md border border-line bg-field px-3 py-1.5 text-left hover:border-line-strong"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate text-[15px] font-medium">{model.name}</span>{' '}
          <span className="block truncate text-xs text-text-3">
            <Availability model={model} />
            {model.commercial_use ? '' : ' · not for commercial use'}
          </span>
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-text-3" />
      </button>
      {isOpen ? (
        <Suspense>
          <ModelPicker
            models={models}
            chosen={model}
            onPick={(next) => {
              onChange(next);
              setIsOpen(false);
            }}
            onClose={() => setIsOpen(false)}
          />
        </Suspense>
      ) : null}
    </Field>
  );
}
