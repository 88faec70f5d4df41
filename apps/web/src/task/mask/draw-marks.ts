import { fromMask, hasPaint, type Mark, type Size, toMask } from './mask';

/** The paint, told apart from any picture: it is shown half transparent and only its place counts. */
const PAINT = [255, 64, 129] as const;
const COLOUR = `rgb(${PAINT.join(' ')})`;

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser cannot paint. Upload a mask instead.');
  return context;
}

function drawMark(context: CanvasRenderingContext2D, mark: Mark): void {
  const { width, height } = context.canvas;
  if (mark.tool === 'clear') {
    context.clearRect(0, 0, width, height);
    return;
  }
  const [first, ...rest] = mark.points;
  if (!first) return;
  context.globalCompositeOperation = mark.tool === 'eraser' ? 'destination-out' : 'source-over';
  context.strokeStyle = COLOUR;
  context.fillStyle = COLOUR;
  context.lineWidth = mark.width;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  // A line without length is not drawn: a dot where it begins.
  context.beginPath();
  context.arc(first.x, first.y, mark.width / 2, 0, 2 * Math.PI);
  context.fill();
  context.beginPath();
  context.moveTo(first.x, first.y);
  for (const point of rest) context.lineTo(point.x, point.y);
  context.stroke();
  context.globalCompositeOperation = 'source-over';
}

/** Draws everything anew: what was there at first, then each mark. */
export function drawMarks(canvas: HTMLCanvasElement, base: ImageBitmap | null, marks: readonly Mark[]): void {
  const context = contextOf(canvas);
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (base) context.drawImage(base, 0, 0);
  for (const mark of marks) drawMark(context, mark);
}

/** A mask that was made before, as paint in the size of the picture. */
export async function readMask(url: string, { width, height }: Size): Promise<ImageBitmap> {
  const picture = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot paint. Upload a mask instead.');
  context.drawImage(picture, 0, 0, width, height);
  const pixels = context.getImageData(0, 0, width, height);
  fromMask(pixels.data, PAINT);
  context.putImageData(pixels, 0, 0);
  return createImageBitmap(canvas);
}

/** The mask as a PNG in the size of the picture: white is drawn anew. Null when nothing was painted. */
export async function exportMask(canvas: HTMLCanvasElement): Promise<File | null> {
  const { width, height } = canvas;
  const pixels = contextOf(canvas).getImageData(0, 0, width, height);
  if (!hasPaint(pixels.data)) return null;
  toMask(pixels.data);
  const out = new OffscreenCanvas(width, height);
  out.getContext('2d')?.putImageData(pixels, 0, 0);
  return new File([await out.convertToBlob({ type: 'image/png' })], 'mask.png', { type: 'image/png' });
}
