import { markdownParts } from './markdown-parts.ts';

/** Marks that a task list may carry: done or not, parallel, the story it belongs to. A footnote or link is no leftover. */
const MEANT = /^(?: |x|P|US\d+|\^[\w-]+|!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION))$/i;

const OUTLINE = /\[(?:#{2,}[^\]]*|[A-Z][A-Z0-9 _/-]{2,}(?::[^\]]*)?)\]/g;
const WORDS = /NEEDS CLARIFICATION|ACTION REQUIRED|\$ARGUMENTS|\bTODO\b|\bTBD\b|\bFIXME\b/g;

/** What was to be filled in and was not. In prose any bracket that is not a link; in code what an outline would write. */
export function leftovers(path: string, markdown: string): string[] {
  return markdownParts(markdown).flatMap(({ kind, text, line }) => {
    const brackets = kind === 'prose' ? proseBrackets(text) : [...text.matchAll(OUTLINE)].map((match) => match[0]);
    const words = [...text.matchAll(WORDS)].map((match) => match[0]);
    return [...new Set([...brackets, ...words])].map((found) => `${path}:${line} still holds ${found} from an outline`);
  });
}

function proseBrackets(text: string): string[] {
  return [...text.matchAll(/\[([^\]]*)\](?![([:])/g)]
    .filter((match) => !MEANT.test(match[1] ?? '') && text[match.index - 1] !== ']')
    .map((match) => match[0]);
}
