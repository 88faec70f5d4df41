/** Replaces every Blob of a task's input, also within lists, by the id of the asset that it is uploaded as. */
export async function uploadInputs(value: unknown, upload: (blob: Blob) => Promise<string>): Promise<unknown> {
  if (value instanceof Blob) return upload(value);
  if (Array.isArray(value)) return Promise.all(value.map((item) => uploadInputs(item, upload)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([key, item]) => [key, await uploadInputs(item, upload)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
