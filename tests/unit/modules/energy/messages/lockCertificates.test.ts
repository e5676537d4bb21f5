// What is examined cannot be used, sold or locked again meanwhile.
import { beforeEach, describe, expect, it } from "vitest";
import { lockCertificates } from "#src/modules/energy/messages/lockCertificates.ts";
import { bundles, deviceTotals, kindTotals } from "#src/modules/energy/tables.ts";
import { ledgerWithSolar, refusedAs, solar } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "energy/lockCertificates";
const reference = "meter test 3/26";
let ledger: TestLedger;
beforeEach(() => {
  ledger = ledgerWithSolar();
});

type RangeOf = ReturnType<typeof solar>;
const refused = (actor: string, ...ranges: readonly RangeOf[]) => refusedAs(ledger, actor, type, { reference, ranges });

it("the issuing body locks a range in whosever hands, and the rest stays active", async () => {
  const { code, events } = ledger.send("issuing-body", type, { reference, ranges: [solar(5, 20, 1)] });
  expect(code).toBe(0);
  const [by, holder] = [ledger.account("issuing-body"), ledger.account("alice")];
  const content = { device: "solar-kern", firstId: 5, lastId: 20, holder, by, reference };
  expect(events).toEqual([{ type: "energy/certificatesLocked", content }]);
  const row = bundles.get(ledger.state, "solar-kern", 5);
  expect(row).toMatchObject({ state: "locked", holder, locked: { by, reference, atMs: ledger.state.timeMs } });
  expect(deviceTotals.get(ledger.state, "solar-kern")).toMatchObject({ issuedWh: 30n, activeWh: 14n, lockedWh: 16n });
  expect(kindTotals.get(ledger.state, "generation")).toMatchObject({ activeWh: 14n, lockedWh: 16n });
  expect(await ledger.audit()).toEqual([]);
});

it("what is locked is neither sold nor used", () => {
  ledger.send("issuing-body", type, { reference, ranges: [solar(5, 20, 1)] });
  const named = { beneficiary: "Alice Ltd", purpose: "2026" };
  const asAlice = (message: string, content: object) => refusedAs(ledger, "alice", `energy/${message}`, content);
  expect(asAlice("transferCertificates", { to: ledger.account("bob"), ranges: [solar(5, 6)] })).toBe(
    "energy/bundleNotActive",
  );
  expect(asAlice("cancelCertificates", { ...named, ranges: [solar(5, 6)] })).toBe("energy/bundleNotActive");
  expect(ledger.send("alice", "energy/cancelCertificates", { ...named, ranges: [solar(1, 4)] }).code).toBe(0);
});

describe("is refused", () => {
  it("to everyone else, the holder included", () => {
    expect(refused("alice", solar(1, 2))).toBe("authority/roleMissing");
    expect(refused("governor", solar(1, 2))).toBe("authority/roleMissing");
  });

  it("of what is locked or used, repeated, unknown or outside", () => {
    ledger.send("issuing-body", type, { reference, ranges: [solar(1, 2)] });
    const named = { beneficiary: "Alice Ltd", purpose: "2026" };
    ledger.send("alice", "energy/cancelCertificates", { ...named, ranges: [solar(3, 4)] });
    expect(refused("issuing-body", solar(1, 1))).toBe("energy/bundleNotActive");
    expect(refused("issuing-body", solar(3, 4))).toBe("energy/bundleNotActive");
    expect(refused("issuing-body", solar(5, 6), solar(7, 8, 5))).toBe("energy/bundleRepeated");
    expect(refused("issuing-body", solar(6, 7))).toBe("energy/unknownBundle");
    expect(refused("issuing-body", solar(5, 31))).toBe("energy/rangeOutsideBundle");
  });

  it("without a reference", () => {
    const ranges = [solar(1, 2)];
    expect(lockCertificates.schema.safeParse({ reference: "", ranges }).success).toBe(false);
    expect(lockCertificates.schema.safeParse({ reference, ranges }).success).toBe(true);
  });
});
