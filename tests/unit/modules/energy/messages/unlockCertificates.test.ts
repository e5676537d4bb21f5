// What was examined and found in order is free again.
import { beforeEach, expect, it } from "vitest";
import { unlockCertificates } from "#src/modules/energy/messages/unlockCertificates.ts";
import { bundles, deviceTotals } from "#src/modules/energy/tables.ts";
import { ledgerWithSolar, refusedAs, solar } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "energy/unlockCertificates";
const reference = "meter found sound";
let ledger: TestLedger;
beforeEach(() => {
  ledger = ledgerWithSolar();
  ledger.send("issuing-body", "energy/lockCertificates", { reference: "meter test", ranges: [solar(5, 20, 1)] });
});

it("a range is active again in the hands of its holder, and the rest stays locked", async () => {
  const { code, events } = ledger.send("issuing-body", type, { reference, ranges: [solar(11, 20, 5)] });
  expect(code).toBe(0);
  const [by, holder] = [ledger.account("issuing-body"), ledger.account("alice")];
  const content = { device: "solar-kern", firstId: 11, lastId: 20, holder, by, reference };
  expect(events).toEqual([{ type: "energy/certificatesUnlocked", content }]);
  const { startMs = 0 } = bundles.get(ledger.state, "solar-kern", 11) ?? {};
  expect(bundles.get(ledger.state, "solar-kern", 11)).toEqual({ lastId: 20, holder, state: "active", startMs });
  expect(bundles.get(ledger.state, "solar-kern", 5)).toMatchObject({ state: "locked", lastId: 10 });
  expect(deviceTotals.get(ledger.state, "solar-kern")).toMatchObject({ activeWh: 24n, lockedWh: 6n });
  expect(await ledger.audit()).toEqual([]);
});

it("is refused to everyone else, of what is not locked, repeated, unknown or outside", () => {
  const refused = (actor: string, ...ranges: readonly ReturnType<typeof solar>[]) =>
    refusedAs(ledger, actor, type, { reference, ranges });
  expect(refused("alice", solar(5, 6))).toBe("authority/roleMissing");
  expect(refused("issuing-body", solar(1, 4))).toBe("energy/bundleNotLocked");
  expect(refused("issuing-body", solar(5, 6), solar(7, 8, 5))).toBe("energy/bundleRepeated");
  expect(refused("issuing-body", solar(6, 7))).toBe("energy/unknownBundle");
  expect(refused("issuing-body", solar(5, 21))).toBe("energy/rangeOutsideBundle");
  const ranges = [solar(5, 6)];
  expect(unlockCertificates.schema.safeParse({ reference: "", ranges }).success).toBe(false);
  expect(unlockCertificates.schema.safeParse({ reference, ranges }).success).toBe(true);
});
