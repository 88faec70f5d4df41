import { lineOf, projectFiles, textOf } from './project-files.ts';

const SOURCE = /^apps\/api\/src\/.*\.ts$/;
const TEST = /\.test\.ts$/;
/** Both sides come from the operator's own environment and files: nobody guesses at them from afar. */
const OWN_BOTH = new Set(['apps/api/src/backend/first-backend.ts']);

const COMPARISON = /(typeof\s+)?([\w.?!$]+|''|"")\s*[=!]==?\s*([\w.?!$]+|''|"")/g;
/** What ends in the name of something that nobody may find out by the time a comparison takes. */
const SECRET = /(^|[._?!])(digest|secret|signature|hmac|mac)$/;
/** Whether it is there at all is no secret. */
const NOTHING = new Set(['null', 'undefined', "''", '""']);

/** Secrets and digests are compared with timingSafeEqual: an ordinary comparison stops at the first difference. */
export function checkSecretComparisons(root: string): string[] {
  return projectFiles(root)
    .filter((path) => SOURCE.test(path) && !TEST.test(path) && !OWN_BOTH.has(path))
    .flatMap((path) => {
      const text = textOf(root, path) ?? '';
      return [...text.matchAll(COMPARISON)]
        .filter(([, type, left = '', right = '']) => {
          const sides = [left, right];
          return !type && sides.some((side) => SECRET.test(side)) && !sides.some((side) => NOTHING.has(side));
        })
        .map(
          (match) =>
            `${path}:${lineOf(text, match.index)} compares a secret: ${match[0]}. Use timingSafeEqual of node:crypto`,
        );
    });
}
