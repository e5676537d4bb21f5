// Challenges: chance picks deliveries, a verifier runs them again, and another result costs the provider its bond.
import { beforeEach, describe, expect, test } from "vitest";
import { monthStartMs } from "#src/core/month.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { read as accountsRead } from "#src/modules/accounts/access.ts";
import { read as bonds } from "#src/modules/bonds/access.ts";
import { read } from "#src/modules/compute/access.ts";
import { certificates, deliveries, siteDays, sites } from "#src/modules/compute/tables.ts";
import { giveYuan } from "#tests/support/bonds.ts";
import {
  deliver,
  deliveryRecord,
  matchedDayAt,
  pricesAgain,
  readyLedger,
  recordedDayMs,
} from "#tests/support/compute.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = readyLedger({ "compute.challengeBp": 10_000n });
});

const report = (resultHash: Uint8Array, delivery = 1, actor = "compute-verifier") =>
  ledger.send(actor, "compute/reportChallenge", { delivery, resultHash });
/** Two verifiers get another result than was delivered. */
function fail(delivery = 1) {
  expect(report(sha256(new Uint8Array([1])), delivery).answer).toEqual({ state: "doubted" });
  return report(sha256(new Uint8Array([1])), delivery, "compute-verifier-2");
}
const yuanOf = (alias: string) => accountsRead.balance(ledger.state, "CNY", ledger.account(alias));
const challengeOf = (delivery = 1) => deliveries.get(ledger.state, delivery)?.challenge;

test("a delivery is challenged in the block after its own, and passes when its result comes out again", async () => {
  const { resultHash } = deliveryRecord(ledger);
  deliver(ledger);
  expect(challengeOf()).toBeUndefined();
  expect(report(resultHash).answer).toEqual({ state: "passed" });
  expect(challengeOf()).toMatchObject({ state: "passed", verifier: ledger.account("compute-verifier") });
  expect(report(resultHash).refused).toBe("compute/notChallenged");
  expect(report(resultHash, 9).refused).toBe("compute/unknownDelivery");
  expect(await ledger.audit()).toEqual([]);
});

test("another result, told by two, is paid for by the bond: a quarter to each, and half to the consumer", async () => {
  deliver(ledger);
  const aliases = ["compute-verifier", "compute-verifier-2", "alice"];
  const before = aliases.map(yuanOf);
  expect(fail().answer).toEqual({ state: "failed" });
  const [first = 0n, second = 0n, alice = 0n] = aliases.map((alias, at) => yuanOf(alias) - (before[at] ?? 0n));
  // 125 dollars to each verifier and 250 to alice, in cents of a yuan of 14.4 cents.
  for (const paid of [2n * first, 2n * second, alice]) {
    expect(paid).toBeGreaterThanOrEqual(173_611n);
    expect(paid).toBeLessThan(175_000n);
  }
  const [doubtedBy, verifier] = aliases.map((alias) => ledger.account(alias));
  expect(challengeOf()).toMatchObject({ state: "failed", doubtedBy, verifier });
  expect(await ledger.audit()).toEqual([]);
});

