import { Cell, HeadCell, Row, Table, TableHead } from '@easel/ui';
import type { Difference } from './diff.js';
import { formatValue } from './format.js';

/** What changed, field by field. */
export function DiffTable({ label, list }: { label: string; list: readonly Difference[] }) {
  return (
    <Table label={label} className="bg-surface-1">
      <TableHead>
        <HeadCell>Field</HeadCell>
        <HeadCell>Before</HeadCell>
        <HeadCell>After</HeadCell>
      </TableHead>
      <tbody>
        {list.map(({ path, before, after }) => (
          <Row key={path}>
            <Cell className="align-top! py-2">
              <code className="font-mono text-xs [overflow-wrap:anywhere]">{path}</code>
            </Cell>
            <Cell className="align-top! py-2 [overflow-wrap:anywhere] text-text-2">
              <Side value={before} sign="−" />
            </Cell>
            <Cell className="align-top! py-2 [overflow-wrap:anywhere]">
              <Side value={after} sign="+" />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

const Side = ({ value, sign }: { value: unknown; sign: string }) =>
  value === undefined ? (
    <span className="whitespace-nowrap text-text-3">not there</span>
  ) : (
    <>
      <span aria-hidden className="mr-1 text-text-3">
        {sign}
      </span>
      {value === null ? 'null' : formatValue(value)}
    </>
  );
