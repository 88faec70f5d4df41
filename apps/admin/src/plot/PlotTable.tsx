import { Cell, HeadCell, Row, Table, TableHead } from '@easel/ui';
import type { PlotData } from './plot-series.js';
import { stepName } from './plot-time.js';

interface Props {
  title: string;
  data: PlotData;
  format: (value: number) => string;
}

/** The values of a plot, newest first. */
export function PlotTable({ title, data, format }: Props) {
  const moments = data.at.map((at, index) => ({ at, index })).reverse();
  return (
    <Table label={`${title}, values`} className="max-h-42">
      <TableHead>
        <HeadCell>Time</HeadCell>
        {data.series.map((series) => (
          <HeadCell key={series.key} className="text-right">
            {series.label}
          </HeadCell>
        ))}
      </TableHead>
      <tbody>
        {moments.map(({ at, index }) => (
          <Row key={at}>
            <Cell className="h-8! whitespace-nowrap">{stepName(Date.parse(at), data.step_s)}</Cell>
            {data.series.map((series) => {
              const value = series.values[index] ?? null;
              return (
                <Cell key={series.key} className="h-8! text-right whitespace-nowrap">
                  {value === null ? '–' : format(value)}
                </Cell>
              );
            })}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
