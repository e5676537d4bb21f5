// The offers of an hour: what was issued is read once for all hours of a slice, and gives the same offers as reading it each time.
import { expect, it } from "vitest";
import { requireDay } from "#src/modules/energy/days/days.ts";
import { requireIssue } from "#src/modules/energy/issues.ts";
import { KnownIssues, offersOf } from "#src/modules/energy/matching/offers.ts";
import { readings } from "#src/modules/energy/tables.ts";
import type { StateReader } from "#src/state/view.ts";
import { createEnergyLedger, firstDayMs, instruct, recordDay } from "#tests/support/energy.ts";

it("reads each record once for all hours, and offers what reading it for each hour offers", () => {
  const ledger = createEnergyLedger();
  instruct(ledger, "solar-kern");
  instruct(ledger, "solar-gila");
  recordDay(ledger, { "solar-kern": [10n, 20n, 0n, 30n], "solar-gila": [1n, 2n, 3n, 4n] });
  let readingsRead = 0;
  const counting: StateReader = {
    height: ledger.state.height,
    timeMs: ledger.state.timeMs,
    getRow(key, codec) {
      if (key.startsWith("energy/readings/")) readingsRead += 1;
      return ledger.state.getRow(key, codec);
    },
  };
  const day = requireDay(ledger.state, firstDayMs);
  const issues = new KnownIssues();
  const hours = [0, 1, 2, 3];
  const shared = hours.map((hour) => offersOf(counting, firstDayMs, day, hour, issues));
  expect(readingsRead).toBe(2);
  expect(shared).toEqual(hours.map((hour) => offersOf(ledger.state, firstDayMs, day, hour, new KnownIssues())));
  expect(shared.map((offers) => offers.length)).toEqual([2, 2, 1, 2]);
  expect(issues.require(counting, "solar-kern", firstDayMs)).toEqual(
    requireIssue(ledger.state, "solar-kern", firstDayMs),
  );
  // Not one device's record for another's, nor one day's for another: each is known by both.
  expect(readings.has(ledger.state, "solar-gila", firstDayMs)).toBe(true);
  expect(issues.require(counting, "solar-gila", firstDayMs).firstId).toBe(1);
  expect(issues.require(counting, "solar-gila", firstDayMs).issuedWh).toBe(10n);
});
