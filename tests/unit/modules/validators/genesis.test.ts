// The first validators, from the common part of the genesis file.
import { expect, test } from "vitest";
import { genesis } from "#src/modules/validators/genesis.ts";
import { totalPowerMax } from "#src/modules/validators/schemas.ts";
import { totals, validators } from "#src/modules/validators/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { refusalOf } from "#tests/support/refusal.ts";
import { addressOfValidator, createValidatorsLedger, keyOfValidator } from "#tests/support/validators.ts";

const founder = (number: number, power = 1n) => ({ name: "founder", publicKey: keyOfValidator(number), power });
const begin = (...founders: Parameters<typeof genesis.initialise>[2] & object) =>
  genesis.initialise(memoryState(0).journal, {}, founders);

test("makes those whom the file names active, and tells the engine nothing, which read the file too", async () => {
  const ledger = createValidatorsLedger([5n, 7n]);
  expect(totals.get(ledger.state)).toMatchObject({ seats: 2, active: 2, activePower: 12n });
  expect(validators.get(ledger.state, addressOfValidator(2))).toMatchObject({ status: "active", power: 7n });
  expect(ledger.machine.registry.electorate?.updates(ledger.state)).toEqual([]);
  expect(await ledger.audit()).toEqual([]);
});

test("refuses keys that are not sound, a validator named twice, and too much power", () => {
  expect(refusalOf(() => begin({ ...founder(1), publicKey: new Uint8Array(32).fill(0xff) }))).toBe(
    "validators/keyUnsound",
  );
  expect(() => begin(founder(1), founder(1))).toThrow("once");
  expect(refusalOf(() => begin(founder(1, totalPowerMax - 1n), founder(2)))).toBe("nothing");
  expect(refusalOf(() => begin(founder(1, totalPowerMax), founder(2)))).toBe("validators/powerTooHigh");
});

test("cannot begin on a chain that runs already, where the file is not at hand", () => {
  expect(() => genesis.initialise(memoryState(9).journal, {})).toThrow("begins with its network");
});