describe("one verifier alone", () => {
  const other = sha256(new Uint8Array([1]));

  test("takes nothing from a provider: it keeps energy withheld until somebody else tells, and tells once", async () => {
    deliver(ledger);
    const [verifier, alice] = [yuanOf("compute-verifier"), yuanOf("alice")];
    expect(report(other).answer).toEqual({ state: "doubted" });
    expect([yuanOf("compute-verifier"), yuanOf("alice")]).toEqual([verifier, alice]);
    expect(report(other).refused).toBe("compute/verifierRepeated");
    expect(report(deliveryRecord(ledger).resultHash).refused).toBe("compute/verifierRepeated");
    expect(siteDays.get(ledger.state, "fresno", recordedDayMs)?.deliveredMicroScu[0]).toBe(1_000_000n);
    expect(read.supportedWh(ledger.state, "fresno", recordedDayMs)).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is contradicted by another, who gets the delivery's result: it passes and opens room", async () => {
    deliver(ledger);
    report(other);
    const { resultHash } = deliveryRecord(ledger);
    expect(report(resultHash, 1, "compute-verifier-2").answer).toEqual({ state: "passed" });
    expect(report(other, 1, "compute-verifier-2").refused).toBe("compute/notChallenged");
    expect(read.supportedWh(ledger.state, "fresno", recordedDayMs)).toBe(701n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("has told nothing that counts when the window ends", async () => {
    deliver(ledger);
    const bonded = yuanOf("alice");
    report(other);
    ledger.advance(8 * 86_400_000);
    expect(challengeOf()).toMatchObject({ state: "unanswered", doubtedBy: ledger.account("compute-verifier") });
    expect(report(other, 1, "compute-verifier-2").refused).toBe("compute/notChallenged");
    expect(yuanOf("alice")).toBe(bonded);
    expect(read.supportedWh(ledger.state, "fresno", recordedDayMs)).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
  });
});

test("another result waits for prices, so that its slash is not lost", async () => {
  deliver(ledger);
  const { resultHash } = deliveryRecord(ledger);
  deliver(ledger);
  ledger.advance(6 * 86_400_000);
  expect(fail().refused).toBe("compute/bondUnpriced");
  expect(challengeOf()?.state).toBe("doubted");
  expect(report(resultHash, 2).answer).toEqual({ state: "passed" });
  pricesAgain(ledger);
  const alice = yuanOf("alice");
  expect(report(sha256(new Uint8Array([1])), 1, "compute-verifier-2").answer).toEqual({ state: "failed" });
  expect(yuanOf("alice") - alice).toBeGreaterThanOrEqual(173_611n);
  expect(await ledger.audit()).toEqual([]);
});

test("a challenge that nobody answers ends without a verdict", () => {
  deliver(ledger);
  ledger.advance(1);
  expect(challengeOf()?.state).toBe("open");
  ledger.advance(8 * 86_400_000);
  expect(challengeOf()?.state).toBe("unanswered");
});

describe("a site's energy", () => {
  const supportedWh = () => read.supportedWh(ledger.state, "fresno", recordedDayMs);
  const day = () => siteDays.get(ledger.state, "fresno", recordedDayMs);

  test("opens no room while a delivery waits for chance or for its verifier, and does once it passed", async () => {
    deliver(ledger);
    expect(supportedWh()).toBe(0n);
    const { resultHash } = deliveryRecord(ledger);
    report(resultHash);
    expect(supportedWh()).toBe(701n);
    expect(await ledger.audit()).toEqual([]);
    const calm = readyLedger({ "compute.challengeBp": 0n });
    deliver(calm);
    expect(read.supportedWh(calm.state, "fresno", recordedDayMs)).toBe(0n);
    calm.advance(1);
    expect(read.supportedWh(calm.state, "fresno", recordedDayMs)).toBe(701n);
  });

  test("never opens room for work that failed or that nobody ran again, and stays used", async () => {
    deliver(ledger);
    deliver(ledger);
    fail();
    expect(supportedWh()).toBe(0n);
    expect(day()?.attributedWh[0]).toBe(1_402n);
    expect(day()?.deliveredMicroScu[0]).toBe(1_000_000n);
    ledger.advance(8 * 86_400_000);
    expect(challengeOf(2)?.state).toBe("unanswered");
    expect(supportedWh()).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
  });
});

test("a site's bond is never given back: a challenge finds it in the last second of its window, and later ones too", async () => {
  deliver(ledger);
  ledger.advance(7 * 86_400_000 - 1_000);
  const { bond = 0 } = sites.get(ledger.state, "fresno") ?? {};
  const collateralNano = () => bonds.collateralNano(ledger.state, bond);
  pricesAgain(ledger);
  const before = collateralNano();
  expect(ledger.send("carol", "accounts/closeAccount", {}).code).not.toBe(0);
  expect(bonds.ownerOf(ledger.state, bond)).toBe(ledger.account("carol"));
  expect(fail().answer).toEqual({ state: "failed" });
  expect(collateralNano()).toBeLessThan(before);
  // Years without a delivery or a challenge release nothing.
  ledger.advance(3 * 366 * 86_400_000);
  pricesAgain(ledger);
  expect(bonds.collateralNano(ledger.state, bond)).toBeGreaterThan(0n);
  expect(await ledger.audit()).toEqual([]);
});

test("work that failed counts for no certificate of capacity any more", async () => {
  giveYuan(ledger, "carol", 10_000_000n);
  ledger.send("carol", "compute/commitCapacity", {
    ...{ site: "fresno", workload: "infer", month: "2026-02", gradeFloor: {}, microScuHours: 3_000_000n },
    ...{ certificateIds: [], cash: { currency: "CNY", amount: 10_000_000n } },
  });
  ledger.send("carol", "compute/transferCapacity", { certificateId: 1, to: ledger.account("alice") });
  const startMs = monthStartMs("2026-02");
  matchedDayAt(ledger, startMs);
  expect(deliver(ledger, { startMs, certificateId: 1, hoursMicroScu: [2_000_000n] }).refused).toBeUndefined();
  expect(certificates.get(ledger.state, 1)?.deliveredMicroScu).toBe(2_000_000n);
  expect(fail().answer).toEqual({ state: "failed" });
  expect(certificates.get(ledger.state, 1)?.deliveredMicroScu).toBe(0n);
  expect(await ledger.audit()).toEqual([]);
});

test("neither provider nor consumer verifies, and nobody without the role", () => {
  deliver(ledger);
  const { resultHash } = deliveryRecord(ledger);
  expect(report(resultHash, 1, "bob").refused).toBe("authority/roleMissing");
  ledger.send("regulator", "authority/grantRole", {
    role: "compute-verifier",
    account: ledger.account("alice"),
    reference: "licence 7",
  });
  expect(report(resultHash, 1, "alice").refused).toBe("compute/verifierInvolved");
});

test("no delivery is challenged where chance is nought", () => {
  const calm = readyLedger({ "compute.challengeBp": 0n });
  deliver(calm);
  calm.advance(1);
  expect(deliveries.get(calm.state, 1)?.challenge).toBeUndefined();
});
