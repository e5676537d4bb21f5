// A holder says once what the certificates of a device's future records are for.
import { beforeEach, expect, it } from "vitest";
import { bundles, days, deviceTotals, instructions, supply, supplyCounts } from "#src/modules/energy/tables.ts";
import {
  closeDays,
  createEnergyLedger,
  firstDayMs,
  hourMs,
  instruct,
  nextRecord,
  recordHours,
  refusedAs,
  sendRecord,
} from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "energy/instructReservation";
const device = "solar-kern";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createEnergyLedger();
});

it("what is recorded from then on is reserved for the matching of its day", async () => {
  const { code, events } = instruct(ledger, device);
  expect(code).toBe(0);
  expect(events).toEqual([{ type: "energy/reservationInstructed", content: { device, by: ledger.account("alice") } }]);
  const issued = recordHours(ledger, device, [10_000n]).events.map((event) => event.type);
  expect(issued).toContain("energy/certificatesReserved");
  const reserved = { dayMs: firstDayMs };
  expect(bundles.get(ledger.state, device, 1)).toMatchObject({ state: "reserved", reserved });
  expect(days.get(ledger.state, firstDayMs)?.supplyEntries).toBe(1);
  expect(supply.get(ledger.state, firstDayMs, 0)).toEqual({ device, firstId: 1 });
  expect(supplyCounts.get(ledger.state, firstDayMs, ledger.account("alice"))).toBe(1);
  expect(deviceTotals.get(ledger.state, device)).toMatchObject({ activeWh: 0n, reservedWh: 10n });
  expect(await ledger.audit()).toEqual([]);
});

it("for one load of the zone, or by a new instruction for another purpose", () => {
  instruct(ledger, device, "datacentre-fresno");
  recordHours(ledger, device, [1_000n]);
  expect(bundles.get(ledger.state, device, 1)?.reserved).toEqual({ dayMs: firstDayMs, load: "datacentre-fresno" });
  instruct(ledger, device);
  expect(instructions.get(ledger.state, device)).toEqual({});
});

it("a record that reaches into two days makes a bundle for each, and only of days that have not closed", async () => {
  instruct(ledger, device);
  recordHours(ledger, device, new Array<bigint>(20).fill(1_000n));
  sendRecord(ledger, nextRecord(ledger, device, new Array<bigint>(8).fill(1_000n)));
  expect(bundles.get(ledger.state, device, 21)).toMatchObject({ lastId: 24, reserved: { dayMs: firstDayMs } });
  const nextDayMs = firstDayMs + 24 * hourMs;
  expect(bundles.get(ledger.state, device, 25)).toMatchObject({ lastId: 28, reserved: { dayMs: nextDayMs } });
  closeDays(ledger);
  recordHours(ledger, "wind-panhandle", [1_000n]);
  instruct(ledger, "wind-panhandle");
  recordHours(ledger, "wind-panhandle", [1_000n]);
  expect(bundles.get(ledger.state, "wind-panhandle", 2)?.state).toBe("active");
  expect(await ledger.audit()).toEqual([]);
});

it("is refused to everyone but the holder, for a load elsewhere, and of devices that have no certificates", () => {
  expect(refusedAs(ledger, "bob", type, { device })).toBe("energy/notDeviceHolder");
  expect(refusedAs(ledger, "alice", type, { device: "nothing" })).toBe("energy/unknownDevice");
  expect(refusedAs(ledger, "carol", type, { device: "datacentre-fresno" })).toBe("energy/neverReserved");
  for (const load of ["nothing", "wind-panhandle", device]) {
    expect(refusedAs(ledger, "alice", type, { device, load })).toBe("energy/loadUnfit");
  }
  expect(refusedAs(ledger, "bob", type, { device: "solar-gila", load: "datacentre-fresno" })).toBe("energy/loadUnfit");
});
