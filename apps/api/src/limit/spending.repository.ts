/** The calendar month (UTC) of a time: what budgets are counted by. */
export const monthOf = (at: string): string => at.slice(0, 7);
