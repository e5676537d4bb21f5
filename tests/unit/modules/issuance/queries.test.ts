// The small queries: money, surplus, reserve, throttle, junior units.
import { beforeEach, expect, test } from "vitest";
import { reserveAccount, surplusAccount } from "#src/modules/issuance/books.ts";
import { juniorUnits } from "#src/modules/issuance/queries/juniorUnits.ts";
import { createIssuanceLedger, type Minted, mintOn, requestRedemption } from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
let minted: Minted;
beforeEach(() => {
  ledger = createIssuanceLedger();
  minted = mintOn(ledger);
});

test("all money ever minted and burnt", async () => {
  expect(await ledger.query("issuance/money")).toEqual({ mintedMicroKdg: minted.mintedMicroKdg, burntMicroKdg: 0n });
  const empty = createIssuanceLedger();
  expect(await empty.query("issuance/money")).toEqual({ mintedMicroKdg: 0n, burntMicroKdg: 0n });
});

test("the surplus and the reserve name their accounts", async () => {
  expect(await ledger.query("issuance/surplus")).toEqual({ account: surplusAccount, microKdg: minted.feeMicroKdg });
  expect(await ledger.query("issuance/reserve")).toEqual({ account: reserveAccount, currencies: [] });
});

test("a bucket shows what it has left and what it allows", async () => {
  const perHour = 2_000_000_000_000n;
  expect(await ledger.query("issuance/throttle", { bucket: "issuance" })).toEqual({
    bucket: "issuance",
    availableMicroKdg: perHour - minted.mintedMicroKdg,
    limitMicroKdg: perHour,
  });
  requestRedemption(ledger, 1_000_000n);
  expect(await ledger.query("issuance/throttle", { bucket: "redemption" })).toMatchObject({
    availableMicroKdg: 5_000_000_000_000n - 1_000_000n,
  });
});

test("junior units of an account without any are none, of one that is not open refused", async () => {
  const account = ledger.account("bob");
  expect(await ledger.query("issuance/juniorUnits", { account })).toEqual({ units: 0n, owedMicroKdg: 0n });
  expect(juniorUnits.proves?.({ account })).toBe(`issuance/junior-holding/${account}`);
  const closed = surplusAccount.replace(/.$/, "q");
  await expect(ledger.query("issuance/juniorUnits", { account: closed })).rejects.toThrow();
});
