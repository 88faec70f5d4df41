/** One thing wrong with a settings file: where, which rule it breaks, and what to do. */
export interface SettingsIssue {
  path: string;
  rule: string;
  fix: string;
}

/** Thrown by `parseSettings`. The message has one line per issue. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'invalid_settings';
  constructor(readonly issues: SettingsIssue[]) {
    super(
      `inference_settings.json has ${issues.length === 1 ? 'an error' : `${issues.length} errors`}:\n` +
        issues.map((i) => `  ${i.path || '(top level)'}: ${i.rule}. ${i.fix}`).join('\n'),
    );
  }
}
