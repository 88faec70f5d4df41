/** Whether a text looks like the id of something: a word, an underscore and 26 characters. */
export const isId = (text: string): boolean => /^[a-z]{2,12}_[0-9a-z]{26}$/.test(text);
