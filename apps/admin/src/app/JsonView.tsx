import { CopyButton } from '@easel/ui';

/** A value as JSON, folded until asked for. */
export function JsonView({ title, value }: { title: string; value: unknown }) {
  const text = JSON.stringify(value, null, 2);
  return (
    <details className="group rounded-md border border-line bg-surface-2">
      <summary className="flex min-h-10 items-center gap-2 px-3 text-[13px] font-medium select-none pointer-coarse:min-h-11">
        <span aria-hidden className="text-text-3 transition-transform group-open:rotate-90">
          ›
        </span>
        {title}
      </summary>
      <div className="border-t border-line">
        <div className="flex justify-end px-2 pt-1">
          <CopyButton text={text} label={`Copy ${title}`}>
            Copy
          </CopyButton>
        </div>
        <section
          aria-label={title}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-[60vh] overflow-auto px-3 pb-3"
        >
          <pre className="font-mono text-xs leading-relaxed text-text-2">{text}</pre>
        </section>
      </div>
    </details>
  );
}
