import { HeadCell } from '@easel/ui';
import type { VirtualItem } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import type { ListRow } from './use-row-window.js';

export const ROW_PX = 40;
export const HEAD_PX = 36;

export interface Column<T> {
  name: string;
  /** Width as a class; without one the column takes what is left. */
  width?: string;
  align?: 'right';
  /** Stays in view while the table scrolls sideways. */
  pinned?: 'left' | 'right';
  /** Its name is for those who do not see the table. */
  quiet?: boolean;
  /** The whole text, where the cell may cut it. */
  title?: (row: T) => string;
  cell: (row: T) => ReactNode;
}

interface Props<T extends ListRow> {
  label: string;
  list: readonly T[];
  /** Whether these are all rows there are. */
  complete: boolean;
  columns: readonly Column<T>[];
  /** Least width of the table, as a class. */
  least: string;
  items: VirtualItem[];
  total_px: number;
  active: string | null;
  onActive: (id: string) => void;
}

const PINNED = { left: 'sticky left-0', right: 'sticky right-0' };
const pinOf = <T,>({ pinned }: Column<T>) => (pinned === undefined ? '' : PINNED[pinned]);
const alignOf = <T,>({ align }: Column<T>) => (align === 'right' ? 'text-right' : '');

/** A table of which only the rows in view are drawn. */
export function VirtualTable<T extends ListRow>(props: Props<T>) {
  const { label, list, complete, columns, least, items, total_px, active, onActive } = props;
  return (
    <table
      className={`w-full table-fixed border-separate border-spacing-0 text-left text-[13px] ${least}`}
      aria-rowcount={complete ? list.length + 1 : -1}
    >
      <caption className="sr-only">{label}</caption>
      <thead className="sticky top-0 z-30 text-text-2">
        <tr aria-rowindex={1}>
          {columns.map((column) => (
            <HeadCell
              key={column.name}
              className={`border-b border-line bg-surface-3 ${column.width ?? ''} ${alignOf(column)} ${pinOf(column)} ${column.pinned === undefined ? '' : 'z-20'}`}
            >
              {column.quiet ? <span className="sr-only">{column.name}</span> : column.name}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        <Space height={items[0]?.start ?? 0} columns={columns.length} />
        {items.map(({ index }) => {
          const row = list[index];
          return row === undefined ? null : (
            <tr
              key={row.id}
              data-row={row.id}
              aria-rowindex={index + 2}
              className="group"
              onFocus={() => onActive(row.id)}
            >
              {columns.map((column, at) => (
                <OneCell key={column.name} row={row} column={column} heads={at === 0} active={row.id === active} />
              ))}
            </tr>
          );
        })}
        <Space height={total_px - (items.at(-1)?.end ?? 0)} columns={columns.length} />
      </tbody>
    </table>
  );
}

interface CellProps<T> {
  row: T;
  column: Column<T>;
  /** The row's name. */
  heads: boolean;
  active: boolean;
}

function OneCell<T>({ row, column, heads, active }: CellProps<T>) {
  const colour = active ? 'bg-surface-3' : 'bg-surface-2 group-hover:bg-surface-3';
  const look = `h-10 truncate border-b border-line px-3 align-middle font-normal ${colour} ${alignOf(column)} ${pinOf(column)} ${column.pinned === undefined ? '' : 'z-10'}`;
  const title = column.title?.(row);
  return heads ? (
    <th scope="row" className={look} title={title}>
      {column.cell(row)}
    </th>
  ) : (
    <td className={look} title={title}>
      {column.cell(row)}
    </td>
  );
}

const Space = ({ height, columns }: { height: number; columns: number }) =>
  height > 0 ? (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height }} className="p-0" />
    </tr>
  ) : null;
