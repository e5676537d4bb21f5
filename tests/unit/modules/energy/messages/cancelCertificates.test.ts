// Energy is used in somebody's name, once.
import { beforeEach, describe, expect, it } from "vitest";
import { cancelCertificates } from "#src/modules/energy/messages/cancelCertificates.ts";
import { bundles, deviceTotals, kindTotals } from "#src/modules/energy/tables.ts";
import { ledgerWithSolar, refusedAs, solar } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "energy/cancelCertificates";
const named = { beneficiary: "Fresno Data Centre", purpose: "consumption of January 2026" };
let ledger: TestLedger;
beforeEach(() => {
  ledger = ledgerWithSolar();
});

type RangeOf = ReturnType<typeof solar>;
const refused = (actor: string, ...ranges: readonly RangeOf[]) => refusedAs(ledger, actor, type, { ...named, ranges });

it("a range is cancelled in the name of a beneficiary, and the rest stays active", async () => {
  const { code, events } = ledger.send("alice", type, { ...named, ranges: [solar(3, 4, 1)] });
  expect(code).toBe(0);
  const content = { device: "solar-kern", firstId: 3, lastId: 4, holder: ledger.account("alice"), ...named };
  expect(events).toEqual([{ type: "energy/certificatesCancelled", content }]);
  const stateOf = (firstId: number) => bundles.get(ledger.state, "solar-kern", firstId)?.state;
  expect([stateOf(1), stateOf(3), stateOf(5)]).toEqual(["active", "cancelled", "active"]);
  const cancelled = bundles.get(ledger.state, "solar-kern", 3)?.cancelled;
  expect(cancelled).toEqual({ ...named, atMs: ledger.state.timeMs });
  const sums = { issuedWh: 30n, activeWh: 28n, cancelledWh: 2n, withdrawnWh: 0n };
  expect(deviceTotals.get(ledger.state, "solar-kern")).toMatchObject(sums);
  expect(kindTotals.get(ledger.state, "generation")).toMatchObject(sums);
  expect(await ledger.audit()).toEqual([]);
});

describe("is refused", () => {
  it("to anyone but the holder, the issuing body included", () => {
    expect(refused("bob", solar(1, 30))).toBe("energy/notHolder");
    expect(refused("issuing-body", solar(1, 30))).toBe("energy/notHolder");
  });

  it("a second time, whole or in part", () => {
    ledger.send("alice", type, { ...named, ranges: [solar(1, 10)] });
    expect(refused("alice", solar(1, 10))).toBe("energy/bundleNotActive");
    expect(refused("alice", solar(4, 5, 1))).toBe("energy/bundleNotActive");
    expect(refused("alice", solar(11, 12), solar(11, 12))).toBe("energy/bundleRepeated");
    expect(refused("alice", solar(10, 12, 11))).toBe("energy/rangeOutsideBundle");
    expect(refused("alice", solar(2, 3))).toBe("energy/unknownBundle");
  });

  it("without a beneficiary or a purpose", () => {
    const json = { ...named, ranges: [{ device: "solar-kern", bundle: 1, firstId: 1, lastId: 2 }] };
    const fits = (changes: object) => cancelCertificates.schema.safeParse({ ...json, ...changes }).success;
    expect([fits({}), fits({ beneficiary: "" }), fits({ purpose: "" })]).toEqual([true, false, false]);
  });
});
