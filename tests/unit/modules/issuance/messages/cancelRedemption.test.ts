// Cancelling a request for redemption.
import { beforeEach, expect, test } from "vitest";
import {
  createIssuanceLedger,
  kdgOf,
  type Minted,
  mintOn,
  redemptionOf,
  requestRedemption,
  settleEpoch,
} from "#tests/support/issuance.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

let ledger: TestLedger;
let minted: Minted;
beforeEach(() => {
  ledger = createIssuanceLedger();
  minted = mintOn(ledger);
});

const cancel = (request: number, actor = "alice"): Outcome =>
  ledger.send(actor, "issuance/cancelRedemption", { request });

function expectRefused(outcome: () => Outcome, code: string) {
  const before = ledger.digest();
  expect(outcome().refused).toBe(code);
  expect(ledger.digest()).toBe(before);
}

test("returns the KDG while the epoch is open, and makes room in the throttle again", async () => {
  const throttleBefore = await ledger.query("issuance/throttle", { bucket: "redemption" });
  requestRedemption(ledger, 5_000_000n);
  const { answer, events } = cancel(1);
  expect(answer).toEqual({ returnedMicroKdg: 5_000_000n });
  expect(events).toEqual([
    {
      type: "issuance/redemptionCancelled",
      content: { request: 1, epoch: 1, account: ledger.account("alice"), amountMicroKdg: 5_000_000n },
    },
  ]);
  expect(kdgOf(ledger, "alice")).toBe(minted.receivedMicroKdg);
  expect(await ledger.query("issuance/throttle", { bucket: "redemption" })).toEqual(throttleBefore);
  expect(await ledger.audit()).toEqual([]);
});

test("refuses what was cancelled, was never made, or is somebody else's", () => {
  requestRedemption(ledger, 5_000_000n);
  expectRefused(() => cancel(1, "bob"), "issuance/notRedeemer");
  expectRefused(() => cancel(2), "issuance/unknownRedemption");
  cancel(1);
  expectRefused(() => cancel(1), "issuance/redemptionClosed");
});

test("binds from the moment the epoch closes, and is over once it is settled", () => {
  requestRedemption(ledger, 5_000_000n);
  ledger.advance(59_998);
  expect(cancel(1).code).toBe(0);
  requestRedemption(ledger, 5_000_000n);
  ledger.advance(60_000);
  expectRefused(() => cancel(2), "issuance/redemptionBinding");
  statePrices(ledger, june2008);
  expectRefused(() => cancel(2), "issuance/redemptionClosed");
});

test("an epoch whose requests were all cancelled pays nothing", async () => {
  requestRedemption(ledger, 5_000_000n);
  cancel(1);
  settleEpoch(ledger);
  expect(await ledger.query("issuance/epoch", { epoch: 1 })).toMatchObject({ state: "lapsed", requests: 0 });
  expect(requestRedemption(ledger, 5_000_000n).answer).toMatchObject({ epoch: 2 });
  settleEpoch(ledger);
  expect(await ledger.query("issuance/epoch", { epoch: 2 })).toMatchObject({ state: "settled" });
});

test("whoever closed the account has the KDG back by opening it again", async () => {
  // Dave holds nothing but what he is given, locks it, and closes his account.
  const amount = 20_000_000n;
  const policy = { threshold: 1, keys: [ledger.publicKey("dave")] };
  const open = () => ledger.send("issuer", "accounts/openAccount", { policy, salt: new Uint8Array() });
  const { account } = open().answer as { account: string };
  ledger.send("alice", "settlement/pay", { currency: "KDG", to: account, amount });
  expect(requestRedemption(ledger, amount, {}, "dave").code).toBe(0);
  expect(ledger.send("dave", "accounts/closeAccount", {}).refused).toBeUndefined();
  settleEpoch(ledger);
  expect(await redemptionOf(ledger, 1)).toMatchObject({ state: "stranded", leftMicroKdg: amount });
  expect(await ledger.audit()).toEqual([]);
  expect(open().refused).toBeUndefined();
  expect(cancel(1, "dave").answer).toEqual({ returnedMicroKdg: amount });
  expect(kdgOf(ledger, "dave")).toBe(amount);
  expect(await redemptionOf(ledger, 1)).toMatchObject({ state: "settled", returnedMicroKdg: amount });
  expect(await ledger.audit()).toEqual([]);
});
