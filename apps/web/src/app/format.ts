/** A duration in words short enough for a label: `240 ms`, `1.1 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 950) return `${Math.max(10, Math.round(ms / 10) * 10)} ms`;
  if (ms < 59_500) return `${ms < 9_950 ? (ms / 1000).toFixed(1) : Math.round(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  const rest = seconds % 60;
  return rest === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}

/** A range of durations with the unit said once where it is the same: `0.8–1.4 s`. */
export function formatDurationRange(low_ms: number, high_ms: number): string {
  const low = formatDuration(low_ms);
  const high = formatDuration(high_ms);
  if (low === high) return low;
  const unit = / (ms|s)$/.exec(low)?.[0];
  return unit !== undefined && high.endsWith(unit) && !high.includes('min')
    ? `${low.slice(0, -unit.length)}–${high}`
    : `${low} – ${high}`;
}

/** A duration in a word or two, for what is not known well: `8 s`, `a minute`, `3 minutes`. */
export function formatAbout(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 45) return `${Math.round(seconds / 5) * 5} s`;
  const minutes = Math.round(seconds / 60);
  return minutes <= 1 ? 'a minute' : `${minutes} minutes`;
}

/** Micro-dollars as money: `free`, `< $0.0001`, `$0.0031`, `$0.42`, `$1.20`. */
export function formatCost(microusd: number): string {
  if (microusd === 0) return 'free';
  if (microusd < 100) return '< $0.0001';
  const usd = microusd / 1_000_000;
  if (usd >= 0.1) return `$${usd.toFixed(2)}`;
  return `$${usd.toFixed(usd >= 0.01 ? 3 : 4).replace(/0$/, '')}`;
}

/** Money that was spent or may be: nothing is `$0`. */
export const formatMoney = (microusd: number): string => (microusd === 0 ? '$0' : formatCost(microusd));

/** What a finished thing cost: `free` on this machine, else an estimate and said to be one. */
export const formatEstimate = (microusd: number): string =>
  microusd === 0 ? 'free' : `≈ ${formatCost(microusd)} (estimate)`;

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago something was: `just now`, `5 minutes ago`, `yesterday`. */
export function formatAgo(at: string, now: number = Date.now()): string {
  const passed = now - Date.parse(at);
  for (const [unit, size] of UNITS) if (passed >= size) return relative.format(-Math.floor(passed / size), unit);
  return 'just now';
}

/** `1.2 MB` as file managers show it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
