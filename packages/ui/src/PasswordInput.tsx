import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './Button.js';
import { Input, type InputProps } from './Input.js';

/** A password field that can be looked at. */
export function PasswordInput({ className, ...rest }: Omit<InputProps, 'type'>) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className="relative">
      <Input
        type={shown ? 'text' : 'password'}
        autoCapitalize="none"
        spellCheck={false}
        className={`pr-11 ${className ?? ''}`}
        {...rest}
      />
      <IconButton
        size="sm"
        label={shown ? 'Hide password' : 'Show password'}
        aria-pressed={shown}
        className="absolute top-1/2 right-1 -translate-y-1/2 pointer-coarse:right-0"
        onClick={() => setShown(!shown)}
      >
        <Icon aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}
