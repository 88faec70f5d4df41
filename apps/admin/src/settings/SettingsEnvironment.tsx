import type { EnvironmentValue } from '@easel/contracts';
import { Badge, Cell, HeadCell, Row, Table, TableHead } from '@easel/ui';
import { Panel } from '../app/Panel.js';

/** The variables of the environment as they are in effect; of secrets only whether they are set. */
export function SettingsEnvironment({ environment }: { environment: readonly EnvironmentValue[] }) {
  return (
    <Panel title="Environment">
      <Table label="Variables" className="bg-surface-1">
        <TableHead>
          <HeadCell>Variable</HeadCell>
          <HeadCell>Value</HeadCell>
          <HeadCell>Decides</HeadCell>
        </TableHead>
        <tbody>
          {environment.map(({ name, value, secret, meaning }) => (
            <Row key={name}>
              <Cell>
                <code className="font-mono text-xs whitespace-nowrap">{name}</code>
              </Cell>
              <Cell className="max-w-72 break-all">
                {value === null ? (
                  <span className="text-text-3">not set</span>
                ) : secret ? (
                  <Badge>secret, set</Badge>
                ) : (
                  <code className="font-mono text-xs">{value}</code>
                )}
              </Cell>
              <Cell className="min-w-60 text-text-2">{meaning}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
