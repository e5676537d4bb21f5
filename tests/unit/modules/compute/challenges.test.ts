// Challenges: chance picks deliveries, a verifier runs them again, and another result costs the provider its bond.
import { beforeEach, expect, test } from "vitest";
import { sha256 } from "#src/crypto/sha256.ts";
import { read as accountsRead } from "#src/modules/accounts/access.ts";
import { deliveries } from "#src/modules/compute/tables.ts";
import { deliver, deliveryRecord, pricesAgain, readyLedger } from "#tests/support/compute.ts";
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
