import { Dialog } from '@easel/ui';

const SHORTCUTS: [keys: string, does: string][] = [
  ['Ctrl or ⌘ + Enter', 'Generate'],
  ['/', 'Go to the prompt'],
  ['J, K', 'Older, newer picture'],
  ['F', 'Favourite'],
  ['R', 'Remix: fill the form'],
  ['V', 'Vary: new seed'],
  ['Delete', 'Delete the picture'],
  ['Esc', 'Close'],
  ['?', 'Show these keys'],
];

export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys">
      <dl className="grid grid-cols-[auto_1fr] gap-x-8 gap-y-2 text-sm">
        {SHORTCUTS.map(([keys, does]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded-sm border border-line-strong bg-surface-1 px-1.5 py-0.5 font-sans text-xs">
                {keys}
              </kbd>
            </dt>
            <dd className="text-text-2">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
