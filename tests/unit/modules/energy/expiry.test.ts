// Certificates end with their life, in the order in which they were generated, a bounded number in a block.
import { beforeEach, describe, expect, it } from "vitest";
import { limits } from "#src/core/limits.ts";
import { bundles, deviceTotals, expiries, expiryPointers } from "#src/modules/energy/tables.ts";
import { pass } from "#tests/support/councils.ts";
import { createEnergyLedger, dayMs, firstStartMs, hourMs, recordHours, solar } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const lifeMs = 730 * dayMs;
const reference = "audit";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createEnergyLedger();
});

/** Makes a block at this moment. */
const at = (timeMs: number) => ledger.advance(timeMs - ledger.state.timeMs);
const stateOf = (firstId: number, device = "solar-kern") => bundles.get(ledger.state, device, firstId)?.state;
const pointer = (device = "solar-kern") => expiryPointers.get(ledger.state, device)?.nextId;

describe("certificates", () => {
  it("expire when the end of their record is a life ago, and not a millisecond earlier", async () => {
    recordHours(ledger, "solar-kern", [10_000n, 20_000n]);
    recordHours(ledger, "solar-kern", [5_000n]);
    const endMs = firstStartMs + 2 * hourMs;
    at(endMs + lifeMs - 1);
    expect(stateOf(1)).toBe("active");
    const { blockEvents } = at(endMs + lifeMs);
    const holder = ledger.account("alice");
    const content = { device: "solar-kern", firstId: 1, lastId: 30, holder };
    expect(blockEvents).toEqual([{ type: "energy/certificatesExpired", content }]);
    expect(bundles.get(ledger.state, "solar-kern", 1)).toMatchObject({
      state: "expired",
      expired: { atMs: endMs + lifeMs },
    });
    expect([stateOf(31), pointer()]).toEqual(["active", 31]);
    const sums = { issuedWh: 35n, activeWh: 5n, expiredWh: 30n };
    expect(deviceTotals.get(ledger.state, "solar-kern")).toMatchObject(sums);
    expect(await ledger.audit()).toEqual([]);
    at(endMs + lifeMs + hourMs);
    expect([stateOf(31), pointer(), expiries.size(ledger.state)]).toEqual(["expired", 36, 0]);
    expect(await ledger.audit()).toEqual([]);
  });

  it("of each device expire for themselves, and a device that starts again later waits again", async () => {
    recordHours(ledger, "solar-kern", [1_000n]);
    recordHours(ledger, "wind-panhandle", [0n, 2_000n]);
    at(firstStartMs + lifeMs + hourMs);
    expect([stateOf(1), stateOf(1, "wind-panhandle")]).toEqual(["expired", "active"]);
    recordHours(ledger, "solar-kern", [3_000n]);
    expect(stateOf(2)).toBe("active");
    at(firstStartMs + lifeMs + 2 * hourMs);
    expect([stateOf(2), stateOf(1, "wind-panhandle")]).toEqual(["expired", "expired"]);
    expect(await ledger.audit()).toEqual([]);
  });

  it("of a record that is handed in after their life expire in the same block", () => {
    at(firstStartMs + lifeMs + hourMs);
    recordHours(ledger, "solar-kern", [1_000n]);
    expect(stateOf(1)).toBe("expired");
  });

  it("that are cancelled or withdrawn stay so", async () => {
    recordHours(ledger, "solar-kern", [10_000n]);
    const named = { beneficiary: "Alice Ltd", purpose: "2026" };
    ledger.send("alice", "energy/cancelCertificates", { ...named, ranges: [solar(1, 2)] });
    ledger.send("issuing-body", "energy/withdrawCertificates", { reference, ranges: [solar(3, 4)] });
    at(firstStartMs + lifeMs + hourMs);
    expect([1, 3, 5].map((firstId) => stateOf(firstId))).toEqual(["cancelled", "withdrawn", "expired"]);
    expect(await ledger.audit()).toEqual([]);
  });

  it("that were locked expire when they are unlocked late", async () => {
    recordHours(ledger, "solar-kern", [10_000n]);
    ledger.send("issuing-body", "energy/lockCertificates", { reference, ranges: [solar(3, 6, 1)] });
    at(firstStartMs + lifeMs + hourMs);
    expect([1, 3, 7].map((firstId) => stateOf(firstId))).toEqual(["expired", "locked", "expired"]);
    const { events } = ledger.send("issuing-body", "energy/unlockCertificates", {
      reference,
      ranges: [solar(4, 5, 3)],
    });
    expect(events.map(({ type }) => type)).toEqual(["energy/certificatesUnlocked", "energy/certificatesExpired"]);
    expect([3, 4, 6].map((firstId) => stateOf(firstId))).toEqual(["locked", "expired", "locked"]);
    expect(deviceTotals.get(ledger.state, "solar-kern")).toMatchObject({ activeWh: 0n, lockedWh: 2n, expiredWh: 8n });
    expect(await ledger.audit()).toEqual([]);
  });
});

it("a shorter life holds for certificates that are there already", () => {
  recordHours(ledger, "solar-kern", [10_000n]);
  const value = BigInt(30 * dayMs);
  pass(ledger, { parameter: "energy.certificateLifeMs", value });
  at(firstStartMs + hourMs + 30 * dayMs);
  for (let block = 0; block < 12; block += 1) ledger.advance(1);
  expect(stateOf(1)).toBe("expired");
});

it("of one device expire over several blocks when there are many bundles", async () => {
  recordHours(ledger, "solar-kern", [10_000_000n]);
  const most = limits.expiryBundlesPerBlockMax;
  const bob = ledger.account("bob");
  for (let first = 1; first <= most; first += 2) {
    ledger.send("alice", "energy/transferCertificates", { to: bob, ranges: [solar(first + 1, first + 1, first)] });
  }
  at(firstStartMs + lifeMs + hourMs);
  expect([pointer(), stateOf(most), stateOf(most + 1)]).toEqual([most + 1, "expired", "active"]);
  expect(await ledger.audit()).toEqual([]);
  ledger.advance(1);
  expect([pointer(), stateOf(most + 1)]).toEqual([10_001, "expired"]);
  expect(await ledger.audit()).toEqual([]);
});
