import { Button, useToast } from '@easel/ui';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

export function CopyButton({ text, label, children }: { text: string; label: string; children?: string }) {
  const [copied, setCopied] = useState(false);
  const toast = useToast();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast({ message: 'The browser did not allow copying. Select the text instead.', tone: 'bad' });
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button
      size="sm"
      variant="ghost"
      onClick={copy}
      aria-label={label}
      title={label}
      icon={<Icon aria-hidden className="size-3.5" />}
    >
      {copied ? 'Copied' : children}
    </Button>
  );
}
