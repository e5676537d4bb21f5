// A ledger with a priced basket for tests.
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { basket } from "#src/modules/basket/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";
import { reweigher } from "./reweigher.ts";

/** A ledger with the devnet's basket; `overrides` are values of parameters that differ from their defaults. */
export function createBasketLedger(overrides: Readonly<Record<string, bigint>> = {}): TestLedger {
  const list = Object.entries(overrides).map(([parameter, value]) => ({ parameter, value }));
  return createTestLedger({
    modules: [accounts, authority, parameters, oracle, basket, reweigher],
    genesis: (genesis) => ({ ...genesis, modules: { ...genesis.modules, parameters: { overrides: list } } }),
  });
}

/** Reweights the basket; weights in basis points. */
export function reweight(ledger: TestLedger, weightsBp: Readonly<Record<string, number>>): Outcome {
  const targets = Object.entries(weightsBp).map(([component, weightBp]) => ({
    component,
    weightPpm: 100n * BigInt(weightBp),
  }));
  return ledger.send("alice", "reweigher/applyTargets", { targets });
}

/** Opens a third feed with the rules and feeders of silver, and names it as a component. */
export async function addNickel(ledger: TestLedger): Promise<void> {
  const silver = (await ledger.query("oracle/feed", { feed: "AG" })) as object;
  const feed = { ...silver, feed: "NI", unit: "kg", measuresPerUnit: 1_000_000n };
  const opened = ledger.send("governor", "oracle/registerFeed", feed);
  const added = ledger.send("governor", "basket/addComponent", { component: "NI", feed: "NI" });
  if (opened.code !== 0 || added.code !== 0) throw new Error(`nickel was refused: ${opened.refused} ${added.refused}`);
}
