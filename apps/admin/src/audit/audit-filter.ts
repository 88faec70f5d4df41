import { AuditAction, AuditOutcome } from '@easel/contracts';

/** What the address bar says about the list. Days are those of the reader. */
export interface AuditFilter {
  action?: AuditAction;
  outcome?: AuditOutcome;
  actor_id?: string;
  target_id?: string;
  request_id?: string;
  /** First day, `2026-01-31`. */
  from?: string;
  /** Last day, included. */
  to?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const day = (value: unknown) => {
  const text = word(value);
  return text !== undefined && DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00`)) ? text : undefined;
};

/** Reads the filter from an address; what it does not know, it leaves out. */
export function parseAuditFilter(search: Record<string, unknown>): AuditFilter {
  const action = AuditAction.safeParse(search.action).data;
  const outcome = AuditOutcome.safeParse(search.outcome).data;
  const actor_id = word(search.actor_id);
  const target_id = word(search.target_id);
  const request_id = word(search.request_id);
  const from = day(search.from);
  const to = day(search.to);
  return {
    ...(action !== undefined && { action }),
    ...(outcome !== undefined && { outcome }),
    ...(actor_id !== undefined && { actor_id }),
    ...(target_id !== undefined && { target_id }),
    ...(request_id !== undefined && { request_id }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

/** The filter as the API takes it: days as moments, the last day to its end. */
export function auditQueryOf({ from, to, ...rest }: AuditFilter) {
  const end = to === undefined ? undefined : new Date(`${to}T00:00`);
  end?.setDate(end.getDate() + 1);
  return {
    ...rest,
    ...(from !== undefined && { after: new Date(`${from}T00:00`).toISOString() }),
    ...(end !== undefined && { before: end.toISOString() }),
  };
}
