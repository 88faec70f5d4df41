import type { Model } from '@easel/sdk';
import { Badge, classNames, Dialog, EmptyState, Input } from '@easel/ui';
import { Check, Search } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Availability } from './Availability';
import { availabilityOf, priceOf } from './availability';
import { groupModels, searchModels } from './search-models';

function About({ model }: { model: Model }) {
  const price = priceOf(model);
  const { remedy } = availabilityOf(model);
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-text-3">
      <Availability model={model} />
      {remedy ? (
        <a
          className="relative z-10 inline-flex min-h-6 items-center text-accent underline pointer-coarse:min-h-11"
          href={remedy.href}
        >
          {remedy.label}
        </a>
      ) : null}
      {price ? <span>{price}</span> : null}
      <a
        className="relative z-10 inline-flex min-h-6 items-center underline pointer-coarse:min-h-11"
        href={model.license_url}
        target="_blank"
        rel="noreferrer"
        title={model.license}
      >
        Licence
      </a>
    </p>
  );
}

function Row({ model, isChosen, onPick }: { model: Model; isChosen: boolean; onPick: (model: Model) => void }) {
  return (
    <li
      className={classNames(
        'relative flex flex-col gap-1 rounded-md border px-3 py-2.5 has-[button:focus-visible]:outline-2 has-[button:focus-visible]:outline-accent',
        isChosen ? 'border-accent bg-accent-soft' : 'border-line hover:border-line-strong hover:bg-surface-3',
      )}
    >
      <div className="flex flex-wrap items-center gap-2">
        <button
          type="button"
          aria-current={isChosen || undefined}
          onClick={() => onPick(model)}
          className="text-left text-[15px] font-medium outline-none after:absolute after:inset-0 after:rounded-md"
        >
          {model.name}
        </button>
        {isChosen ? <Check aria-hidden className="size-4 text-accent" /> : null}
        <span className="flex flex-wrap gap-1 sm:ml-auto">
          <Badge tone={model.commercial_use ? 'neutral' : 'warn'}>
            {model.commercial_use ? 'Commercial use' : 'Not commercial'}
          </Badge>
          {model.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      </div>
      <p className="line-clamp-2 text-[13px] leading-relaxed text-text-2">{model.description}</p>
      <About model={model} />
    </li>
  );
}

export interface ModelPickerProps {
  models: readonly Model[];
  chosen: Model;
  onPick: (model: Model) => void;
  onClose: () => void;
}

/** Every model with what it is for, what it may be used for and whether it would start. */
export default function ModelPicker({ models, chosen, onPick, onClose }: ModelPickerProps) {
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const found = searchModels(models, search);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const focused = document.activeElement;
    const at = focused instanceof HTMLButtonElement ? buttons.indexOf(focused) : -1;
    buttons[Math.min(buttons.length - 1, Math.max(0, at + by))]?.focus();
  };
  return (
    <Dialog open onClose={onClose} title="Choose a model" className="w-[min(44rem,calc(100vw-1.5rem))]!">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys are a second way to what Tab does */}
      <div className="flex flex-col gap-4" onKeyDown={onKeyDown}>
        <div className="relative">
          <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-text-3" />
          <Input
            type="search"
            aria-label="Search models"
            autoFocus
            value={search}
            placeholder="anime, text, key frames…"
            className="pl-9"
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              const [first] = found;
              if (event.key === 'Enter' && first && search !== '') onPick(first);
              event.stopPropagation();
              onKeyDown(event);
            }}
          />
        </div>
        <div ref={list} className="flex flex-col gap-5">
          {groupModels(found).map((group) => (
            <section key={group.label} aria-label={group.label}>
              <h3 className="mb-2 text-xs font-semibold text-text-3">{group.label}</h3>
              <ul className="flex flex-col gap-2">
                {group.models.map((model) => (
                  <Row key={model.id} model={model} isChosen={model.id === chosen.id} onPick={onPick} />
                ))}
              </ul>
            </section>
          ))}
          {found.length === 0 ? <EmptyState title="No model is like that">Try another word.</EmptyState> : null}
        </div>
      </div>
    </Dialog>
  );
}
