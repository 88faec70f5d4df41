import { Input, Kbd } from '@easel/ui';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { isId } from './is-id.js';
import { useHotkeys } from './use-hotkeys.js';

/** Any id, from a log or a bill, leads to what it is or was; words lead to the tasks whose prompts hold them. */
export function GlobalSearch() {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  useHotkeys({
    '/': (event) => {
      event.preventDefault();
      field.current?.focus();
    },
  });
  return (
    <search className="relative min-w-0 flex-1 xl:max-w-64">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = text.trim();
          if (wanted === '') return;
          setText('');
          field.current?.blur();
          if (isId(wanted)) void navigate({ to: '/things/$thingId', params: { thingId: wanted } });
          else void navigate({ to: '/tasks', search: { search: wanted } });
        }}
      >
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-text-3"
        />
        <Input
          ref={field}
          type="search"
          enterKeyHint="search"
          aria-label="Search by id or words of a prompt"
          placeholder="Id or words"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="h-8! pr-8! pl-8! text-[13px]! pointer-coarse:pr-2!"
        />
        <span aria-hidden className="pointer-events-none absolute top-1/2 right-1.5 -translate-y-1/2">
          <Kbd>/</Kbd>
        </span>
      </form>
    </search>
  );
}
