export interface LogLine {
  app_id: string;
  function_call_id: string;
  input_id: string;
  task_id: string;
  data: string;
  at: number;
}

const MAX_LINES = 20_000;

/** What functions printed, the newest lines of it. */
export class Logs {
  readonly #lines: LogLine[] = [];

  add(line: LogLine): void {
    this.#lines.push(line);
    if (this.#lines.length > MAX_LINES) this.#lines.splice(0, MAX_LINES / 10);
  }

  find(app_id: string, function_call_id: string, text: string): LogLine[] {
    return this.#lines.filter(
      (line) =>
        line.app_id === app_id &&
        (function_call_id === '' || line.function_call_id === function_call_id) &&
        (text === '' || line.data.includes(text)),
    );
  }
}
