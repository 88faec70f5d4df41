import type { Recipe } from '@easel/contracts';
import { useQuery } from '@tanstack/react-query';
import { modelListQuery } from '../model/model.queries';

interface Names {
  model_name?: string | undefined;
  mode_label?: string | undefined;
  labels?: Record<string, string>;
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  if (Array.isArray(value)) return `${value.length} at frames ${value.map((entry) => entry?.frame).join(', ')}`;
  return JSON.stringify(value);
}

/** What made a picture, one line each: the model, the seed, the size, every parameter. The prompt stands elsewhere. */
export function useRecipeLines(recipe: Recipe, names: Names = {}): [label: string, value: string][] {
  const { data: models } = useQuery(modelListQuery());
  const model = models?.find((m) => m.id === recipe.model);
  const { width, height, prompt: _prompt, ...rest } = recipe.input;
  const lines: [string, string][] = [
    ['Model', names.model_name ?? model?.name ?? recipe.model],
    ['Mode', names.mode_label ?? model?.modes[recipe.mode]?.label ?? recipe.mode],
  ];
  for (const [name, value] of Object.entries(rest)) {
    const parameter = model?.parameters[name];
    const isPicture = parameter?.type === 'image' || (typeof value === 'string' && value.startsWith('asset_'));
    const option = parameter?.type === 'enum' ? parameter.options.find((o) => o.value === value)?.label : undefined;
    lines.push([
      names.labels?.[name] ?? parameter?.label ?? name,
      isPicture ? 'set' : (option ?? (value === '' ? 'none' : shown(value))),
    ]);
  }
  if (width !== undefined && height !== undefined) lines.push(['Size', `${shown(width)} × ${shown(height)}`]);
  return lines;
}

/** The recipe as a table of two columns. */
export function RecipeList({ lines }: { lines: readonly (readonly [string, string])[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-[13px]">
      {lines.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-text-3">{label}</dt>
          <dd className="text-right break-words text-text-1">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
