// What was wrongly issued is taken out of the world.
import { beforeEach, describe, expect, it } from "vitest";
import { withdrawCertificates } from "#src/modules/energy/messages/withdrawCertificates.ts";
import { bundles, deviceTotals } from "#src/modules/energy/tables.ts";
import { ledgerWithSolar, refusedAs, solar } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "energy/withdrawCertificates";
const reference = "audit 7/26";
let ledger: TestLedger;
beforeEach(() => {
  ledger = ledgerWithSolar();
});

type RangeOf = ReturnType<typeof solar>;
const refused = (actor: string, ...ranges: readonly RangeOf[]) => refusedAs(ledger, actor, type, { reference, ranges });

it("the issuing body withdraws a range in whosever hands, with a reference", async () => {
  ledger.send("alice", "energy/transferCertificates", { to: ledger.account("bob"), ranges: [solar(1, 8)] });
  const { code, events } = ledger.send("issuing-body", type, { reference, ranges: [solar(2, 8, 1)] });
  expect(code).toBe(0);
  const by = ledger.account("issuing-body");
  const holder = ledger.account("bob");
  const content = { device: "solar-kern", firstId: 2, lastId: 8, holder, by, reference };
  expect(events).toEqual([{ type: "energy/certificatesWithdrawn", content }]);
  const row = bundles.get(ledger.state, "solar-kern", 2);
  expect(row).toMatchObject({ state: "withdrawn", holder, withdrawn: { by, reference, atMs: ledger.state.timeMs } });
  const sums = { issuedWh: 30n, activeWh: 23n, withdrawnWh: 7n };
  expect(deviceTotals.get(ledger.state, "solar-kern")).toMatchObject(sums);
  expect(await ledger.audit()).toEqual([]);
});

it("what is locked can be withdrawn, in parts as well", async () => {
  ledger.send("issuing-body", "energy/lockCertificates", { reference, ranges: [solar(1, 10)] });
  expect(ledger.send("issuing-body", type, { reference, ranges: [solar(1, 4)] }).code).toBe(0);
  expect(bundles.get(ledger.state, "solar-kern", 1)).toMatchObject({ state: "withdrawn", lastId: 4 });
  expect(bundles.get(ledger.state, "solar-kern", 1)?.locked).toBeUndefined();
  const sums = { activeWh: 20n, lockedWh: 6n, withdrawnWh: 4n };
  expect(deviceTotals.get(ledger.state, "solar-kern")).toMatchObject(sums);
  expect(await ledger.audit()).toEqual([]);
});

describe("is refused", () => {
  it("to everyone else, the holder included", () => {
    expect(refused("alice", solar(1, 2))).toBe("authority/roleMissing");
    expect(refused("governor", solar(1, 2))).toBe("authority/roleMissing");
  });

  it("of what is cancelled or withdrawn, repeated, unknown or outside", () => {
    const named = { beneficiary: "Alice Ltd", purpose: "2026" };
    ledger.send("alice", "energy/cancelCertificates", { ...named, ranges: [solar(1, 2)] });
    ledger.send("issuing-body", type, { reference, ranges: [solar(3, 4)] });
    expect(refused("issuing-body", solar(1, 2))).toBe("energy/bundleNotActive");
    expect(refused("issuing-body", solar(3, 4))).toBe("energy/bundleNotActive");
    expect(refused("issuing-body", solar(5, 6), solar(7, 8, 5))).toBe("energy/bundleRepeated");
    expect(refused("issuing-body", solar(6, 7))).toBe("energy/unknownBundle");
    expect(refused("issuing-body", solar(5, 31))).toBe("energy/rangeOutsideBundle");
  });

  it("without a reference", () => {
    const ranges = [{ device: "solar-kern", bundle: 1, firstId: 1, lastId: 2 }];
    expect(withdrawCertificates.schema.safeParse({ reference: "", ranges }).success).toBe(false);
    expect(withdrawCertificates.schema.safeParse({ reference, ranges }).success).toBe(true);
  });
});
