import { CopyButton } from '@easel/ui';
import type { ReactNode } from 'react';

const COMMAND = 'MODAL_TOKEN_ID=ak-… MODAL_TOKEN_SECRET=as-… npm start';

/** What to do on an installation that has no rented GPU yet: two ways, each one step. */
export function ConnectModal({ children }: { children: ReactNode }) {
  return (
    <section aria-labelledby="connect-modal" className="rounded-md border border-line bg-surface-2 p-4 sm:p-5">
      <h2 id="connect-modal" className="text-[15px] font-semibold">
        Connect Modal to run the large models on rented GPUs
      </h2>
      <p className="mt-1 max-w-prose text-[13px] text-text-2">
        Make a token in the workspace's settings on modal.com. Start Easel with it, or paste it below:
      </p>
      <div className="mt-2 mb-5 flex items-center gap-2 rounded-md border border-line bg-field pr-1 pl-3">
        <code className="min-w-0 flex-1 py-2 font-mono text-xs break-words text-text-1">{COMMAND}</code>
        <CopyButton text={COMMAND} label="Copy the command" />
      </div>
      {children}
    </section>
  );
}
