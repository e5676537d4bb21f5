// A holder reserves certificates for the matching of their day.
import { beforeEach, describe, expect, it } from "vitest";
import { bundles, days, deviceTotals, supplyCounts } from "#src/modules/energy/tables.ts";
import {
  closeDays,
  createEnergyLedger,
  firstDayMs,
  firstStartMs,
  hourMs,
  ledgerWithSolar,
  nextRecord,
  recordHours,
  refusedAs,
  sendRecord,
  signedBy,
  solar,
} from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "energy/reserveCertificates";
const load = "datacentre-fresno";
let ledger: TestLedger;
beforeEach(() => {
  ledger = ledgerWithSolar();
});
const reserve = (content: object) => ledger.send("alice", type, content);
const stateOf = (firstId: number) => bundles.get(ledger.state, "solar-kern", firstId)?.state;

describe("certificates that are reserved", () => {
  it("leave the rest of their bundle as it was, and wait for their day", async () => {
    const { code, events } = reserve({ ranges: [solar(11, 20, 1)], load });
    expect(code).toBe(0);
    const holder = ledger.account("alice");
    const content = { device: "solar-kern", firstId: 11, lastId: 20, holder, dayMs: firstDayMs, load };
    expect(events).toEqual([{ type: "energy/certificatesReserved", content }]);
    expect([stateOf(1), stateOf(11), stateOf(21)]).toEqual(["active", "reserved", "active"]);
    expect(deviceTotals.get(ledger.state, "solar-kern")).toMatchObject({ activeWh: 20n, reservedWh: 10n });
    expect(supplyCounts.get(ledger.state, firstDayMs, holder)).toBe(1);
    expect(await ledger.audit()).toEqual([]);
  });

  it("cannot be given away, used, locked or reserved again", () => {
    reserve({ ranges: [solar(1, 30)] });
    const ranges = [solar(1, 5)];
    const to = ledger.account("bob");
    expect(refusedAs(ledger, "alice", "energy/transferCertificates", { ranges, to })).toBe("energy/bundleNotActive");
    const use = { ranges, beneficiary: "x", purpose: "y" };
    expect(refusedAs(ledger, "alice", "energy/cancelCertificates", use)).toBe("energy/bundleNotActive");
    const why = { ranges, reference: "x" };
    expect(refusedAs(ledger, "issuing-body", "energy/lockCertificates", why)).toBe("energy/bundleNotActive");
    expect(refusedAs(ledger, "alice", type, { ranges })).toBe("energy/bundleNotActive");
  });

  it("of two days make a bundle for each", async () => {
    ledger = createEnergyLedger();
    sendRecord(ledger, nextRecord(ledger, "solar-kern", new Array<bigint>(20).fill(1_000n)));
    sendRecord(ledger, nextRecord(ledger, "solar-kern", new Array<bigint>(8).fill(1_000n)));
    expect(reserve({ ranges: [solar(21, 28)] }).code).toBe(0);
    expect(bundles.get(ledger.state, "solar-kern", 21)?.reserved).toEqual({ dayMs: firstDayMs });
    expect(bundles.get(ledger.state, "solar-kern", 25)?.reserved).toEqual({ dayMs: firstDayMs + 24 * hourMs });
    expect(await ledger.audit()).toEqual([]);
  });

  it("can be withdrawn until the day closes: what is left stays reserved", async () => {
    reserve({ ranges: [solar(1, 30)] });
    const withdraw = (firstId: number, lastId: number, bundle: number) => ({
      reference: "meter was wrong",
      ranges: [solar(firstId, lastId, bundle)],
    });
    expect(ledger.send("issuing-body", "energy/withdrawCertificates", withdraw(5, 6, 1)).code).toBe(0);
    expect([stateOf(1), stateOf(5), stateOf(7)]).toEqual(["reserved", "withdrawn", "reserved"]);
    expect(days.get(ledger.state, firstDayMs)?.supplyEntries).toBe(2);
    expect(await ledger.audit()).toEqual([]);
    closeDays(ledger);
    expect([stateOf(1), stateOf(5), stateOf(7)]).toEqual(["active", "withdrawn", "active"]);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("is refused", () => {
  it("to others, and outside of a bundle", () => {
    expect(refusedAs(ledger, "bob", type, { ranges: [solar(1, 2)] })).toBe("energy/notHolder");
    expect(refusedAs(ledger, "alice", type, { ranges: [solar(1, 31)] })).toBe("energy/rangeOutsideBundle");
    expect(refusedAs(ledger, "alice", type, { ranges: [solar(2, 3)] })).toBe("energy/unknownBundle");
  });

  it("for a load that is none, or not of the zone", () => {
    expect(refusedAs(ledger, "alice", type, { ranges: [solar(1, 2)], load: "wind-panhandle" })).toBe(
      "energy/loadUnfit",
    );
    recordHours(ledger, "wind-panhandle", [1_000n]);
    const ranges = [{ ...solar(1, 1), device: "wind-panhandle" }];
    expect(refusedAs(ledger, "bob", type, { ranges, load })).toBe("energy/loadUnfit");
  });

  it("once the day has closed", () => {
    closeDays(ledger);
    expect(refusedAs(ledger, "alice", type, { ranges: [solar(1, 2)] })).toBe("energy/dayClosed");
  });

  it("of generation that is not clean", () => {
    const gas = {
      device: "gas-1",
      kind: "generation",
      zone: "CISO",
      production: { carrier: "gas", carbonGramsPerMwh: 100_001 },
      nameplateW: 1_000_000n,
      holder: ledger.account("alice"),
      meterKey: ledger.publicKey("meter-gas-1"),
      registerMilliWh: 0n,
      startMs: firstStartMs,
    };
    ledger.send("issuing-body", "energy/registerDevice", gas);
    ledger.send("carol", "energy/recordReadings", signedBy(nextRecord(ledger, "gas-1", [5_000n])));
    const ranges = [{ ...solar(1, 2), device: "gas-1" }];
    expect(refusedAs(ledger, "alice", type, { ranges })).toBe("energy/notClean");
  });
});
