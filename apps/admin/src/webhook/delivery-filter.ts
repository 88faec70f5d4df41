import { DELIVERY_STATES, type DeliveryState } from '@easel/contracts';
import { nameIn } from '../task/filter-words.js';

/** What the address bar says about the list of deliveries. */
export interface DeliveryFilter {
  /** Comma-separated. */
  state?: string;
  webhook_id?: string;
  task_id?: string;
  owner_id?: string;
}

/** Reads the filter from an address; what it does not know, it leaves out. */
export function parseDeliveryFilter(search: Record<string, unknown>): DeliveryFilter {
  const named = typeof search.state === 'string' ? search.state.split(',') : [];
  const parts = {
    state: DELIVERY_STATES.filter((state) => named.includes(state)).join(','),
    webhook_id: nameIn(search.webhook_id),
    task_id: nameIn(search.task_id),
    owner_id: nameIn(search.owner_id),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined && value !== ''));
}

export const statesOf = (filter: DeliveryFilter): DeliveryState[] => {
  const named = filter.state?.split(',') ?? [];
  return DELIVERY_STATES.filter((state) => named.includes(state));
};

/** The filter with one state added or taken away. */
export function toggleState(filter: DeliveryFilter, state: DeliveryState): DeliveryFilter {
  const on = statesOf(filter);
  const next = DELIVERY_STATES.filter((one) => (one === state ? !on.includes(one) : on.includes(one)));
  const { state: _, ...rest } = filter;
  return next.length === 0 || next.length === DELIVERY_STATES.length ? rest : { ...rest, state: next.join(',') };
}
