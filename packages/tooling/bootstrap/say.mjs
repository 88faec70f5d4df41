/** Progress words go to stderr, so that stdout stays the server's. */
export function say(text) {
  process.stderr.write(`easel: ${text}\n`);
}
