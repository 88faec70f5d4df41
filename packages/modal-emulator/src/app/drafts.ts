/** A function as a deployment describes it, before it is published. */
export interface DeclaredFunction {
  kind: 'function' | 'class';
  /** A class's methods. */
  methods: string[];
  gpu: string | null;
  timeout_s: number | null;
  startup_timeout_s: number | null;
  scaledown_s: number | null;
  min_containers: number | null;
  max_containers: number | null;
  buffer_containers: number | null;
  concurrency: number | null;
}

/** What deployments have brought and not yet published. */
export interface Drafts {
  readonly functions: Map<string, DeclaredFunction>;
  /** SHA-256 of the files that were uploaded. */
  readonly files: Set<string>;
}

export const newDrafts = (): Drafts => ({ functions: new Map(), files: new Set() });
