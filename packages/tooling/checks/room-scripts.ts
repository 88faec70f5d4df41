import { workspacePackages } from '../bootstrap/workspace.mjs';

/** A room that lacks a script is skipped by turbo without a word, so each must have what CI runs. */
export function checkRoomScripts(root: string): string[] {
  const rooms = workspacePackages(root);
  if (rooms.length === 0) return ['packages/ and apps/ hold no package'];
  return rooms.flatMap(({ manifest }) => {
    const has = (script: string) => typeof manifest.scripts?.[script] === 'string';
    const problems: string[] = [];
    if (!has('typecheck')) problems.push(`${manifest.name} has no script typecheck`);
    if (!has('test') && !has('test:e2e')) problems.push(`${manifest.name} has no script test`);
    if (/passWithNoTests/.test(Object.values(manifest.scripts ?? {}).join(' '))) {
      problems.push(`${manifest.name} would pass without a test`);
    }
    return problems;
  });
}
