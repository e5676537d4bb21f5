// Addresses, shares of the totals, and what a plan makes of a validator.
import { expect, test } from "vitest";
import { validatorAddress } from "#src/comet/validators.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import {
  addressOf,
  afterPlan,
  isMoreThanThird,
  isNeeded,
  noTotals,
  replaceShare,
  shareOf,
  signingPower,
} from "#src/modules/validators/rules.ts";
import type { Plan, Validator } from "#src/modules/validators/schemas.ts";
import { keyOfValidator } from "#tests/support/validators.ts";

const active: Validator = { name: "a", publicKey: keyOfValidator(1), power: 10n, status: "active" };
const plan = (change: Plan["change"], power?: bigint): Plan =>
  ({ change, ...(power === undefined ? {} : { power }), fromHeight: 9, reference: "x", by: "kdg1" }) as Plan;

test("an address is the one by which CometBFT names the key", () => {
  expect(addressOf(active.publicKey)).toBe(bytesToHex(validatorAddress(active.publicKey)));
});

test("only an active validator signs", () => {
  const statuses = ["planned", "active", "suspended", "removed", "tombstoned"] as const;
  expect(statuses.map((status) => signingPower({ ...active, status }))).toEqual([0n, 10n, 0n, 0n, 0n]);
  expect(signingPower(undefined)).toBe(0n);
});

test("a validator counts by its status, and reserves the greater of its powers", () => {
  const all = { seats: 1, active: 0, activePower: 0n, suspendedPower: 0n, reservedPower: 10n };
  expect(shareOf(active)).toEqual({ ...all, active: 1, activePower: 10n });
  expect(shareOf({ ...active, status: "suspended" })).toEqual({ ...all, suspendedPower: 10n });
  expect(shareOf({ ...active, status: "planned", plan: plan("admission") })).toEqual(all);
  expect(shareOf({ ...active, status: "suspended", plan: plan("power", 12n) }).reservedPower).toBe(12n);
  expect(shareOf({ ...active, plan: plan("power", 3n) }).reservedPower).toBe(10n);
  expect(shareOf({ ...active, status: "removed" })).toEqual(noTotals);
  expect(replaceShare(shareOf(active), active, undefined)).toEqual(noTotals);
});

test("a plan is gone once it has taken effect", () => {
  const suspended: Validator = { ...active, status: "suspended" };
  expect(afterPlan({ ...active, status: "planned" }, plan("admission"))).toEqual(active);
  expect(afterPlan(suspended, plan("reinstatement"))).toEqual(active);
  expect(afterPlan({ ...suspended, plan: plan("power", 3n) }, plan("power", 3n))).toEqual({ ...suspended, power: 3n });
  expect(afterPlan(active, plan("removal"))).toEqual({ ...active, status: "removed" });
});

test("a third is not more than a third", () => {
  expect([isMoreThanThird(10n, 30n), isMoreThanThird(10n, 29n)]).toEqual([false, true]);
});

test("a validator is needed when it is the last, or too much power would be suspended without it", () => {
  const totals = { ...noTotals, seats: 4, active: 3, activePower: 30n, suspendedPower: 0n };
  expect(isNeeded(active, totals)).toBe(false);
  expect(isNeeded(active, { ...totals, active: 1 })).toBe(true);
  expect(isNeeded(active, { ...totals, activePower: 29n })).toBe(true);
  expect(isNeeded(active, { ...totals, activePower: 50n, suspendedPower: 10n })).toBe(false);
  expect(isNeeded(active, { ...totals, activePower: 49n, suspendedPower: 10n })).toBe(true);
});
