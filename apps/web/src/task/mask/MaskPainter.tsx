import type { Asset } from '@easel/sdk';
import { Button, Dialog, IconButton, Segmented, Slider } from '@easel/ui';
import { Brush, Eraser, Redo2, Trash2, Undo2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { explainError } from '../../app/explain-error';
import { exportMask } from './draw-marks';
import { type Tool, usePainting } from './use-painting';

export interface MaskPainterProps {
  reference: Asset;
  /** The mask that was made before, to go on from. */
  mask: Asset | undefined;
  onDone: (mask: File) => Promise<void>;
  onClose: () => void;
}

const tool = (value: Tool, icon: typeof Brush) => {
  const Icon = icon;
  const name = value === 'brush' ? 'Brush' : 'Eraser';
  return {
    value,
    label: (
      <>
        <Icon aria-hidden className="size-4 shrink-0" /> {name}
      </>
    ),
    name,
  };
};
const TOOLS = [tool('brush', Brush), tool('eraser', Eraser)];

/** Painting what is to be drawn anew over the picture. */
export default function MaskPainter({ reference, mask, onDone, onClose }: MaskPainterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = reference;
  const size = useMemo(() => ({ width, height }), [width, height]);
  const painting = usePainting(canvas, size, mask?.url);
  const [isSaving, setIsSaving] = useState(false);
  // In the dialog, because messages lie under it.
  const [problem, setProblem] = useState<string | null>(null);

  async function finish() {
    if (!canvas.current || isSaving) return;
    setIsSaving(true);
    setProblem(null);
    try {
      const file = await exportMask(canvas.current);
      if (file) await onDone(file);
      else setProblem('Nothing is painted yet. Paint over what should be drawn anew.');
    } catch (error) {
      setProblem(explainError(error));
    } finally {
      setIsSaving(false);
    }
  }

  const keys = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey;
    const acts: Record<string, () => void> = isCommand
      ? { z: event.shiftKey ? painting.redo : painting.undo, enter: () => void finish() }
      : {
          b: () => painting.setTool('brush'),
          e: () => painting.setTool('eraser'),
          '[': () => painting.setPercent(Math.max(1, painting.percent - 1)),
          ']': () => painting.setPercent(Math.min(50, painting.percent + 1)),
        };
    const isTyping = event.target instanceof HTMLInputElement && event.target.type === 'text';
    const act = isTyping && !isCommand ? undefined : acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    // Before the form can take them, and wherever the focus is.
    const onKeyDown = (event: KeyboardEvent) => current.current(event);
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, []);

  return (
    <Dialog
      open
      onClose={onClose}
      title="Paint the mask"
      className="w-[min(60rem,calc(100vw-1rem))]! max-h-[calc(100dvh-1rem)]!"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" aria-disabled={isSaving || undefined} onClick={() => void finish()}>
            {isSaving ? 'Saving…' : 'Use this mask'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Segmented label="Tool" options={TOOLS} value={painting.tool} onChange={painting.setTool} />
          <div className="flex">
            <IconButton label="Undo" shortcut="Ctrl Z" disabled={!painting.canUndo} onClick={painting.undo}>
              <Undo2 aria-hidden className="size-4" />
            </IconButton>
            <IconButton label="Redo" shortcut="Ctrl Shift Z" disabled={!painting.canRedo} onClick={painting.redo}>
              <Redo2 aria-hidden className="size-4" />
            </IconButton>
            <IconButton label="Clear the mask" onClick={painting.clear}>
              <Trash2 aria-hidden className="size-4" />
            </IconButton>
          </div>
          <div className="flex min-w-56 flex-1 items-center gap-2">
            <label htmlFor="mask-size" className="text-[13px] text-text-2">
              Size
            </label>
            <div className="min-w-0 flex-1">
              <Slider
                id="mask-size"
                label="Size"
                value={painting.percent}
                min={1}
                max={50}
                step={1}
                onChange={painting.setPercent}
              />
            </div>
          </div>
        </div>
        <div className="grid place-items-center rounded-md bg-surface-1">
          <div
            className="relative max-w-full"
            style={{ aspectRatio: `${width} / ${height}`, width: `min(100%, calc(60dvh * ${width / height}))` }}
          >
            <img src={reference.url} alt="" draggable={false} className="absolute inset-0 size-full select-none" />
            <canvas
              ref={canvas}
              width={width}
              height={height}
              aria-label="The mask over the picture. Painting needs a pointer; a mask can be uploaded instead."
              className="absolute inset-0 size-full cursor-crosshair touch-none opacity-65 [filter:drop-shadow(0_0_1px_#fff)_drop-shadow(0_0_1.5px_#000)]"
              {...painting.handlers}
            />
          </div>
        </div>
        {problem ? (
          <p role="alert" className="text-[13px] text-bad">
            {problem}
          </p>
        ) : null}
        <p className="text-xs text-text-3">
          What is coloured is drawn anew, the rest stays. Without a pointer, close this and upload a black and white
          picture.
        </p>
      </div>
    </Dialog>
  );
}
