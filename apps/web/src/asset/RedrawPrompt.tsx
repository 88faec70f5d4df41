import type { Recipe } from '@easel/contracts';
import { Button, Kbd, Textarea } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { CornerDownLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { modelListQuery } from '../model/model.queries';
import { mainText } from '../model/model-form';
import { usePictureActions } from './use-picture-actions';

/** The prompt under a picture: change a word and press Enter for the same seed with other words. */
export function RedrawPrompt({ recipe }: { recipe: Recipe }) {
  const { data: models } = useQuery(modelListQuery());
  const { redraw } = usePictureActions();
  const model = models?.find((m) => m.id === recipe.model && m.modes[recipe.mode]);
  const field = model ? mainText(model, recipe.mode) : null;
  const name = field?.[0] ?? 'prompt';
  const original = recipe.input[name];
  const before = typeof original === 'string' ? original : '';
  const [text, setText] = useState(before);
  const [isSending, setIsSending] = useState(false);
  useEffect(() => setText(before), [before]);
  if (!field) return <p className="text-sm text-text-2">{before}</p>;
  const label = field[1].label;
  const tooLong = text.length > field[1].max_length;
  const canSend = text.trim() !== '' && text !== before && !tooLong && !isSending;

  async function send() {
    if (!canSend) return;
    setIsSending(true);
    await redraw(recipe, name, text.trim());
    setIsSending(false);
  }

  return (
    <form
      className="flex w-full flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="flex items-stretch gap-2">
        <Textarea
          aria-label={`${label} of this picture`}
          aria-describedby="redraw-help"
          rows={text.length > 80 ? 3 : 1}
          value={text}
          invalid={tooLong}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            event.stopPropagation();
            void send();
          }}
          className="min-h-11 flex-1"
        />
        <Button
          type="submit"
          size="lg"
          variant={canSend ? 'primary' : 'secondary'}
          disabled={!canSend}
          icon={<CornerDownLeft aria-hidden className="size-4" />}
        >
          Redraw
        </Button>
      </div>
      <p id="redraw-help" className="text-xs text-text-3">
        {tooLong ? (
          `At most ${field[1].max_length} characters.`
        ) : (
          <>
            Change a word and press <Kbd>Enter</Kbd>
            <span className="hidden pointer-coarse:inline">Redraw</span>: same seed, other words.
          </>
        )}
      </p>
    </form>
  );
}
