// A process that commits one block after another to the store in a directory until it is killed, and says so for each.
import { openStore } from "#src/state/store/openStore.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { commitEdits, crashSettings, editsOfHeight } from "./endlessBlocks.ts";

const [, , directory] = process.argv;
if (directory === undefined) throw new Error("name a directory");

const store = await openStore(directory, portableSha256Into, crashSettings);
for (let height = (store.head?.height ?? -1) + 1; ; height += 1) {
  await commitEdits(store, height, editsOfHeight(height));
  // On a pipe this is written before the call returns, so what was said was durable.
  process.stdout.write(`${height}\n`);
}
