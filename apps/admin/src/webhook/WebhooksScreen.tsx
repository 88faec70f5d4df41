import type { OwnedWebhook } from '@easel/contracts';
import { Badge, Cell, EmptyState, HeadCell, Row, Skeleton, Table, TableHead } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Webhook } from 'lucide-react';
import { Elapsed } from '../app/Ago.js';
import { CallError } from '../app/CallError.js';
import { formatWhen } from '../app/format.js';
import { useMedia } from '../app/use-media.js';
import { useTitle } from '../app/use-title.js';
import { webhooksQuery } from './webhook.queries.js';

/** The endpoints of all owners. Only their owners change them. */
export function WebhooksScreen() {
  useTitle('Webhooks');
  const hooks = useQuery(webhooksQuery());
  const wide = useMedia('(min-width: 768px)');
  return (
    <div className="flex flex-col gap-3 p-4">
      <div>
        <h1 className="text-base font-semibold">Endpoints</h1>
        <p className="text-[13px] text-text-2">
          Addresses that owners have told Easel to tell of their tasks. Owners change them in the studio.
        </p>
      </div>
      {hooks.isPending ? (
        <div role="status">
          <span className="mb-2 block text-[13px] text-text-2">Loading endpoints …</span>
          <Skeleton className="h-32" />
        </div>
      ) : hooks.data === undefined ? (
        <CallError title="The endpoints could not be loaded" error={hooks.error} onRetry={() => void hooks.refetch()} />
      ) : hooks.data.length === 0 ? (
        <EmptyState icon={<Webhook aria-hidden className="size-8" />} title="No endpoints">
          Nobody has one yet. An owner adds one in the studio, with the SDK or with{' '}
          <code className="font-mono text-[13px]">POST /v1/webhooks</code>; a task may also name a target of its own.
        </EmptyState>
      ) : wide ? (
        <Rows hooks={hooks.data} />
      ) : (
        <Cards hooks={hooks.data} />
      )}
    </div>
  );
}

function State({ hook }: { hook: OwnedWebhook }) {
  if (!hook.enabled) {
    return <Badge tone={hook.disabled_reason === null ? 'neutral' : 'bad'}>Switched off</Badge>;
  }
  return hook.failing_since === null ? <Badge tone="ok">On</Badge> : <Badge tone="warn">Failing</Badge>;
}

/** Why it is as it is, where there is something to say. */
const Why = ({ hook }: { hook: OwnedWebhook }) =>
  hook.disabled_reason !== null ? (
    hook.disabled_reason
  ) : hook.failing_since !== null ? (
    <>
      Nothing was delivered for <Elapsed from={hook.failing_since} />.
    </>
  ) : (
    hook.description
  );

const LINK = 'text-accent underline-offset-2 hover:underline';

function Rows({ hooks }: { hooks: readonly OwnedWebhook[] }) {
  return (
    <Table label="Endpoints" className="bg-surface-2">
      <TableHead>
        <HeadCell>Address</HeadCell>
        <HeadCell>State</HeadCell>
        <HeadCell>Why</HeadCell>
        <HeadCell>Events</HeadCell>
        <HeadCell>Owner</HeadCell>
        <HeadCell>Created</HeadCell>
      </TableHead>
      <tbody>
        {hooks.map((hook) => (
          <Row key={hook.id}>
            <Cell className="max-w-80 truncate" title={hook.url}>
              <Link to="/deliveries" search={{ webhook_id: hook.id }} className={LINK}>
                {hook.url}
              </Link>
            </Cell>
            <Cell>
              <State hook={hook} />
            </Cell>
            <Cell className="max-w-72 text-text-2">
              <Why hook={hook} />
            </Cell>
            <Cell className="max-w-60 truncate" title={hook.events.join(', ')}>
              {hook.events.map((event) => event.replace('task.', '')).join(', ')}
            </Cell>
            <Cell className="max-w-40 truncate">{hook.owner_name}</Cell>
            <Cell className="whitespace-nowrap text-text-2">{formatWhen(hook.created_at)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Cards({ hooks }: { hooks: readonly OwnedWebhook[] }) {
  return (
    <ul className="flex flex-col gap-3 text-[13px]">
      {hooks.map((hook) => (
        <li key={hook.id} className="flex flex-col gap-1.5 rounded-md border border-line bg-surface-2 p-4">
          <div className="flex items-center justify-between gap-2">
            <span className="truncate">{hook.owner_name}</span>
            <State hook={hook} />
          </div>
          <Link to="/deliveries" search={{ webhook_id: hook.id }} className={`${LINK} py-1 break-all`}>
            {hook.url}
          </Link>
          <p className="text-text-2">
            <Why hook={hook} />
          </p>
          <p className="text-xs text-text-3">{hook.events.join(', ')}</p>
        </li>
      ))}
    </ul>
  );
}
