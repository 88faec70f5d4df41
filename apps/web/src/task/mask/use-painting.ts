import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { drawMarks, readMask } from './draw-marks';
import { brushWidth, type Mark, type Size, toPicturePoint } from './mask';

export type Tool = 'brush' | 'eraser';

/** Painting on a canvas with a way back for every mark. */
export function usePainting(canvas: RefObject<HTMLCanvasElement | null>, size: Size, before: string | undefined) {
  const [tool, setTool] = useState<Tool>('brush');
  const [percent, setPercent] = useState(10);
  const [marks, setMarks] = useState<Mark[]>([]);
  const [undone, setUndone] = useState<Mark[]>([]);
  const [base, setBase] = useState<ImageBitmap | null>(null);
  const stroke = useRef<Extract<Mark, { points: unknown }> | null>(null);

  useEffect(() => {
    let stale = false;
    if (before === undefined) return;
    readMask(before, size).then(
      (bitmap) => {
        if (!stale) setBase(bitmap);
      },
      // What was painted before cannot be read any more: begin anew.
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [before, size]);

  useEffect(() => {
    if (canvas.current) drawMarks(canvas.current, base, marks);
  }, [canvas, base, marks]);

  const pointOf = (event: { clientX: number; clientY: number }, element: Element) =>
    toPicturePoint(event, element.getBoundingClientRect(), size);

  function add(mark: Mark) {
    setMarks((all) => [...all, mark]);
    setUndone([]);
  }

  return {
    tool,
    setTool,
    percent,
    setPercent,
    canUndo: marks.length > 0,
    canRedo: undone.length > 0,
    undo() {
      const last = marks.at(-1);
      if (!last) return;
      setMarks(marks.slice(0, -1));
      setUndone([...undone, last]);
    },
    redo() {
      const next = undone.at(-1);
      if (!next) return;
      setMarks([...marks, next]);
      setUndone(undone.slice(0, -1));
    },
    clear: () => add({ tool: 'clear' }),
    handlers: {
      onPointerDown(event: PointerEvent<HTMLCanvasElement>) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        stroke.current = { tool, width: brushWidth(percent, size), points: [pointOf(event, event.currentTarget)] };
        drawMarks(event.currentTarget, base, [...marks, stroke.current]);
      },
      onPointerMove(event: PointerEvent<HTMLCanvasElement>) {
        if (!stroke.current) return;
        const between = event.nativeEvent.getCoalescedEvents?.() ?? [];
        for (const part of between.length > 0 ? between : [event]) {
          stroke.current.points.push(pointOf(part, event.currentTarget));
        }
        drawMarks(event.currentTarget, base, [...marks, stroke.current]);
      },
      onPointerUp() {
        if (stroke.current) add(stroke.current);
        stroke.current = null;
      },
      onPointerCancel() {
        if (stroke.current) add(stroke.current);
        stroke.current = null;
      },
    },
  };
}
