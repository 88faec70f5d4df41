import { z } from 'zod';

/** Query fields of every list: keyset pagination, newest first. */
export const PAGE_QUERY = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().min(1).max(200).optional(),
};

/** One page of a list: `next_cursor` is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() });

/** A comma-separated list of values of an enum in a query string, for example `?status=pending,processing`. */
export const csvOf = <const V extends string>(values: readonly V[]) => {
  const one = `(?:${values.join('|')})`;
  return z
    .string()
    .regex(new RegExp(`^${one}(?:,${one})*$`), `must be one or several of ${values.join(', ')}, separated by commas`);
};
