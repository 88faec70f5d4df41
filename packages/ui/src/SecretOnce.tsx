import { KeyRound } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Button } from './Button.js';
import { CopyButton } from './CopyButton.js';

export interface SecretOnceProps {
  /** What it is, for example `The key “bot”`. */
  title: ReactNode;
  /** Names the value for assistive technology, for example `Key`. */
  name: string;
  secret: string;
  /** What to do with it, and what when it is lost. */
  children?: ReactNode;
  /** Puts it away for good. */
  onKept: () => void;
}

/** A secret or a link that is shown this once: to be copied, and put away when it was kept. */
export function SecretOnce({ title, name, secret, children, onKept }: SecretOnceProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={`${id}-title`}
      className="flex flex-col gap-3 rounded-md border border-accent bg-accent-soft p-4 text-[13px]"
    >
      <div role="status" className="flex flex-col gap-1">
        <h2 id={`${id}-title`} className="flex items-center gap-2 text-sm font-semibold">
          <KeyRound aria-hidden className="size-4 shrink-0" />
          {title}
        </h2>
        <p>It is shown this once. {children}</p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <input
          readOnly
          aria-label={name}
          value={secret}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 flex-1 basis-64 rounded-md border border-line-strong bg-field px-2.5 font-mono text-[13px] pointer-coarse:min-h-11 pointer-coarse:text-base"
        />
        <CopyButton text={secret} label={`Copy ${name.toLowerCase()}`} variant="primary" size="md">
          Copy
        </CopyButton>
        <Button onClick={onKept}>I have kept it</Button>
      </div>
    </section>
  );
}
