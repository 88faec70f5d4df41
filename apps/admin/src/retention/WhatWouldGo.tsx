import type { RetentionPreview } from '@easel/contracts';
import { Link } from '@tanstack/react-router';
import { formatBytes, formatFull, formatWhen, shortId } from '../app/format.js';
import { Panel } from '../app/Panel.js';

const count = new Intl.NumberFormat('en');

interface Amount {
  tasks: number;
  assets: number;
  bytes: number;
}

/** How much, in words: only what is not nothing. */
export const amountOf = ({ tasks, assets, bytes }: Amount): string =>
  tasks + assets === 0
    ? 'nothing'
    : [
        tasks > 0 ? `${count.format(tasks)} ${tasks === 1 ? 'task' : 'tasks'}` : null,
        assets > 0 ? `${count.format(assets)} ${assets === 1 ? 'asset' : 'assets'}` : null,
        formatBytes(bytes),
      ]
        .filter((part) => part !== null)
        .join(', ');

/** What the rules as they stand in the editor would remove now. */
export function WhatWouldGo({ preview }: { preview: RetentionPreview }) {
  return (
    <Panel title="What would go now">
      <div role="status" className="flex flex-col gap-4 text-[13px]">
        <p className="text-[15px]">
          Together <strong className="font-semibold">{amountOf(preview.total)}</strong>
          {preview.total.oldest_at === null ? '' : `, the oldest of ${formatFull(preview.total.oldest_at)}`}.
        </p>
        <ol className="flex flex-col gap-4">
          {preview.rules.map((rule, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a preview is never reordered, and its rules have no names
            <li key={index} className="flex flex-col gap-1.5 border-t border-line pt-3">
              <p>
                Rule {index + 1}: <strong className="font-semibold">{amountOf(rule)}</strong>
              </p>
              {rule.by_owner.length === 0 ? null : (
                <p className="text-text-2">
                  Of {rule.by_owner.map((owner) => `${owner.name} (${amountOf(owner)})`).join('; ')}
                </p>
              )}
              {rule.sample.length === 0 ? null : (
                <p className="flex flex-wrap gap-x-3 gap-y-1 text-text-2">
                  For example
                  {rule.sample.slice(0, 8).map((thing) => (
                    <Link
                      key={thing.id}
                      to="/things/$thingId"
                      params={{ thingId: thing.id }}
                      title={thing.id}
                      className="text-accent underline-offset-2 hover:underline"
                    >
                      <span className="font-mono text-xs">{shortId(thing.id)}</span> of {formatWhen(thing.created_at)}
                    </Link>
                  ))}
                </p>
              )}
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
}
