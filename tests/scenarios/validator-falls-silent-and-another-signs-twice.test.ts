// A network of four loses one validator to silence and one to double signing, and governors make it whole again.
import { expect, test } from "vitest";
import { createRegistry } from "#src/machine/registry.ts";
import * as modules from "#src/modules/registry.ts";
import { parameters } from "#src/modules/validators/parameters.ts";
import { devnetGenesis } from "#src/node/devnet.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import {
  addressOfValidator,
  candidate,
  govern,
  keyOfValidator,
  missedBy,
  proved,
  reach,
  statusOf,
} from "#tests/support/validators.ts";

const founders = [1, 2, 3, 4].map((number) => ({
  name: `validator-${number}`,
  publicKey: keyOfValidator(number),
  power: 10n,
}));

/** What an engine knows that follows every update, as hex keys with powers. */
function follow(known: Map<string, bigint>, updates: readonly { publicKey: Uint8Array; power: bigint }[]): void {
  for (const { publicKey, power } of updates) {
    const key = Buffer.from(publicKey).toString("hex");
    // CometBFT stops when it is told to remove a key that it does not have.
    if (power === 0n) expect(known.delete(key)).toBe(true);
    else known.set(key, power);
  }
}

test("an engine that follows every update ends with exactly the validators that state names", async () => {
  const ledger = createTestLedger({
    modules: Object.values(modules),
    genesis: ({ timeMs }) => devnetGenesis(createRegistry(Object.values(modules)), timeMs, founders),
  });
  const known = new Map(founders.map(({ publicKey, power }) => [Buffer.from(publicKey).toString("hex"), power]));
  const missesMax = Number(parameters.downtimeMissesMax.default);

  for (let miss = 0; miss < missesMax; miss += 1) follow(known, missedBy(ledger, 4).validatorUpdates);
  expect(statusOf(ledger, 4)).toBe("active");
  follow(known, missedBy(ledger, 4).validatorUpdates);
  expect(statusOf(ledger, 4)).toBe("suspended");

  follow(known, proved(ledger, 3).validatorUpdates);
  expect([...known.values()]).toEqual([10n, 10n]);

  const back = govern(ledger, "reinstateValidator", { validator: addressOfValidator(4) });
  const fresh = govern(ledger, "admitValidator", candidate(5));
  expect([back.code, fresh.code]).toEqual([0, 0]);
  const { fromHeight } = fresh.answer as { fromHeight: number };
  while (ledger.state.height < fromHeight + 1) follow(known, reach(ledger, ledger.state.height + 1).validatorUpdates);

  const { members } = (await ledger.query("validators/validatorSet")) as {
    members: readonly { publicKey: Uint8Array; power: bigint }[];
  };
  const inState = members.map(({ publicKey, power }) => [Buffer.from(publicKey).toString("hex"), power]);
  expect(new Map(inState as [string, bigint][])).toEqual(known);
  expect(members).toHaveLength(4);
  expect(statusOf(ledger, 3)).toBe("tombstoned");
  expect(ledger.faults).toEqual([]);
  expect(await ledger.audit()).toEqual([]);
});
