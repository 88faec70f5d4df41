import type { Task } from '@easel/sdk';
import { formatValue } from '../app/format.js';

/** The input that ran, under the labels the model had when the task was made. */
export function TaskInput({ task }: { task: Task }) {
  const rows: [string, string, unknown][] = Object.entries(task.input).map(([name, value]) => [
    name,
    task.snapshot.labels[name] ?? name,
    value,
  ]);
  return (
    <table className="w-full text-left text-[13px]">
      <caption className="sr-only">Input</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, label, value]) => (
          <tr key={name} className="border-t border-line first:border-t-0">
            <th scope="row" className="w-36 py-1.5 pr-4 align-top font-normal text-text-3" title={name}>
              {label}
            </th>
            <td className="py-1.5 break-words whitespace-pre-wrap [overflow-wrap:anywhere]">{formatValue(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
