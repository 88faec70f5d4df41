import type { Model } from '@easel/sdk';
import { formatValue } from '../app/format.js';

/** Inputs that work well, as declared. */
export function ModelExamples({ model }: { model: Model }) {
  if (model.examples.length === 0) return <p className="text-[13px] text-text-2">None declared.</p>;
  return (
    <ul className="flex flex-col gap-2 text-[13px]">
      {model.examples.map((example) => {
        const { prompt, ...rest } = example.input;
        const others = Object.entries(rest).map(([name, value]) => `${name} ${formatValue(value)}`);
        return (
          <li key={JSON.stringify(example)}>
            <p>{typeof prompt === 'string' ? prompt : 'No prompt'}</p>
            <p className="text-xs text-text-3">
              {[model.modes[example.mode]?.label ?? example.mode, ...others].join(' · ')}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
