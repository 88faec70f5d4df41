const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Milliseconds as a person reads them: `4 ms`, `1.23 s`, `2 m 05 s`, `3 h 10 m`. */
export function formatMs(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  const pad = (n: number) => String(n).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))} m`;
  return `${Math.floor(seconds / 86_400)} d ${pad(Math.floor((seconds % 86_400) / 3600))} h`;
}

/** Micro-dollars as dollars; null when nothing was measured. */
export function formatCost(microusd: number | null): string {
  if (microusd === null) return '–';
  if (microusd === 0) return 'free';
  const dollars = microusd / 1e6;
  return `$${dollars.toFixed(dollars < 0.01 ? 5 : dollars < 1 ? 4 : 2)}`;
}

/** Bytes in kB, MB, GB or TB (1000). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${number.format(bytes / 1000)} kB`;
  if (bytes < 1e9) return `${number.format(bytes / 1e6)} MB`;
  return bytes < 1e12 ? `${number.format(bytes / 1e9)} GB` : `${number.format(bytes / 1e12)} TB`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** Local time of day; with the day in front when it is not today's. */
export function formatWhen(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const time = clock.format(date);
  return date.toDateString() === now.toDateString() ? time : `${day.format(date)}, ${time}`;
}

/** Local time of day with milliseconds. */
export function formatClockMs(iso: string): string {
  const date = new Date(iso);
  return `${clock.format(date)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** Local date and time in full, for titles. */
export const formatFull = (iso: string): string => full.format(new Date(iso));

/** The last characters of an id: enough to tell tasks apart in a list. */
export const shortId = (id: string): string => id.slice(-6);

/** A value of an input or a parameter as text. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}

/** How long it still takes, to the second while that matters: `41 s`, `6 m 05 s`, `3 h 10 m`. */
export const formatLeft = (ms: number): string => (ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : formatMs(ms));

/** How long ago, in one unit: `41 s`, `3 m`, `5 h`, `12 d`. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

const percent = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A share as `0.4 %`; what is not nothing is never shown as nothing. */
export function formatPercent(ratio: number): string {
  const share = ratio * 100;
  if (share > 0 && share < 0.1) return '< 0.1 %';
  if (share < 100 && share > 99.9) return '> 99.9 %';
  return `${percent.format(share)} %`;
}
