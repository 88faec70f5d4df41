import { z } from 'zod';

/** Control characters, line ends, what turns the direction of writing, and what takes no room: a name is what is seen of it. */
const HIDDEN = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
const EVERY_HIDDEN = new RegExp(HIDDEN, 'gu');

/** A name that people gave: on one line, and spelled as it looks. */
export const visibleName = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !HIDDEN.test(text), 'must have no hidden or control characters');

/** A name from elsewhere, without what `visibleName` refuses. Empty when nothing is left. */
export const asVisibleName = (text: string, max: number): string =>
  text.replace(EVERY_HIDDEN, ' ').replace(/\s+/g, ' ').trim().slice(0, max).trim();
