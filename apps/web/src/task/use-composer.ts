import type { ModeName } from '@easel/contracts';
import { EaselError, type Model } from '@easel/sdk';
import { useToast } from '@easel/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { explainError } from '../app/explain-error';
import { whyNot } from '../model/availability';
import { modelListQuery } from '../model/model.queries';
import { buildInput, type Input } from './build-input';
import { checkInput, type FieldErrors, missingFields } from './check-input';
import { changeDraft, useDraft } from './draft';
import { type Chosen, chosenOf } from './place-image';
import { useCreateTask } from './use-create-task';

export interface Composer {
  model: Model;
  mode: ModeName;
  values: Input;
  count: number;
  errors: FieldErrors;
  isSending: boolean;
  submit: () => Promise<void>;
}

/** The model and mode that the form shows. */
export function useChosenModel(): Chosen | null {
  const { data: models } = useQuery(modelListQuery());
  const draft = useDraft();
  return models ? chosenOf(models, draft) : null;
}

/** Everything the form does: checks while typing, says what is missing when asked to generate, and sends. */
export function useComposer({ model, mode }: Chosen): Composer {
  const draft = useDraft();
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const createTask = useCreateTask();
  const sending = useRef(false);
  const [asked, setAsked] = useState(false);
  const [checked, setChecked] = useState<FieldErrors>({});
  const [refused, setRefused] = useState<FieldErrors>({});
  const input = useMemo(() => buildInput(model, mode, draft.values), [model, mode, draft.values]);
  const count = Math.min(draft.count, model.modes[mode]?.max_count ?? 1);

  // What was begun for a model stays with it, also when another one would start sooner by now.
  const isBegun = draft.model === null && Object.keys(draft.values).length > 0;
  useEffect(() => {
    if (isBegun) changeDraft({ model: model.id, mode });
  }, [isBegun, model.id, mode]);

  useEffect(() => {
    let stale = false;
    setRefused({});
    checkInput(model, mode, input).then(
      (errors) => {
        if (!stale) setChecked(errors);
      },
      // The checker could not be loaded: the server checks too.
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [model, mode, input]);

  const missing = missingFields(model, mode, input);
  const wrong = Object.entries({ ...refused, ...checked }).filter(([name]) => asked || missing[name] === undefined);

  /** Says why nothing can be sent, with a fresh look: a backend may have come since. */
  async function isHopeless(): Promise<boolean> {
    if (whyNot(model) === null) return false;
    const models = await client.fetchQuery({ ...modelListQuery(), staleTime: 0 }).catch(() => []);
    const why = whyNot(models.find((m) => m.id === model.id) ?? model);
    if (why !== null) toast({ message: why, tone: 'bad', duration_ms: 12_000 });
    return why !== null;
  }

  async function send() {
    if (await isHopeless()) return;
    const errors = await checkInput(model, mode, input).catch(() => missing);
    setAsked(true);
    setChecked(errors);
    const first = Object.keys(errors)[0];
    if (first !== undefined) {
      document.getElementById(`field-${first}`)?.focus();
      toast({ message: Object.values(errors)[0] ?? '', tone: 'bad', duration_ms: 4000 });
      return;
    }
    try {
      const task = await createTask.mutateAsync({ model: model.id, mode, input, count });
      setAsked(false);
      await navigate({ to: '/', search: { task: task.id }, replace: true });
    } catch (error) {
      const fields = error instanceof EaselError ? error.errors : [];
      setRefused(Object.fromEntries(fields.map(({ path, message }) => [path.split('.').at(-1) ?? path, message])));
      toast({ message: explainError(error), tone: 'bad', duration_ms: 12_000 });
    }
  }

  async function submit() {
    if (sending.current) return;
    sending.current = true;
    try {
      await send();
    } finally {
      sending.current = false;
    }
  }

  return {
    model,
    mode,
    values: draft.values,
    count,
    errors: Object.fromEntries(wrong),
    isSending: createTask.isPending,
    submit,
  };
}
