import type { Call } from '@easel/contracts';
import { Cell, HeadCell, IconButton, Row, Table, TableHead } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import { formatCost, formatFull, formatMs, formatWhen, shortId } from '../app/format.js';
import { useNow } from '../app/use-now.js';
import { CallDetails } from './CallDetails.js';
import { CallState } from './CallState.js';
import { ranMs, waitedMs } from './call-times.js';

const LINK = 'text-accent underline-offset-2 hover:underline';
const RIGHT = 'text-right whitespace-nowrap';
const COLUMNS = 9;

export function CallTable({ calls }: { calls: readonly Call[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const now = useNow();
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <Table label="Calls" className="bg-surface-2">
      <TableHead>
        <HeadCell>State</HeadCell>
        <HeadCell>Task</HeadCell>
        <HeadCell>Backend</HeadCell>
        <HeadCell>Model · mode</HeadCell>
        <HeadCell>Created</HeadCell>
        <HeadCell className="text-right">Waited</HeadCell>
        <HeadCell className="text-right">Ran</HeadCell>
        <HeadCell className="text-right">Cost, estimate</HeadCell>
        <HeadCell>
          <span className="sr-only">Details</span>
        </HeadCell>
      </TableHead>
      <tbody>
        {calls.map((call) => {
          const shown = open.has(call.attempt_id);
          const Icon = shown ? ChevronDown : ChevronRight;
          return (
            <Fragment key={call.attempt_id}>
              <Row data-call={call.attempt_id}>
                <Cell>
                  <CallState call={call} />
                </Cell>
                <Cell>
                  <Link
                    to="/tasks/$taskId"
                    params={{ taskId: call.task_id }}
                    title={call.task_id}
                    className={`${LINK} font-mono text-xs`}
                  >
                    {shortId(call.task_id)}
                  </Link>
                </Cell>
                <Cell className="max-w-52 truncate">
                  <Link to="/backends/$backendId" params={{ backendId: call.backend_id }} search={{}} className={LINK}>
                    {call.backend_label}
                  </Link>
                </Cell>
                <Cell className="max-w-60 truncate">
                  {call.model} <span className="text-text-3">· {call.mode}</span>
                </Cell>
                <Cell className="whitespace-nowrap text-text-2">
                  <time dateTime={call.created_at} title={formatFull(call.created_at)}>
                    {formatWhen(call.created_at)}
                  </time>
                </Cell>
                <Cell className={RIGHT}>{formatMs(waitedMs(call, now))}</Cell>
                <Cell className={RIGHT}>{formatMs(ranMs(call, now))}</Cell>
                <Cell className={RIGHT}>{formatCost(call.cost_microusd)}</Cell>
                <Cell className="w-10 px-1! text-center">
                  <IconButton
                    size="sm"
                    label={`Details of ${shortId(call.attempt_id)}`}
                    aria-expanded={shown}
                    onClick={() => toggle(call.attempt_id)}
                  >
                    <Icon aria-hidden className="size-4" />
                  </IconButton>
                </Cell>
              </Row>
              {shown ? (
                <tr>
                  <td colSpan={COLUMNS} className="bg-surface-1 px-4 py-3">
                    <CallDetails call={call} />
                  </td>
                </tr>
              ) : null}
            </Fragment>
          );
        })}
      </tbody>
    </Table>
  );
}
