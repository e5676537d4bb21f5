// Requests in any order, with their confirmations, rejections and ends: what was made is what was pledged, always.
import fc from "fast-check";
import { expect, test } from "vitest";
import { read as accounts, watch } from "#src/modules/accounts/access.ts";
import { redemptionsBook } from "#src/modules/bank-gateway/books.ts";
import { channels } from "#src/modules/bank-gateway/tables.ts";
import {
  acceptLink,
  confirmIssuance,
  confirmPayout,
  hourMs,
  noBounds,
  offerLink,
  payWithWaterfall,
  reject,
  requestIssuance,
  requestRedemption,
  setTerms,
  startPayout,
  withChannel,
} from "#tests/support/bankGateway.ts";

const step = fc.record({
  act: fc.constantFrom(
    ...["ask", "confirm", "redeem", "redeem", "start", "pay out", "reject", "wait", "pay", "credit", "tighten"],
  ),
  request: fc.integer({ min: 1, max: 12 }),
  bank: fc.constantFrom("cny-bank", "cny-bank-2"),
  amount: fc.bigInt(1n, 400_000n),
  waitMs: fc.integer({ min: 1, max: 3 * hourMs }),
});

test("in any order of steps supply follows pledges, the book holds what is open, and no customer is beyond its limit", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const all = { hour: { amountMost: 500_000n }, day: {} };
      const ledger = withChannel(
        { redeem: { bank: noBounds, all }, issue: { bank: noBounds, all } },
        { "bank-gateway.requestMs": BigInt(2 * hourMs) },
      );
      offerLink(ledger);
      acceptLink(ledger);
      const otherwise = accounts.supply(ledger.state, "CNY");
      let credited = 0n;
      let limit = 100_000n;
      const alice = ledger.account("alice");
      for (const { act, request, bank, amount, waitMs } of steps) {
        if (act === "ask") requestIssuance(ledger, { amount, reference: `T2-${request}` }, bank);
        else if (act === "confirm") {
          for (let each = 1; each <= request; each += 1)
            for (const number of [request, each]) confirmIssuance(ledger, { request: number, reference: `T2-${each}` });
        } else if (act === "redeem") requestRedemption(ledger, { amount: amount / 4n + 1n }, bank);
        else if (act === "start") startPayout(ledger, { request });
        else if (act === "pay out") confirmPayout(ledger, { request, reference: `OUT-${request}` });
        else if (act === "reject") reject(ledger, { request });
        else if (act === "wait") ledger.advance(waitMs);
        else if (act === "pay") payWithWaterfall(ledger, { amount });
        else if (act === "credit") {
          const content = { currency: "CNY", to: alice, amount };
          ledger.send("cny-issuer", "accounts/issueCurrency", content);
          credited += amount;
        } else {
          limit = amount < limit ? amount : limit;
          setTerms(ledger, {
            classes: [
              { name: "merchant", limit: 0n },
              { name: "person", limit },
            ],
            redeem: { bank: noBounds, all },
            issue: { bank: noBounds, all },
          });
          ledger.send("cny-issuer", "accounts/issueCurrency", { currency: "CNY", to: alice, amount: 1n });
          credited += 1n;
        }
        const row = channels.get(ledger.state, "CNY");
        const made = accounts.supply(ledger.state, "CNY") - otherwise - credited;
        expect([row?.reserves, row?.outstanding]).toEqual([made, made]);
        expect(row?.redeeming).toBe(accounts.balance(ledger.state, "CNY", redemptionsBook));
        expect(accounts.balance(ledger.state, "CNY", alice) <= limit).toBe(true);
        expect(watch.isListed(ledger.state, "CNY", alice)).toBe(false);
      }
      expect(await ledger.audit()).toEqual([]);
      expect(ledger.faults).toEqual([]);
    }),
    { numRuns: 12, seed: 60 },
  );
}, 60_000);
