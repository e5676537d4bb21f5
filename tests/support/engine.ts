// The consensus engine for tests: built when it is not there yet, and undefined, with a line that says so, where it cannot be.
import type { EngineBinary } from "#src/cli/engine/binary.ts";
import { installEngine } from "#src/cli/engine/install.ts";
import { reasonText } from "#src/node/reasonText.ts";

export async function engineForTests(): Promise<EngineBinary | undefined> {
  try {
    return await installEngine(() => undefined);
  } catch (reason) {
    process.stderr.write(`SKIPPED: the tests of networks, since ${reasonText(reason)}\n`);
    return undefined;
  }
}
