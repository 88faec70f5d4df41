/** One request that came, without credentials and without bytes. */
export interface RpcRecord {
  /** Token id. */
  workspace: string;
  method: string;
  at: number;
  request_summary: Record<string, unknown>;
}

const MAX_RECORDS = 20_000;
const MAX_TEXT = 120;

export class RpcLog {
  readonly records: RpcRecord[] = [];

  add(workspace: string, method: string, request: object): void {
    this.records.push({ workspace, method, at: Date.now(), request_summary: summary(request) });
    if (this.records.length > MAX_RECORDS) this.records.splice(0, MAX_RECORDS / 10);
  }
}

/** Long texts cut, bytes counted, maps (a secret's values are one) by their keys. */
function summary(request: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(request).map(([name, value]) => [name, brief(value)]));
}

function brief(value: unknown): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return `${value.length} items`;
  if (typeof value === 'object' && value !== null) return Object.keys(value);
  return value;
}
