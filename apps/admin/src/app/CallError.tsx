import { EaselError } from '@easel/sdk';
import { Button, ErrorState } from '@easel/ui';
import { RefreshCw } from 'lucide-react';

/** What to say about a call that failed: why, and what to do now. */
export function explain(error: unknown): string {
  if (error instanceof EaselError) {
    if (error.code === 'network_error') return 'The API does not answer. Check that Easel is running, then try again.';
    return error.detail;
  }
  return error instanceof Error ? error.message : 'Something unexpected happened. Try again.';
}

/** A screen or a part of one that could not be loaded. */
export function CallError({ title, error, onRetry }: { title: string; error: unknown; onRetry: () => void }) {
  const request_id = error instanceof EaselError ? error.request_id : null;
  return (
    <ErrorState
      title={title}
      action={
        <Button onClick={onRetry} icon={<RefreshCw aria-hidden className="size-4" />}>
          Try again
        </Button>
      }
    >
      <p>{explain(error)}</p>
      {request_id === null ? null : <p className="mt-1 font-mono text-xs text-text-3">Request {request_id}</p>}
    </ErrorState>
  );
}
