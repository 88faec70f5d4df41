import type { EffectiveSettings } from '@easel/contracts';
import { CopyButton, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { CallError } from '../app/CallError.js';
import { DiffTable } from '../app/DiffTable.js';
import { formatFull } from '../app/format.js';
import { Facts, Panel } from '../app/Panel.js';
import { useTitle } from '../app/use-title.js';
import { SettingsDocument } from './SettingsDocument.js';
import { SettingsEnvironment } from './SettingsEnvironment.js';
import { settingsQuery } from './settings.queries.js';

/** What is in effect, and what is different from before. */
export function SettingsScreen() {
  useTitle('Settings');
  const settings = useQuery(settingsQuery());
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 p-4 pb-10">
      <div>
        <h1 className="text-base font-semibold">Settings</h1>
        <p className="max-w-prose text-[13px] text-text-2">
          What this process was started with. Change the file or the environment and start Easel again; nothing is
          changed here.
        </p>
      </div>
      {settings.isPending ? (
        <div role="status">
          <span className="mb-2 block text-[13px] text-text-2">Loading the settings …</span>
          <Skeleton className="h-64" />
        </div>
      ) : settings.data === undefined ? (
        <CallError
          title="The settings could not be loaded"
          error={settings.error}
          onRetry={() => void settings.refetch()}
        />
      ) : (
        <InEffect settings={settings.data} />
      )}
    </div>
  );
}

function InEffect({ settings }: { settings: EffectiveSettings }) {
  const { previous, changes } = settings;
  return (
    <>
      <Panel title="In effect">
        <Facts
          items={[
            [
              'File',
              <code key="file" className="font-mono text-xs break-all">
                {settings.file}
              </code>,
            ],
            [
              'Hash',
              <span key="hash" className="flex items-center gap-1">
                <code className="min-w-0 truncate font-mono text-xs">{settings.hash}</code>
                <CopyButton text={settings.hash} label="Copy the hash of the settings" />
              </span>,
            ],
            ['Version', settings.version],
            ['Started', formatFull(settings.started_at)],
            ['This document since', formatFull(settings.in_effect_since)],
          ]}
        />
      </Panel>
      <Panel title="What changed since the document before">
        {previous === null ? (
          <p className="text-[13px] text-text-2">This is the first document of this installation.</p>
        ) : (
          <div className="flex flex-col gap-3">
            <p className="text-[13px] text-text-2">
              Before it was <code className="font-mono text-xs">{previous.hash.slice(0, 12)}</code>, last started with
              on {formatFull(previous.last_started_at)}. {changes.length}{' '}
              {changes.length === 1 ? 'value differs' : 'values differ'}.
            </p>
            {changes.length === 0 ? null : <DiffTable label="Changed settings" list={changes} />}
          </div>
        )}
      </Panel>
      <SettingsDocument document={settings.document} />
      <SettingsEnvironment environment={settings.environment} />
    </>
  );
}
