import { type ComponentProps, type ReactNode, useState } from 'react';
import { Avatar } from './Avatar.js';
import { classNames } from './class-names.js';
import { Popover } from './Popover.js';

/** The look of one line of the menu, for links of any router. */
export const menuItemClass =
  'flex min-h-9 w-full items-center gap-2.5 rounded-md px-2.5 text-left text-sm text-text-1 hover:bg-surface-3 pointer-coarse:min-h-11';

export function MenuButton({ className, type, ...rest }: ComponentProps<'button'>) {
  return <button type={type ?? 'button'} className={classNames(menuItemClass, className)} {...rest} />;
}

export interface UserMenuProps {
  name: string;
  /** Under the name: an e-mail address, a role. */
  detail: ReactNode;
  /** Lines of the menu; a press on any of them closes it. */
  children: ReactNode;
}

/** Who is signed in, and what that person can do about it. */
export function UserMenu({ name, detail, children }: UserMenuProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onClose={() => setOpen(false)}
      label="Account"
      className="w-64!"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${name}`}
          title={name}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="inline-flex size-9 items-center justify-center rounded-md hover:bg-surface-3 pointer-coarse:size-11"
        >
          <Avatar name={name} />
        </button>
      }
    >
      <div className="flex items-center gap-3 border-b border-line p-3">
        <Avatar name={name} className="size-9! text-[13px]!" />
        <div className="min-w-0 text-[13px]">
          <p className="truncate font-medium">{name}</p>
          <div className="truncate text-text-3">{detail}</div>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the lines are the controls; this hears that one was used */}
      <div className="flex flex-col p-1.5" onClick={() => setOpen(false)}>
        {children}
      </div>
    </Popover>
  );
}
