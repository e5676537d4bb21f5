// How the maintenance commands run: what stops one is said in a sentence, and the exit code tells whether all is well.
import { reasonText } from "#src/node/reasonText.ts";

/** `act` resolves to whether all is well. */
export async function runCommand(act: () => Promise<boolean>): Promise<void> {
  try {
    if (!(await act())) process.exitCode = 1;
  } catch (reason) {
    process.stderr.write(`${reasonText(reason)}\n`);
    process.exitCode = 1;
  }
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The data directory that a node would take. */
export function dataDirectory(flag: string | undefined): string {
  return flag ?? process.env.KEDGE_DATA ?? ".kedge";
}
