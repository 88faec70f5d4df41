import { Button, CopyButton } from '@easel/ui';
import { ArrowDown } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { explain } from '../app/CallError.js';
import { countLines } from './deploy-log.js';
import { useDeployLog } from './use-deploy-log.js';

/** Closer to the end than this counts as being there. */
const END_PX = 24;

/** A deployment's log. Follows its end, until somebody scrolls up to read. */
export function DeployLogView({ backend_id, deploy_id }: { backend_id: string; deploy_id: string }) {
  const { text, done, deploy, error } = useDeployLog(backend_id, deploy_id);
  const box = useRef<HTMLElement>(null);
  const [follows, setFollows] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new text is what moves the end
  useLayoutEffect(() => {
    if (follows && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [text, follows]);
  return (
    <div className="flex flex-col gap-2">
      {deploy?.error ? (
        <p role="alert" className="rounded-sm bg-bad-soft px-3 py-2 text-[13px] break-words text-text-1">
          {deploy.error}
        </p>
      ) : null}
      <div className="relative">
        <section
          ref={box}
          aria-label="Deployment log"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
            setFollows(scrollHeight - scrollTop - clientHeight < END_PX)
          }
          className="h-72 overflow-auto rounded-md border border-line bg-field p-3"
        >
          <pre className="font-mono text-xs leading-relaxed break-words whitespace-pre-wrap text-text-2">
            {text === '' ? (done ? 'The log is empty.' : 'Waiting for the first line …') : text}
          </pre>
        </section>
        {follows ? null : (
          <Button
            size="sm"
            className="absolute! right-4 bottom-3 shadow-pop"
            icon={<ArrowDown aria-hidden className="size-3.5" />}
            onClick={() => setFollows(true)}
          >
            {done ? 'To the end' : 'Follow'}
          </Button>
        )}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="text-xs text-text-3">
          {error === null
            ? done
              ? `${countLines(text)} lines, complete`
              : follows
                ? 'Following as it is written'
                : 'Stopped here while you read; it goes on below'
            : `${explain(error)} It is tried again by itself.`}
        </p>
        <CopyButton text={text} label="Copy the log">
          Copy
        </CopyButton>
      </div>
    </div>
  );
}
