// Asking for redemption.
import { beforeEach, expect, test } from "vitest";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { redeemingAccount } from "#src/modules/issuance/books.ts";
import { createIssuanceLedger, kdgOf, type Minted, mintOn, requestRedemption } from "#tests/support/issuance.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
let minted: Minted;
beforeEach(() => {
  ledger = createIssuanceLedger();
  minted = mintOn(ledger);
});

function expectRefused(outcome: () => Outcome, code: string) {
  const before = ledger.digest();
  const { refused, details } = outcome();
  expect(refused).toBe(code);
  expect(ledger.digest()).toBe(before);
  return details;
}

test("locks the KDG and opens an epoch that closes a minute later", async () => {
  const { code, answer, events } = requestRedemption(ledger, 5_000_000n, { metal: "CU" });
  expect(code).toBe(0);
  const closesMs = ledger.state.timeMs + 60_000;
  expect(answer).toEqual({ request: 1, epoch: 1, closesMs });
  expect(events).toEqual([
    {
      type: "issuance/redemptionRequested",
      content: {
        request: 1,
        epoch: 1,
        account: ledger.account("alice"),
        amountMicroKdg: 5_000_000n,
        metal: "CU",
        closesMs,
      },
    },
  ]);
  expect(kdgOf(ledger, "alice")).toBe(minted.receivedMicroKdg - 5_000_000n);
  expect(accounts.balance(ledger.state, "KDG", redeemingAccount)).toBe(5_000_000n);
  expect(accounts.supply(ledger.state, "KDG")).toBe(minted.mintedMicroKdg);
  expect(await ledger.query("issuance/redemption", { request: 1 })).toMatchObject({
    state: "queued",
    leftMicroKdg: 5_000_000n,
  });
  expect(await ledger.audit()).toEqual([]);
});

test("later requests join the open epoch, and one after its close opens the next", () => {
  requestRedemption(ledger, 5_000_000n);
  ledger.advance(59_000);
  expect(requestRedemption(ledger, 5_000_000n).answer).toMatchObject({ request: 2, epoch: 1 });
  ledger.advance(998);
  expect(requestRedemption(ledger, 5_000_000n).answer).toMatchObject({ request: 3, epoch: 2 });
});

test("accepts the least amount and refuses one micro-KDG less", () => {
  expect(requestRedemption(ledger, 1_000_000n).code).toBe(0);
  const details = expectRefused(() => requestRedemption(ledger, 999_999n), "issuance/redemptionTooSmall");
  expect(details).toEqual({ leastMicroKdg: 1_000_000n });
});

test("accepts all that an account has and refuses more", () => {
  expectRefused(() => requestRedemption(ledger, minted.receivedMicroKdg + 1n), "accounts/insufficientFunds");
  expect(requestRedemption(ledger, minted.receivedMicroKdg).code).toBe(0);
});

test("refuses a metal that the reserve does not keep", () => {
  expectRefused(() => requestRedemption(ledger, 1_000_000n, { metal: "AU" }), "issuance/metalUnknown");
});

test("refuses what is faster than the throttle allows, and refills with time", () => {
  const perHour = 100_000_000_000n;
  ledger = createIssuanceLedger({
    overrides: { "issuance.redemptionMicroKdgPerHour": perHour, "issuance.redemptionBpPerHour": 1n },
  });
  mintOn(ledger);
  expectRefused(() => requestRedemption(ledger, perHour + 1n), "issuance/throttled");
  expect(requestRedemption(ledger, perHour).code).toBe(0);
  const details = expectRefused(() => requestRedemption(ledger, 1_000_000_000n), "issuance/throttled");
  expect(details).toMatchObject({ bucket: "redemption" });
  ledger.advance(36_000);
  expect(requestRedemption(ledger, 1_000_000_000n).code).toBe(0);
});

test("is taken whatever the zone and the prices, and refused while KDG is paused", () => {
  ledger.send("auditor", "metal-reserve/withdrawAttestation", { vault: "zurich", reason: "flood" });
  expect(requestRedemption(ledger, 1_000_000n).code).toBe(0);
  ledger.advance(4_000_000);
  expect(requestRedemption(ledger, 1_000_000n).code).toBe(0);
  ledger.send("issuer", "accounts/pauseCurrency", { currency: "KDG", reference: "case 2" });
  expectRefused(() => requestRedemption(ledger, 1_000_000n), "accounts/currencyPaused");
});
