import { PASSWORD_MAX, PASSWORD_MIN } from '@easel/contracts';

export interface SetupForm {
  name: string;
  email: string;
  password: string;
}

/** Whether it looks like an e-mail address; the server decides. */
export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());

/** What is wrong, by field, in the order of the form. */
export function setupFaults({ name, email, password }: SetupForm): Partial<SetupForm> {
  return {
    ...(name.trim() === '' && { name: 'Say what to call you.' }),
    ...(!isEmail(email) && { email: 'Type your e-mail address.' }),
    ...(password.length < PASSWORD_MIN && { password: `Take ${PASSWORD_MIN} characters or more.` }),
    ...(password.length > PASSWORD_MAX && { password: `Take ${PASSWORD_MAX} characters at most.` }),
  };
}
