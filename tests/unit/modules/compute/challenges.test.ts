// Challenges: chance picks deliveries, a verifier runs them again, and another result costs the provider its bond.
import { beforeEach, describe, expect, test } from "vitest";
import { monthStartMs } from "#src/core/month.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { read as accountsRead } from "#src/modules/accounts/access.ts";
import { read } from "#src/modules/compute/access.ts";
import { certificates, deliveries, siteDays } from "#src/modules/compute/tables.ts";
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
const yuanOf = (alias: string) => accountsRead.balance(ledger.state, "CNY", ledger.account(alias));
const challengeOf = (delivery = 1) => deliveries.get(ledger.state, delivery)?.challenge;

test("a delivery is challenged in the block after its own, and passes when its result comes out again", async () => {
  const { resultHash } = deliveryRecord(ledger);
  deliver(ledger);
  expect(challengeOf()).toBeUndefined();
  expect(report(resultHash).answer).toEqual({ passed: true });
  expect(challengeOf()).toMatchObject({ state: "passed", verifier: ledger.account("compute-verifier") });
  expect(report(resultHash).refused).toBe("compute/notChallenged");
  expect(report(resultHash, 9).refused).toBe("compute/unknownDelivery");
  expect(await ledger.audit()).toEqual([]);
});

test("another result is paid for by the bond: half to the verifier, half to the consumer", async () => {
  deliver(ledger);
  const [verifier, alice] = [yuanOf("compute-verifier"), yuanOf("alice")];
  expect(report(sha256(new Uint8Array([1]))).answer).toEqual({ passed: false });
  // 250 dollars each, in cents of a yuan of 14.4 cents.
  for (const paid of [yuanOf("compute-verifier") - verifier, yuanOf("alice") - alice]) {
    expect(paid).toBeGreaterThanOrEqual(173_611n);
    expect(paid).toBeLessThan(175_000n);
  }
  expect(await ledger.audit()).toEqual([]);
});

test("another result waits for prices, so that its slash is not lost", async () => {
  deliver(ledger);
  const { resultHash } = deliveryRecord(ledger);
  deliver(ledger);
  ledger.advance(6 * 86_400_000);
  expect(report(sha256(new Uint8Array([1]))).refused).toBe("compute/bondUnpriced");
  expect(challengeOf()?.state).toBe("open");
  expect(report(resultHash, 2).answer).toEqual({ passed: true });
  pricesAgain(ledger);
  const alice = yuanOf("alice");
  expect(report(sha256(new Uint8Array([1]))).answer).toEqual({ passed: false });
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
    report(sha256(new Uint8Array([1])));
    expect(supportedWh()).toBe(0n);
    expect(day()?.attributedWh[0]).toBe(1_402n);
    expect(day()?.deliveredMicroScu[0]).toBe(1_000_000n);
    ledger.advance(8 * 86_400_000);
    expect(challengeOf(2)?.state).toBe("unanswered");
    expect(supportedWh()).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
  });
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
  expect(report(sha256(new Uint8Array([1]))).answer).toEqual({ passed: false });
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
