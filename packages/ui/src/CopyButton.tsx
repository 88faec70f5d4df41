import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './Button.js';
import { useToast } from './Toast.js';

const SAID_MS = 1500;

export interface CopyButtonProps extends Pick<ButtonProps, 'variant' | 'size' | 'className'> {
  text: string;
  /** Accessible name and tooltip. */
  label: string;
  children?: string;
  onCopied?: (() => void) | undefined;
}

/** Copies a text and says so on itself. */
export function CopyButton({
  text,
  label,
  children,
  onCopied,
  variant = 'ghost',
  size = 'sm',
  ...rest
}: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const toast = useToast();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      onCopied?.();
    } catch {
      toast({ message: 'The browser did not allow copying. Select the text instead.', tone: 'bad' });
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button
      size={size}
      variant={variant}
      onClick={copy}
      aria-label={label}
      title={label}
      icon={<Icon aria-hidden className={size === 'sm' ? 'size-3.5' : 'size-4'} />}
      {...rest}
    >
      {copied ? 'Copied' : children}
    </Button>
  );
}
