import { PASSWORD_MAX, PASSWORD_MIN } from '@easel/contracts';

const NAME_MAX = 80;

/** What is wrong with a new password, or undefined. Length is what makes it hard to guess. */
export function passwordFault(password: string): string | undefined {
  if (password === '') return `Choose a password of ${PASSWORD_MIN} characters or more.`;
  if (password.length < PASSWORD_MIN) {
    return `Take ${PASSWORD_MIN} characters or more: ${PASSWORD_MIN - password.length} to go.`;
  }
  return password.length > PASSWORD_MAX ? `Take ${PASSWORD_MAX} characters at most.` : undefined;
}

export function nameFault(name: string): string | undefined {
  if (name.trim() === '') return 'Say what to call you.';
  return name.trim().length > NAME_MAX ? `Take ${NAME_MAX} characters at most.` : undefined;
}

/** The faults there are, by field. */
export function faultsOf(faults: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(faults).flatMap(([field, fault]) => (fault === undefined ? [] : [[field, fault]])),
  );
}
