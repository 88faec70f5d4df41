import type { Call } from '@easel/contracts';
import { CopyButton } from '@easel/ui';
import { formatClockMs } from '../app/format.js';
import { Facts } from '../app/Panel.js';

const timesOf = (count: number) => (count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`);

/** What the platform and the worker said about an attempt; tracebacks folded. */
export function PlatformSays({ facts, detail }: { facts: Call['platform']; detail: string | null }) {
  return (
    <div className="flex min-w-0 flex-col gap-3 whitespace-normal">
      {facts === null ? (
        <p className="text-[13px] text-text-2">The platform said nothing about it.</p>
      ) : (
        <Facts
          items={[
            ['Platform says', facts.status ?? '–'],
            ['Ran again by itself', timesOf(facts.retry_count)],
            ['Input started', facts.input_started_at === null ? '–' : formatClockMs(facts.input_started_at)],
            ['Output made', facts.output_created_at === null ? '–' : formatClockMs(facts.output_created_at)],
          ]}
        />
      )}
      {detail === null ? null : <Fold title="Error detail" text={detail} open />}
      {facts?.traceback ? <Fold title="Traceback" text={facts.traceback} /> : null}
    </div>
  );
}

function Fold({ title, text, open = false }: { title: string; text: string; open?: boolean }) {
  return (
    <details open={open} className="group rounded-md border border-line bg-surface-1">
      <summary className="flex min-h-8 items-center gap-2 px-3 text-[13px] font-medium select-none pointer-coarse:min-h-11">
        <span aria-hidden className="text-text-3 transition-transform group-open:rotate-90">
          ›
        </span>
        {title}
      </summary>
      <section
        aria-label={title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-72 overflow-auto border-t border-line px-3 py-2"
      >
        <pre className="font-mono text-xs leading-relaxed break-words whitespace-pre-wrap text-text-2">{text}</pre>
      </section>
      <div className="flex justify-end px-1 pb-1">
        <CopyButton text={text} label={`Copy: ${title}`}>
          Copy
        </CopyButton>
      </div>
    </details>
  );
}
