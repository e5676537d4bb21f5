// Signing twice: banned for ever, once, and never the last one.
import { expect, test } from "vitest";
import { dueChanges } from "#src/modules/validators/tables.ts";
import {
  addressOfValidator,
  createValidatorsLedger,
  govern,
  keyOfValidator,
  proved,
  reach,
  statusOf,
  suspendFourth,
} from "#tests/support/validators.ts";

test.each(["duplicate-vote", "light-client-attack"] as const)("a %s bans a validator", async (kind) => {
  const ledger = createValidatorsLedger();
  const { validatorUpdates, blockEvents } = proved(ledger, 2, kind);
  expect(validatorUpdates).toEqual([{ publicKey: keyOfValidator(2), power: 0n }]);
  const validator = addressOfValidator(2);
  expect(blockEvents).toEqual([{ type: "validators/validatorTombstoned", content: { validator, kind, height: 1 } }]);
  expect(statusOf(ledger, 2)).toBe("tombstoned");
  expect(await ledger.audit()).toEqual([]);
});

test("the same evidence again changes nothing, nor does evidence against a stranger", () => {
  const ledger = createValidatorsLedger();
  proved(ledger, 2);
  const before = ledger.digest();
  for (const number of [2, 9]) {
    expect(proved(ledger, number)).toMatchObject({ blockEvents: [], validatorUpdates: [] });
  }
  expect(ledger.digest()).toBe(before);
});

test("drops what was planned for the validator", async () => {
  const ledger = createValidatorsLedger();
  govern(ledger, "changeValidatorPower", { validator: addressOfValidator(2), power: 5n });
  proved(ledger, 2);
  expect(dueChanges.get(ledger.state)).toBeUndefined();
  expect(reach(ledger, 6).validatorUpdates).toEqual([]);
  expect(await ledger.audit()).toEqual([]);
});

test("bans a suspended and a removed validator without a word to the engine", () => {
  const ledger = createValidatorsLedger();
  suspendFourth(ledger);
  govern(ledger, "removeValidator", { validator: addressOfValidator(3) });
  reach(ledger, 7);
  expect([statusOf(ledger, 3), statusOf(ledger, 4)]).toEqual(["removed", "suspended"]);
  for (const number of [3, 4]) expect(proved(ledger, number).validatorUpdates).toEqual([]);
  expect([statusOf(ledger, 3), statusOf(ledger, 4)]).toEqual(["tombstoned", "tombstoned"]);
});

test("keeps the last active validator, and says so", () => {
  const ledger = createValidatorsLedger([10n]);
  const before = ledger.digest();
  const { validatorUpdates, blockEvents } = proved(ledger, 1);
  expect(validatorUpdates).toEqual([]);
  expect(blockEvents.map(({ type }) => type)).toEqual(["validators/misbehaviourTolerated"]);
  expect(ledger.digest()).toBe(before);
});
