const BROWSERS: [mark: RegExp, name: string][] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const SYSTEMS: [mark: RegExp, name: string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const nameIn = (text: string, names: typeof BROWSERS) => names.find(([mark]) => mark.test(text))?.[1];

/** A browser as a person knows it: `Firefox on Windows`. What is not known is shown as it came. */
export function browserName(user_agent: string | null): string {
  if (user_agent === null || user_agent === '') return 'Unknown browser';
  const [browser, system] = [nameIn(user_agent, BROWSERS), nameIn(user_agent, SYSTEMS)];
  if (browser === undefined) return system ?? user_agent.slice(0, 60);
  return system === undefined ? browser : `${browser} on ${system}`;
}
