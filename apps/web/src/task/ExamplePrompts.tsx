import type { Model } from '@easel/sdk';
import { Button } from '@easel/ui';
import { useNavigate } from '@tanstack/react-router';
import { mainText } from '../model/model-form';
import { changeDraft, getDraft } from './draft';

/** Three inputs that work well with the model. Pressing one fills the form. */
export function ExamplePrompts({ model }: { model: Model }) {
  const navigate = useNavigate();
  const examples = model.examples.slice(0, 3);
  return (
    <ul className="flex flex-wrap justify-center gap-2">
      {examples.map((example) => {
        const name = mainText(model, example.mode)?.[0];
        const text = name === undefined ? undefined : example.input[name];
        if (typeof text !== 'string') return null;
        return (
          <li key={text}>
            <Button
              onClick={() => {
                const values = { ...getDraft().values, ...example.input };
                changeDraft({ model: model.id, mode: example.mode, values });
                void navigate({ to: '/' }).then(() => document.getElementById(`field-${name}`)?.focus());
              }}
            >
              {text}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
