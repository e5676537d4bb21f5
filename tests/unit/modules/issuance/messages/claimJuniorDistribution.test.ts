// Claiming what was distributed on junior units.
import { beforeEach, expect, test } from "vitest";
import {
  createIssuanceLedger,
  kdgOf,
  type Minted,
  mintOn,
  requestRedemption,
  settleEpoch,
} from "#tests/support/issuance.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
let minted: Minted;
let distributedMicroKdg: bigint;
beforeEach(() => {
  ledger = createIssuanceLedger();
  minted = mintOn(ledger);
  requestRedemption(ledger, minted.receivedMicroKdg / 2n, { metal: "CU", rest: "metal" });
  settleEpoch(ledger);
  const { answer } = ledger.send("carol", "issuance/distributeToJuniors", {});
  ({ distributedMicroKdg } = answer as { distributedMicroKdg: bigint });
});

const claim = (actor = "alice"): Outcome => ledger.send(actor, "issuance/claimJuniorDistribution", {});

function expectRefused(outcome: () => Outcome, code: string): void {
  const before = ledger.digest();
  expect(outcome().refused).toBe(code);
  expect(ledger.digest()).toBe(before);
}

test("pays the holder what it is owed, from the book of juniors", async () => {
  const before = kdgOf(ledger, "alice");
  const { answer, events } = claim();
  const { claimedMicroKdg } = answer as { claimedMicroKdg: bigint };
  expect(distributedMicroKdg - claimedMicroKdg).toBeLessThanOrEqual(1n);
  expect(kdgOf(ledger, "alice")).toBe(before + claimedMicroKdg);
  expect(events).toEqual([
    { type: "issuance/distributionClaimed", content: { account: ledger.account("alice"), microKdg: claimedMicroKdg } },
  ]);
  expect(await ledger.audit()).toEqual([]);
});

test("pays nothing twice, and nothing to those without units", () => {
  expectRefused(() => claim("bob"), "issuance/nothingToClaim");
  claim();
  expectRefused(() => claim(), "issuance/nothingToClaim");
});

test("refuses while KDG is paused or the holder's balance is frozen", () => {
  const freeze = { account: ledger.account("alice"), currency: "KDG", reference: "case 1" };
  ledger.send("issuer", "accounts/freezeAccount", freeze);
  expectRefused(() => claim(), "accounts/balanceFrozen");
  ledger.send("issuer", "accounts/unfreezeAccount", freeze);
  ledger.send("issuer", "accounts/pauseCurrency", { currency: "KDG", reference: "case 2" });
  expectRefused(() => claim(), "accounts/currencyPaused");
  ledger.send("issuer", "accounts/resumeCurrency", { currency: "KDG", reference: "case 2" });
  expect(claim().code).toBe(0);
});
