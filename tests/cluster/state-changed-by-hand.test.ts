// A node whose state was changed by hand: the engine refuses it, and `kedge diff` names the row that was changed.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kill, start, stop } from "#src/cli/testnet/network.ts";
import { pathsOf } from "#src/cli/testnet/plan.ts";
import { encodeBlockRecord, recordKeys } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import { requireBlock } from "#src/node/maintenance/chain.ts";
import { rollBackTo } from "#src/node/maintenance/rollback.ts";
import { openExistingLedger } from "#src/node/openLedger.ts";
import { kedge } from "#tests/support/commandLine.ts";
import { engineForTests } from "#tests/support/engine.ts";
import { devnet } from "#tests/support/payments.ts";
import { makeTestnet, type TestTestnet } from "#tests/support/testnets.ts";

const engine = await engineForTests();
const msMax = 120_000;
const bob = devnet.account("bob");

const pay = (url: string) =>
  kedge([
    ...["tx", "settlement", "pay", "--currency", "USD", "--to", "bob", "--amount", "1"],
    "--as",
    "alice",
    "--url",
    url,
  ]);

/** Executes the newest block again as somebody would who owns the disk: with a gift in it for bob. */
async function changeNewestBlock(data: string): Promise<number> {
  const before = await openExistingLedger(data, { onFault: () => undefined });
  const { height } = present(before.store.head, "a chain");
  const record = requireBlock(before.store, height);
  await rollBackTo(before.store, height - 1);
  await before.store.close();
  const { store, machine } = await openExistingLedger(data, { onFault: () => undefined });
  machine.executeBlock(record);
  const remembered = machine.guard.takeBlockRow();
  const { amount } = present(balances.get(store.journal, "USD", bob), "bob has something");
  balances.put(store.journal, "USD", bob, { amount: amount + 1_000n });
  const { root } = store.seal();
  await store.persist([
    { key: recordKeys.block(height), value: encodeBlockRecord({ ...record, root }) },
    ...(remembered === undefined ? [] : [{ key: recordKeys.remembered(height), value: remembered }]),
  ]);
  await store.close();
  return height;
}

describe.skipIf(engine === undefined)("a node whose state was changed by hand", () => {
  let net: TestTestnet;
  beforeAll(async () => {
    net = await makeTestnet({ validators: 1, fullNodes: 1 });
    await start(net.directory);
  }, msMax);
  afterAll(() => net.remove());

  test(
    "does not come up again, and the difference is named from its directory and any other node",
    async () => {
      const { api } = await net.node("validator-1");
      for (let paid = 0; paid < 3; paid += 1) expect((await pay(api)).code).toBe(0);
      const height = (await net.node("validator-1")).height ?? 0;
      await net.until((nodes) => nodes.every((node) => (node.height ?? 0) >= height), 30_000);
      await stop(net.directory, ["full-1"]);
      const data = pathsOf(net.directory, "full-1").ledger;
      const changed = await changeNewestBlock(data);
      expect((await pay(api)).code).toBe(0);
      await expect(start(net.directory, ["full-1"])).rejects.toThrow(
        /full-1 does not become ready|full-1 does not start/,
      );
      await kill(net.directory, "full-1");

      // Only the hash: what differs is not the engine's to know.
      expect(readFileSync(pathsOf(net.directory, "full-1").log("engine"), "utf8")).toContain("AppHash");

      const { code, output, errors } = await kedge(["diff", data, api, "--json"]);
      expect(errors).toBe("");
      const { firstDifferingHeight, difference } = JSON.parse(output);
      expect({ code, firstDifferingHeight, height: difference.height }).toEqual({
        code: 5,
        firstDifferingHeight: changed,
        height: changed,
      });
      expect(difference.modules).toEqual([{ module: "accounts", rows: 1 }]);
      const [{ key, left, right }] = difference.first;
      expect(key).toBe(balances.key("USD", bob));
      expect(BigInt(left.value.amount) - BigInt(right.value.amount)).toBe(1_000n);
    },
    msMax,
  );
});
