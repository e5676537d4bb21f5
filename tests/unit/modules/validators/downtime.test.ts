// Absences: counted in fixed windows, suspended past the bound, tolerated where nobody could take the absent one's place.
import { expect, test } from "vitest";
import { misses } from "#src/modules/validators/tables.ts";
import {
  addressOfValidator,
  createValidatorsLedger,
  keyOfValidator,
  missedBy,
  reach,
  statusOf,
} from "#tests/support/validators.ts";

test("suspends a validator with the miss that is one too many, and tells the engine", async () => {
  const ledger = createValidatorsLedger();
  expect([missedBy(ledger, 4), missedBy(ledger, 4)].map((block) => block.validatorUpdates)).toEqual([[], []]);
  expect(statusOf(ledger, 4)).toBe("active");
  const { validatorUpdates, blockEvents } = missedBy(ledger, 4);
  expect(validatorUpdates).toEqual([{ publicKey: keyOfValidator(4), power: 0n }]);
  expect(blockEvents).toEqual([
    {
      type: "validators/validatorSuspended",
      content: { validator: addressOfValidator(4), misses: 3, sinceHeight: 0 },
    },
  ]);
  expect(statusOf(ledger, 4)).toBe("suspended");
  expect(await ledger.audit()).toEqual([]);
  // Its last votes are still asked for while the engine follows.
  const before = ledger.digest();
  expect(missedBy(ledger, 4).validatorUpdates).toEqual([]);
  expect(ledger.digest()).toBe(before);
});

test("counts anew in each window", () => {
  const ledger = createValidatorsLedger();
  reach(ledger, 7);
  for (const height of [8, 9]) expect([missedBy(ledger, 4).blockEvents, ledger.state.height]).toEqual([[], height]);
  for (const _ of [10, 11]) expect(missedBy(ledger, 4).blockEvents).toEqual([]);
  expect(misses.get(ledger.state, addressOfValidator(4))).toEqual({ fromHeight: 10, count: 2 });
  expect(missedBy(ledger, 4).blockEvents).toHaveLength(1);
});

test("changes no state in a block that everyone signed, nor for those whom nobody knows", () => {
  const ledger = createValidatorsLedger([10n, 10n]);
  const before = ledger.digest();
  missedBy(ledger);
  missedBy(ledger, 3, 4);
  expect(ledger.digest()).toBe(before);
});

test("tolerates an absence that would leave more than a third of the power suspended, and comes to rest", async () => {
  const ledger = createValidatorsLedger();
  for (let block = 0; block < 2; block += 1) missedBy(ledger, 3, 4);
  const { validatorUpdates, blockEvents } = missedBy(ledger, 3, 4);
  expect(validatorUpdates).toEqual([{ publicKey: keyOfValidator(3), power: 0n }]);
  expect(blockEvents.map(({ type }) => type)).toEqual([
    "validators/validatorSuspended",
    "validators/downtimeTolerated",
  ]);
  const before = ledger.digest();
  const { blockEvents: later } = missedBy(ledger, 4);
  expect(later).toEqual([]);
  expect(ledger.digest()).toBe(before);
  expect(await ledger.audit()).toEqual([]);
});

test("suspends exactly a third of the power and not more", () => {
  const third = createValidatorsLedger([20n, 10n]);
  for (let block = 0; block < 3; block += 1) missedBy(third, 2);
  expect(statusOf(third, 2)).toBe("suspended");
  const more = createValidatorsLedger([19n, 10n]);
  for (let block = 0; block < 3; block += 1) missedBy(more, 2);
  expect(statusOf(more, 2)).toBe("active");
});

test("keeps the last active validator", () => {
  const ledger = createValidatorsLedger([10n]);
  for (let block = 0; block < 5; block += 1) missedBy(ledger, 1);
  expect(statusOf(ledger, 1)).toBe("active");
});
