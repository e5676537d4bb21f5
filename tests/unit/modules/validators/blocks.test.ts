// Plans that fall due: in order, a third of the power at a time, and after a pause too.
import { expect, test } from "vitest";
import { dueChanges } from "#src/modules/validators/tables.ts";
import {
  addressOfValidator,
  candidate,
  createValidatorsLedger,
  govern,
  keyOfValidator,
  reach,
  statusOf,
} from "#tests/support/validators.ts";

test("moves at most a third of the power in one block, and the rest in the next ones", async () => {
  const ledger = createValidatorsLedger([10n, 10n, 10n]);
  for (const number of [4, 5, 6]) govern(ledger, "admitValidator", { ...candidate(number, 6n), fromHeight: 9 });
  const update = (number: number) => ({ publicKey: keyOfValidator(number), power: 6n });
  expect(reach(ledger, 9).validatorUpdates).toEqual([update(4)]);
  // A third of 36 is 12.
  const both = reach(ledger, 10).validatorUpdates;
  expect(both).toHaveLength(2);
  expect(both).toEqual(expect.arrayContaining([update(5), update(6)]));
  expect(dueChanges.get(ledger.state)).toBeUndefined();
  expect(await ledger.audit()).toEqual([]);
});

test("tells the engine in the order of keys, whatever the order of the plans", () => {
  const ledger = createValidatorsLedger([100n]);
  for (const number of [5, 3, 4, 2]) govern(ledger, "admitValidator", { ...candidate(number, 1n), fromHeight: 9 });
  const keys = reach(ledger, 9).validatorUpdates.map(({ publicKey }) => Buffer.from(publicKey).toString("hex"));
  expect(keys).toHaveLength(4);
  expect(keys).toEqual([...keys].sort());
});

test("lets one plan move more, so that a network of one can grow", () => {
  const ledger = createValidatorsLedger([10n]);
  govern(ledger, "admitValidator", candidate(2, 1_000n));
  expect(reach(ledger, 4).validatorUpdates).toHaveLength(1);
});

test("takes plans by their heights, whatever the order in which they were made", () => {
  const ledger = createValidatorsLedger();
  govern(ledger, "removeValidator", { validator: addressOfValidator(1), fromHeight: 12 });
  govern(ledger, "removeValidator", { validator: addressOfValidator(2), fromHeight: 8 });
  expect(dueChanges.get(ledger.state)?.map(({ fromHeight }) => fromHeight)).toEqual([8, 12]);
  reach(ledger, 8);
  expect([statusOf(ledger, 1), statusOf(ledger, 2)]).toEqual(["active", "removed"]);
  reach(ledger, 12);
  expect(statusOf(ledger, 1)).toBe("removed");
});

test("a block in which nothing is due changes no state", () => {
  const ledger = createValidatorsLedger();
  govern(ledger, "removeValidator", { validator: addressOfValidator(1), fromHeight: 12 });
  const before = ledger.digest();
  expect(ledger.advance(1)).toEqual({ results: [], blockEvents: [], validatorUpdates: [] });
  expect(ledger.digest()).toBe(before);
});
