/** Days of a report, UTC, both ends included. What is left out is for the server to choose: the last 30 days. */
export interface UsageRange {
  from?: string;
  to?: string;
}

const DAY_MS = 86_400_000;

/** A real day as `2026-01-31`; null for anything else. */
export function parseDay(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : null;
}

/** Reads the range from an address; ends in the wrong order are exchanged. */
export function parseRange(search: Record<string, unknown>): UsageRange {
  const from = parseDay(search.from);
  const to = parseDay(search.to);
  if (from !== null && to !== null && from > to) return { from: to, to: from };
  return { ...(from !== null && { from }), ...(to !== null && { to }) };
}

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The last so many days up to today. */
export const lastDays = (days: number, now = Date.now()): Required<UsageRange> => ({
  from: dayOf(now - (days - 1) * DAY_MS),
  to: dayOf(now),
});

/** Every day of a range, oldest first; no more than two years of them. */
export function daysBetween({ from, to }: Required<UsageRange>): string[] {
  const days: string[] = [];
  const end = Date.parse(to);
  for (let at = Date.parse(from); at <= end && days.length < 732; at += DAY_MS) days.push(dayOf(at));
  return days;
}
