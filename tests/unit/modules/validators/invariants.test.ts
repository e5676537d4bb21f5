// The promises of the module, and what breaks them.
import { expect, test } from "vitest";
import {
  plansFallDue,
  powerFitsEngine,
  someoneIsActive,
  totalsEqualValidators,
} from "#src/modules/validators/invariants.ts";
import { noTotals } from "#src/modules/validators/rules.ts";
import { totalPowerMax } from "#src/modules/validators/schemas.ts";
import { dueChanges, totals } from "#src/modules/validators/tables.ts";
import { changedState, rowOf } from "#tests/support/changedState.ts";
import { addressOfValidator, createValidatorsLedger, govern } from "#tests/support/validators.ts";

function plannedLedger() {
  const ledger = createValidatorsLedger();
  for (const number of [1, 2]) {
    govern(ledger, "changeValidatorPower", { validator: addressOfValidator(number), power: 5n, fromHeight: 9 });
  }
  return ledger;
}
const withTotals = (value: typeof noTotals) => ({
  state: changedState(plannedLedger().state, [rowOf(totals.key(), totals.codec, value)]),
});
const withDue = (value: readonly { validator: string; fromHeight: number }[]) => ({
  state: changedState(plannedLedger().state, [rowOf(dueChanges.key(), dueChanges.codec, value)]),
});

test("all hold while plans wait", async () => {
  expect(await plannedLedger().audit()).toEqual([]);
});

test("totalsEqualValidators finds totals that drifted, and someoneIsActive that nobody is left", async () => {
  const context = withTotals(noTotals);
  expect(await totalsEqualValidators(context)).toEqual([
    "seats: 4 by rows, but a total of 0",
    "active: 4 by rows, but a total of 0",
    "activePower: 40 by rows, but a total of 0",
    "reservedPower: 40 by rows, but a total of 0",
  ]);
  expect(await someoneIsActive(context)).toEqual(["no validator is active"]);
});

test("powerFitsEngine finds power beyond the bound and power that was not reserved", async () => {
  expect(await powerFitsEngine(withTotals({ ...noTotals, reservedPower: totalPowerMax + 1n }))).toHaveLength(1);
  expect(await powerFitsEngine(withTotals({ ...noTotals, activePower: 1n }))).toHaveLength(1);
});

test("plansFallDue finds plans that do not wait, wait twice or out of order, and entries without a plan", async () => {
  const entry = (number: number, fromHeight = 9) => ({ validator: addressOfValidator(number), fromHeight });
  expect(await plansFallDue(withDue([entry(1), entry(2)]))).toEqual([]);
  expect(await plansFallDue(withDue([entry(1)]))).toEqual([
    `${addressOfValidator(2)}: planned for 9, but listed for undefined`,
  ]);
  expect(await plansFallDue(withDue([entry(1), entry(2), entry(2)]))).toEqual(["a validator waits twice"]);
  expect(await plansFallDue(withDue([entry(1), entry(2, 8)]))).toHaveLength(2);
  expect(await plansFallDue(withDue([entry(1), entry(2), entry(7)]))).toEqual([
    `${addressOfValidator(7)}: listed, but not a validator`,
  ]);
});
