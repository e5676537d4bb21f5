// Requests and epochs as queries show and prove them.
import { expect, test } from "vitest";
import { epoch } from "#src/modules/issuance/queries/epoch.ts";
import { redemption } from "#src/modules/issuance/queries/redemption.ts";
import { createIssuanceLedger, mintOn, requestRedemption } from "#tests/support/issuance.ts";

const kdg = 1_000_000n;

test("lists an account's requests, oldest first, page by page", async () => {
  const ledger = createIssuanceLedger();
  mintOn(ledger);
  for (const amount of [1n, 2n, 3n]) requestRedemption(ledger, amount * kdg);
  const account = ledger.account("alice");
  const page = (await ledger.query("issuance/redemptions", { account, limit: 2 })) as {
    items: { request: number; amountMicroKdg: bigint }[];
    next: string;
  };
  expect(page.items.map(({ request }) => request)).toEqual([1, 2]);
  expect(await ledger.query("issuance/redemptions", { account, after: page.next })).toMatchObject({
    items: [{ request: 3, amountMicroKdg: 3n * kdg }],
  });
  expect(await ledger.query("issuance/redemptions", { account: ledger.account("bob") })).toEqual({ items: [] });
});

test("names the rows that prove a request and an epoch, and refuses unknown ones", async () => {
  expect(redemption.proves?.({ request: 7 })).toBe("issuance/request/0000000000000007");
  expect(epoch.proves?.({ epoch: 7 })).toBe("issuance/epoch/0000000000000007");
  const ledger = createIssuanceLedger();
  await expect(ledger.query("issuance/redemption", { request: 7 })).rejects.toThrow("issuance/unknownRedemption");
  await expect(ledger.query("issuance/epoch", { epoch: 7 })).rejects.toThrow("issuance/unknownEpoch");
});

test("the latest epoch is none at first, and pending until it is settled", async () => {
  const ledger = createIssuanceLedger();
  expect(await ledger.query("issuance/latestEpoch")).toEqual({ newest: 0, oldest: 1 });
  mintOn(ledger);
  requestRedemption(ledger, kdg);
  expect(await ledger.query("issuance/latestEpoch")).toEqual({ newest: 1, oldest: 1 });
});
