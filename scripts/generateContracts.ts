// Writes contracts/: run it after any change of a module or of the API, and review what changed.
import { writeFileSync } from "node:fs";
import { contractFiles } from "#src/api/contracts.ts";
import { createRegistry } from "#src/machine/registry.ts";
import * as modules from "#src/modules/registry.ts";

const files = await contractFiles(createRegistry(Object.values(modules)));
for (const [name, text] of Object.entries(files)) {
  writeFileSync(new URL(`../contracts/${name}`, import.meta.url), text);
  process.stdout.write(`contracts/${name}\n`);
}
