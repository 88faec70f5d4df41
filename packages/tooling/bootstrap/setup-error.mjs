/** A failure the person at the terminal can act on: one sentence, no stack. */
export class SetupError extends Error {}

/** Runs the body of a command; whatever it throws becomes one sentence on stderr and exit code 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof SetupError ? `easel: ${error.message}` : error);
    process.exitCode = 1;
  }
}
