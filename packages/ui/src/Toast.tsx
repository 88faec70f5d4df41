import { X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { Button, IconButton } from './Button.js';

export interface ToastOptions {
  message: string;
  /** A way back or a next step; pressing it closes the toast. */
  action?: { label: string; onPress: () => void };
  tone?: 'neutral' | 'bad';
  /** How long it stays, in milliseconds. */
  duration_ms?: number;
}

interface Shown extends ToastOptions {
  id: number;
}

const ToastContext = createContext<((toast: ToastOptions) => void) | null>(null);

/** Shows a short message at the foot of the screen. */
export function useToast(): (toast: ToastOptions) => void {
  const show = useContext(ToastContext);
  if (!show) throw new Error('useToast needs a ToastProvider above it');
  return show;
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Shown[]>([]);
  const next = useRef(0);
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (toast: ToastOptions) => {
      const id = next.current++;
      setToasts((all) => [...all.slice(-2), { ...toast, id }]);
      setTimeout(() => close(id), toast.duration_ms ?? 8000);
    },
    [close],
  );
  const value = useMemo(() => show, [show]);
  return (
    <ToastContext.Provider value={value}>
      {children}
      <section
        aria-label="Messages"
        aria-live="polite"
        // On a narrow screen the foot is where the buttons are.
        className="pointer-events-none fixed inset-x-0 bottom-4 z-50 flex flex-col items-center gap-2 px-4 max-[859px]:top-15 max-[859px]:bottom-auto"
      >
        {toasts.map((toast) => (
          <div
            key={toast.id}
            className="ui-pop pointer-events-auto flex max-w-full items-center gap-2 rounded-md border border-line-strong bg-surface-3 py-1.5 pr-1.5 pl-4 text-sm shadow-pop"
          >
            <span className={toast.tone === 'bad' ? 'text-bad' : undefined}>{toast.message}</span>
            {toast.action ? (
              <Button
                size="sm"
                variant="ghost"
                className="text-accent!"
                onClick={() => {
                  toast.action?.onPress();
                  close(toast.id);
                }}
              >
                {toast.action.label}
              </Button>
            ) : null}
            <IconButton label="Close message" size="sm" onClick={() => close(toast.id)}>
              <X aria-hidden className="size-4" />
            </IconButton>
          </div>
        ))}
      </section>
    </ToastContext.Provider>
  );
}
