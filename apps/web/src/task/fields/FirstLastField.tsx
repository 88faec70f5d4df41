import type { ModeName } from '@easel/contracts';
import type { Model } from '@easel/sdk';
import { Button, Field, IconButton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { type ImageSlot, placesFor, slotsIn } from '../../model/image-slots';
import { modelListQuery } from '../../model/model.queries';
import { changeDraft, getDraft, setValue } from '../draft';
import { draftIn, placeImage } from '../place-image';

import type { Composer } from '../use-composer';
import { ImageBox } from './ImageBox';

const idOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** Models that can do what is filled in, beside the chosen one. */
function OtherModels({ model, mode }: { model: Model; mode: ModeName }) {
  const { data: models = [] } = useQuery(modelListQuery());
  const others = placesFor({ models, role: 'last', prefer: [mode] }).filter((place) => place.model.id !== model.id);
  if (others.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-xs text-text-3">
      <span>Also done by</span>
      {others.map((place) => (
        <Button key={place.model.id} size="sm" onClick={() => changeDraft(draftIn(getDraft(), { model, mode }, place))}>
          {place.model.name}
        </Button>
      ))}
    </div>
  );
}

/** The first and the last picture of a video, side by side. Where only a first one is asked for, a last one can be added. */
export default function FirstLastField({ composer }: { composer: Composer }) {
  const { model, mode, values, errors } = composer;
  const { data: models = [] } = useQuery(modelListQuery());
  const slots = slotsIn(model, mode);
  const first = slots.find((slot) => slot.role === 'first');
  const last = slots.find((slot) => slot.role === 'last');
  const canAdd = !last && placesFor({ models, role: 'last' }).length > 0;
  if (!first) return null;
  /** Where the mode has no place for a last picture, to the mode, or the model, that has one. */
  const addLast = (id: string) => {
    const [place] = placesFor({ models, current: composer, role: 'last' });
    if (place) changeDraft(placeImage(getDraft(), composer, place, id));
  };
  const chosen = { first: idOf(values[first.name]), last: last && idOf(values[last.name]) };
  const label = (slot: ImageSlot) => model.parameters[slot.name]?.label ?? slot.name;
  const error = errors[first.name] ?? (last && errors[last.name]);
  return (
    <Field
      id={`field-${first.name}`}
      label={last || canAdd ? 'First and last picture' : label(first)}
      help={model.parameters[first.name]?.help}
      error={error}
      required
      group
      aside={
        last ? (
          <IconButton
            label="Swap first and last"
            size="sm"
            className="-my-1.5"
            disabled={chosen.first === undefined && chosen.last === undefined}
            onClick={() => {
              setValue(first.name, chosen.last);
              setValue(last.name, chosen.first);
            }}
          >
            <ArrowLeftRight aria-hidden className="size-4" />
          </IconButton>
        ) : undefined
      }
    >
      <div className={last || canAdd ? 'grid grid-cols-2 gap-2' : 'grid'}>
        <div className="flex min-w-0 flex-col gap-1">
          <ImageBox
            id={`field-${first.name}`}
            label={label(first)}
            value={chosen.first}
            onChange={(id) => setValue(first.name, id)}
            isInvalid={errors[first.name] !== undefined}
            invitation="First"
            isTall
          />
        </div>
        {last || canAdd ? (
          <div className="flex min-w-0 flex-col gap-1">
            <ImageBox
              id={last ? `field-${last.name}` : 'field-add-last'}
              label={last ? label(last) : 'Last image'}
              value={chosen.last}
              onChange={(id) => {
                if (last) setValue(last.name, id);
                else if (id !== undefined) addLast(id);
              }}
              isInvalid={last !== undefined && errors[last.name] !== undefined}
              invitation={last ? 'Last' : 'Last, if you like'}
              isTall
            />
          </div>
        ) : null}
      </div>
      {chosen.first !== undefined && chosen.last !== undefined ? <OtherModels model={model} mode={mode} /> : null}
    </Field>
  );
}
