export interface MarkdownPart {
  kind: 'prose' | 'code' | 'fence';
  text: string;
  line: number;
}

/** A Markdown file cut into prose (one part a line), inline code spans, and lines of fenced code. */
export function markdownParts(markdown: string): MarkdownPart[] {
  const parts: MarkdownPart[] = [];
  let fence: string | null = null;
  markdown.split('\n').forEach((text, index) => {
    const line = index + 1;
    const mark = /^\s*(```+|~~~+)/.exec(text)?.[1];
    if (mark && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      return;
    }
    if (fence !== null) {
      parts.push({ kind: 'fence', text, line });
      return;
    }
    for (const match of text.matchAll(/`([^`]+)`/g)) parts.push({ kind: 'code', text: match[1] ?? '', line });
    parts.push({ kind: 'prose', text: text.replace(/`[^`]+`/g, '``'), line });
  });
  return parts;
}

/** Targets of links and pictures, Markdown or HTML. */
export function linkTargets(prose: string): string[] {
  const markdown = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map((match) => match[1] ?? '');
  const html = [...prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  return [...markdown, ...html];
}

/** The anchors GitHub gives the headings of a file. */
export function anchors(markdown: string): Set<string> {
  const found = new Set<string>();
  for (const { kind, text } of headingSources(markdown)) {
    const heading = kind === 'prose' ? /^#{1,6}\s+(.*?)\s*#*$/.exec(text)?.[1] : undefined;
    if (heading === undefined) continue;
    const plain = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[`*_]/g, '')
      .toLowerCase();
    found.add(
      plain
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    );
  }
  return found;
}

function headingSources(markdown: string): MarkdownPart[] {
  let isFenced = false;
  return markdown.split('\n').map((text, index) => {
    if (/^\s*(```+|~~~+)/.test(text)) isFenced = !isFenced;
    return { kind: isFenced ? 'fence' : 'prose', text, line: index + 1 };
  });
}
