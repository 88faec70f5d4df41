const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const both = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

const DAY_MS = 86_400_000;

/** A moment on the axis: the time of day, or the day where the axis spans several. */
export const axisTime = (at: number, span_ms: number): string =>
  (span_ms > 2 * DAY_MS ? day : clock).format(new Date(at));

/** What a step covers, for a tooltip: `23 Nov, 06:00 to 06:15`. */
export function stepName(at: number, step_s: number): string {
  const end = at + step_s * 1000;
  if (step_s >= DAY_MS / 1000) return day.format(new Date(at));
  return `${both.format(new Date(at))} to ${clock.format(new Date(end))}`;
}
