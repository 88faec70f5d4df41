import { Cell, HeadCell, Input, Row, Table, TableHead } from '@easel/ui';
import { useDeferredValue, useMemo, useState } from 'react';
import { formatValue } from '../app/format.js';
import { JsonView } from '../app/JsonView.js';
import { Panel } from '../app/Panel.js';
import { flatDocument, searchDocument } from './flat-document.js';

/** As many lines as one reads; the rest is found by searching. */
const SHOWN = 200;

/** The whole document, value by value, with a search over paths and values. */
export function SettingsDocument({ document }: { document: Record<string, unknown> }) {
  const [text, setText] = useState('');
  const words = useDeferredValue(text);
  const values = useMemo(() => flatDocument(document), [document]);
  const found = useMemo(() => searchDocument(values, words), [values, words]);
  return (
    <Panel
      title="The document, with its defaults filled in"
      aside={
        <Input
          type="search"
          aria-label="Search the settings"
          placeholder="timeout a10"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="h-8! w-56! max-w-[55%] text-[13px]!"
        />
      }
    >
      <div className="flex flex-col gap-3">
        <p role="status" className="text-xs text-text-3">
          {found.length === values.length ? `${values.length} values` : `${found.length} of ${values.length} values`}
          {found.length > SHOWN ? `, the first ${SHOWN} shown` : ''}
        </p>
        {found.length === 0 ? (
          <p className="text-[13px] text-text-2">No value holds these words.</p>
        ) : (
          <Table label="Settings" className="max-h-[60vh] bg-surface-1">
            <TableHead>
              <HeadCell>Path</HeadCell>
              <HeadCell>Value</HeadCell>
            </TableHead>
            <tbody>
              {found.slice(0, SHOWN).map(({ path, value }) => (
                <Row key={path}>
                  <Cell className="h-8! min-w-72 py-1 align-top!">
                    <code className="font-mono text-xs break-all">{path}</code>
                  </Cell>
                  <Cell className="h-8! py-1 align-top! break-words">{formatValue(value)}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
        <JsonView title="The document as JSON" value={document} />
      </div>
    </Panel>
  );
}
