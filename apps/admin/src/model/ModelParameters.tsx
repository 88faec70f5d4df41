import type { Model } from '@easel/sdk';
import { Badge, Cell, HeadCell, Row, Table, TableHead } from '@easel/ui';
import { Check } from 'lucide-react';
import { defaultOf, modesOf, rangeOf } from './model-look.js';

/** Every parameter: what it takes, what it defaults to, in which modes it exists. */
export function ModelParameters({ model }: { model: Model }) {
  const modes = modesOf(model);
  const first = 'sticky left-0 bg-surface-2';
  return (
    <Table label={`Parameters of ${model.name}`}>
      <TableHead>
        <HeadCell className="sticky left-0 bg-surface-3">Parameter</HeadCell>
        <HeadCell>Type</HeadCell>
        <HeadCell>Takes</HeadCell>
        <HeadCell>Default</HeadCell>
        {modes.map((mode) => (
          <HeadCell key={mode.name} className="text-center">
            {mode.label}
          </HeadCell>
        ))}
      </TableHead>
      <tbody>
        {Object.entries(model.parameters).map(([name, parameter]) => (
          <Row key={name} className="hover:bg-surface-2">
            <Cell className={`${first} py-1.5`}>
              <p className="font-medium">{parameter.label}</p>
              <code className="font-mono text-xs text-text-3">{name}</code>
            </Cell>
            <Cell className="whitespace-nowrap">
              {parameter.type}{' '}
              {parameter.fixed ? <Badge>fixed</Badge> : parameter.advanced ? <Badge>advanced</Badge> : null}
            </Cell>
            <Cell className="min-w-44">{rangeOf(parameter)}</Cell>
            <Cell className="whitespace-nowrap">{defaultOf(parameter)}</Cell>
            {modes.map((mode) => {
              const here = parameter.modes === undefined || parameter.modes.some((known) => known === mode.name);
              return (
                <Cell key={mode.name} className="text-center text-text-2">
                  {here ? (
                    <Check role="img" aria-label="yes" className="inline size-4" />
                  ) : (
                    <span className="text-text-3">–</span>
                  )}
                </Cell>
              );
            })}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
