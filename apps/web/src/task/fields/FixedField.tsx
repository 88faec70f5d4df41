import type { Parameter } from '@easel/contracts';
import { Lock } from 'lucide-react';
import { defaultOf } from '../../model/model-form';

function shown(p: Parameter): string {
  const value = defaultOf(p);
  if (p.type === 'enum') return p.options.find((option) => option.value === value)?.label ?? String(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === undefined || value === '' ? 'none' : String(value);
}

/** A value that the model is made for, and that cannot be another. */
export function FixedField({ name, parameter }: { name: string; parameter: Parameter }) {
  return (
    <div className="flex flex-col gap-1 text-[13px]">
      <p className="flex items-center gap-2">
        <span id={`field-${name}-label`} className="font-medium text-text-2">
          {parameter.label}
        </span>
        <span className="ml-auto inline-flex items-center gap-1.5 rounded-sm bg-surface-3 px-2 py-0.5 text-text-1">
          <Lock aria-hidden className="size-3 text-text-3" />
          <span className="text-text-3">fixed at</span>
          <output aria-labelledby={`field-${name}-label`}>{shown(parameter)}</output>
        </span>
      </p>
      {parameter.help ? <p className="text-xs leading-relaxed text-text-3">{parameter.help}</p> : null}
    </div>
  );
}
