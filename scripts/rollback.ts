// Takes the chain of a stopped node back to an earlier height: npm run rollback -- --data DIR --to HEIGHT.
import { parseArgs } from "node:util";
import { Fault, present } from "#src/core/assert.ts";
import { heightSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { rollBackTo } from "#src/node/maintenance/rollback.ts";
import { openExistingLedger } from "#src/node/openLedger.ts";
import { dataDirectory, runCommand, say } from "./command.ts";

await runCommand(async () => {
  const { values } = parseArgs({ options: { data: { type: "string" }, to: { type: "string" } } });
  const to = heightSchema.safeParse(Number(values.to));
  if (values.to === undefined || !to.success) throw new Fault("name the height to go back to: --to HEIGHT");
  const { store } = await openExistingLedger(dataDirectory(values.data), { onFault: () => undefined });
  try {
    const before = present(store.head, "an open ledger has a state").height;
    await rollBackTo(store, to.data);
    const { height, root } = present(store.head, "an open ledger has a state");
    say(`From height ${before} back to ${height}, root ${bytesToHex(root)}.`);
    return true;
  } finally {
    await store.close();
  }
});
