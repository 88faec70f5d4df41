import { type CSSProperties, useEffect, useState } from 'react';
import { Input } from './Input.js';

export interface SliderProps {
  id: string;
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
  disabled?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
}

/** A range with a number box: drag for about right, type for exact. What is typed is handed on as it is. */
export function Slider({ id, label, value, min, max, step, onChange, disabled, invalid, describedBy }: SliderProps) {
  const [text, setText] = useState(String(value));
  useEffect(() => {
    setText((shown) => (Number(shown) === value ? shown : String(value)));
  }, [value]);
  const filled = max === min ? 0 : Math.min(1, Math.max(0, (value - min) / (max - min)));
  // Custom properties are not part of React's style type.
  const fill = { '--fill': `${filled * 100}%` } as CSSProperties;
  return (
    <div className="flex items-center gap-3">
      <input
        type="range"
        aria-label={`${label}, slider`}
        min={min}
        max={max}
        step={step}
        value={Math.min(max, Math.max(min, value))}
        disabled={disabled}
        onChange={(event) => onChange(Number(event.target.value))}
        className="ui-range min-w-0 flex-1"
        style={fill}
      />
      <Input
        id={id}
        type="text"
        inputMode="decimal"
        value={text}
        disabled={disabled}
        invalid={invalid ?? false}
        aria-describedby={describedBy}
        onChange={(event) => {
          setText(event.target.value);
          const number = Number(event.target.value.replace(',', '.'));
          if (event.target.value.trim() !== '' && Number.isFinite(number)) onChange(number);
        }}
        onBlur={() => setText(String(value))}
        className="w-18! text-right"
      />
    </div>
  );
}
