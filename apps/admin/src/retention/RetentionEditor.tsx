import type { Retention } from '@easel/contracts';
import { Button, useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Eye, Plus } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { Panel } from '../app/Panel.js';
import { RetentionRunNow } from './RetentionRunNow.js';
import { retentionQuery } from './RetentionScreen.js';
import { RuleFields } from './RuleFields.js';
import { draftsOf, isSound, newDraft, type RuleDraft, rulesOf } from './retention-draft.js';
import { WhatWouldGo } from './WhatWouldGo.js';

/** The rules, edited as one list: seen first, then saved. */
export function RetentionEditor({ retention }: { retention: Retention }) {
  const [drafts, setDrafts] = useState(() => draftsOf(retention));
  const [added, setAdded] = useState(0);
  const client = useQueryClient();
  const toast = useToast();
  const sound = isSound(drafts);
  const stored = JSON.stringify(rulesOf(draftsOf(retention)));
  const changed = JSON.stringify(rulesOf(drafts)) !== stored;
  const preview = useMutation({ mutationFn: () => easel.retention.preview(rulesOf(drafts)) });
  const save = useMutation({
    mutationFn: () => easel.retention.put(rulesOf(drafts)),
    onSuccess: (saved) => {
      client.setQueryData(retentionQuery().queryKey, saved);
      toast({ message: 'The rules were saved. They take effect within ten minutes.' });
    },
    onError: (error) => toast({ message: `Not saved: ${explain(error)}`, tone: 'bad' }),
  });
  const change = (next: RuleDraft[]) => {
    setDrafts(next);
    preview.reset();
  };
  return (
    <>
      <Panel title="Rules">
        <div className="flex flex-col gap-3">
          {drafts.length === 0 ? <NoRules days={retention.default_days} /> : null}
          {drafts.map((draft, index) => (
            <RuleFields
              key={draft.key}
              draft={draft}
              place={index + 1}
              onChange={(next) => change(drafts.map((one) => (one.key === draft.key ? next : one)))}
              onRemove={() => change(drafts.filter((one) => one.key !== draft.key))}
            />
          ))}
          <div className="flex flex-wrap gap-2">
            <Button
              icon={<Plus aria-hidden className="size-4" />}
              onClick={() => {
                change([...drafts, newDraft(`new-${added}`)]);
                setAdded(added + 1);
              }}
            >
              Add a rule
            </Button>
            <Button
              icon={<Eye aria-hidden className="size-4" />}
              disabled={!sound || preview.isPending}
              onClick={() => preview.mutate()}
            >
              {preview.isPending ? 'Looking …' : 'See what would go'}
            </Button>
            <Button variant="primary" disabled={!sound || !changed || save.isPending} onClick={() => save.mutate()}>
              Save the rules
            </Button>
            {changed ? (
              <Button variant="ghost" onClick={() => change(draftsOf(retention))}>
                Discard changes
              </Button>
            ) : null}
          </div>
          {preview.isError ? (
            <p role="alert" className="text-[13px] text-bad">
              {explain(preview.error)}
            </p>
          ) : null}
        </div>
      </Panel>
      {preview.data === undefined ? null : <WhatWouldGo preview={preview.data} />}
      <RetentionRunNow changed={changed} />
    </>
  );
}

const NoRules = ({ days }: { days: number | null }) => (
  <p className="text-[13px] text-text-2">
    {days === null
      ? 'No rules: everything is kept until somebody deletes it.'
      : `No rules: as the settings say, results are removed after ${days} days.`}
  </p>
);
