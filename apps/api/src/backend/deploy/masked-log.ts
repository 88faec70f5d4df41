import { hideSecrets } from '../../log.js';

const MAX_CHARS = 1024 * 1024;
const LINE_MAX = 64 * 1024;
/** Longer than any secret: what may still be cut in the middle. */
const TAIL = 512;
const LAST_LINES = 12;
const MAX_WORDS = 600;
/** Frames around what a command prints, and the line that names an error. */
const FRAME = /^\s*[│╭╰]/;
const ERROR = /^[\w.]*(Error|Exception)\b.*:/;
const LEFT_OUT = '\n… The rest is left out.\n';

/** Collects what a command prints, line by line, with secrets masked, up to a limit. */
export interface MaskedLog {
  add(text: string): void;
  /** What came since the last time. */
  take(): string;
  /** Ends the last line. */
  end(): void;
  /** What went wrong, as far as the last lines tell. */
  lastWords(): string;
}

export function createMaskedLog(secrets: string[]): MaskedLog {
  let waiting = '';
  let ready = '';
  let taken = 0;
  let full = false;
  let last: string[] = [];

  const mask = (text: string) =>
    hideSecrets(secrets.reduce((masked, secret) => masked.replaceAll(secret, '[hidden]'), text));
  function emit(text: string): void {
    const masked = mask(text);
    last = [...last, ...masked.split('\n').filter((line) => line.trim() !== '')].slice(-LAST_LINES);
    const room = MAX_CHARS - taken - ready.length;
    if (full) return;
    full = masked.length > room;
    ready += full ? masked.slice(0, room) + LEFT_OUT : masked;
  }
  return {
    add(text) {
      waiting += text;
      const end = Math.max(waiting.lastIndexOf('\n'), waiting.lastIndexOf('\r')) + 1;
      if (end > 0) {
        emit(waiting.slice(0, end));
        waiting = waiting.slice(end);
      }
      if (waiting.length > LINE_MAX) {
        const masked = mask(waiting);
        emit(masked.slice(0, -TAIL));
        waiting = masked.slice(-TAIL);
      }
    },
    take() {
      const text = ready;
      taken += text.length;
      ready = '';
      return text;
    },
    end() {
      if (waiting !== '') emit(`${waiting}\n`);
      waiting = '';
    },
    lastWords() {
      const lines = last.filter((line) => !FRAME.test(line)).map((line) => line.trim());
      const error = lines.findLastIndex((line) => ERROR.test(line));
      return lines
        .slice(error === -1 ? -4 : error)
        .join(' ')
        .slice(0, MAX_WORDS);
    },
  };
}
