/** Fields in one text, each preceded by its length in bytes (a null by -1): no two lists of fields give the same text. */
export function lengthPrefixed(fields: readonly (string | null)[]): string {
  let text = '';
  for (const field of fields) text += field === null ? '-1:' : `${Buffer.byteLength(field)}:${field}`;
  return text;
}
