// Random queues of banks with lines: nobody is short, no limit is crossed, and once all is repaid everything is as it was.
import fc from "fast-check";
import { expect, test } from "vitest";
import { read as accounts } from "#src/modules/accounts/access.ts";
import {
  automatic,
  block,
  createCreditLedger,
  grant,
  grantUnsecured,
  setOnwardLimit,
  withSwapLine,
} from "#tests/support/intradayCredit.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { balance, give, lastsMs } from "#tests/support/netting.ts";

const banks = ["alice", "bob", "carol"] as const;

interface Bank {
  readonly tenge: number;
  readonly yuan: number;
  readonly credit: number;
  readonly isSecured: boolean;
  readonly onward: number;
}

const bankArbitrary: fc.Arbitrary<Bank> = fc.record({
  tenge: fc.integer({ min: 0, max: 300 }),
  yuan: fc.integer({ min: 0, max: 12 }),
  credit: fc.integer({ min: 0, max: 400 }),
  isSecured: fc.boolean(),
  onward: fc.integer({ min: 0, max: 400 }),
});

const paymentArbitrary = fc.record({
  from: fc.integer({ min: 0, max: 2 }),
  hop: fc.integer({ min: 1, max: 2 }),
  amount: fc.integer({ min: 1, max: 500 }),
  isUrgent: fc.boolean(),
});
const blocksArbitrary = fc.array(fc.array(paymentArbitrary, { maxLength: 6 }), { minLength: 1, maxLength: 6 });

const arbitrary = fc.record({
  banks: fc.tuple(bankArbitrary, bankArbitrary, bankArbitrary),
  blocks: blocksArbitrary,
  bypass: fc.integer({ min: 0, max: 2 }),
  draws: fc.integer({ min: 1, max: 3 }),
});

function open(list: readonly Bank[], overrides: Readonly<Record<string, bigint>>): TestLedger {
  const of = (read: (bank: Bank) => number) =>
    Object.fromEntries(banks.map((alias, at) => [alias, BigInt(read(list[at] as Bank))]));
  const ledger = createCreditLedger({ KZT: of(({ tenge }) => tenge), CNY: of(({ yuan }) => yuan) }, overrides);
  withSwapLine(ledger, 1n);
  for (const [at, bank] of banks.entries()) {
    const { credit, isSecured, onward } = list[at] as Bank;
    if (credit > 0) (isSecured ? grant : grantUnsecured)(ledger, { bank, limit: BigInt(credit) });
    setOnwardLimit(ledger, BigInt(onward), { bank });
    automatic(ledger, { credit: credit > 0, ...(onward > 0 ? { swapLine: 1 } : {}) }, bank);
  }
  return ledger;
}

const tenge = (ledger: TestLedger) => [...banks, "kzt-issuer"].map((alias) => balance(ledger, alias, "KZT"));
const yuan = (ledger: TestLedger) => banks.map((alias) => balance(ledger, alias, "CNY"));
const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
const steps = new Set<string>();

/** What banks owe in tenge: on their lines, and on the swap line. */
async function owed(ledger: TestLedger): Promise<bigint> {
  const exposures = await Promise.all(
    ["intraday-credit/exposure", "swap-lines/exposure"].map((query) => ledger.query(query, { currency: "KZT" })),
  );
  return sumOf((exposures as { readonly lent: bigint }[]).map(({ lent }) => lent));
}

test("money made is what is owed, whatever is queued, and none of it is left when all is repaid", async () => {
  await fc.assert(
    fc.asyncProperty(arbitrary, async ({ banks: list, blocks, bypass, draws }) => {
      const ledger = open(list, {
        "netting.bypassItemsMost": BigInt(bypass),
        "netting.creditDrawsMost": BigInt(draws),
      });
      const [before, pledgeable] = [sumOf(tenge(ledger)), yuan(ledger)];
      const supply = accounts.supply(ledger.state, "KZT");
      for (const payments of blocks) {
        const texts = payments.map(({ from, hop, amount, isUrgent }) => {
          const [payer, payee] = [banks[from], banks[(from + hop) % 3]];
          return `${payer} ${payee} ${amount} ${isUrgent ? "urgent" : "normal"}`;
        });
        for (const { type, content } of block(ledger, ...texts)) {
          if (type === "netting/itemSettled") steps.add((content as { readonly step: string }).step);
        }
        const lent = await owed(ledger);
        expect(sumOf(tenge(ledger))).toBe(before + lent);
        expect(accounts.supply(ledger.state, "KZT")).toBe(supply + lent);
        for (const [at, bank] of banks.entries()) {
          const account = ledger.account(bank);
          const { debts } = (await ledger.query("intraday-credit/debts", { currency: "KZT", account })) as {
            readonly debts: readonly unknown[];
          };
          // Who owes nothing has all of its collateral back.
          if (debts.length === 0) expect(balance(ledger, bank, "CNY")).toBe(pledgeable[at]);
        }
        expect(await ledger.audit()).toEqual([]);
      }
      ledger.advance(lastsMs);
      for (const bank of banks) give(ledger, bank, 10_000n, "KZT");
      ledger.advance(1);
      expect(await owed(ledger)).toBe(0n);
      expect(sumOf(tenge(ledger))).toBe(before + 30_000n);
      expect(yuan(ledger)).toEqual(pledgeable);
      expect(await ledger.audit()).toEqual([]);
      expect(ledger.faults).toEqual([]);
    }),
    { numRuns: 25, seed: 56 },
  );
  expect([...steps].sort()).toEqual(expect.arrayContaining(["credit", "multilateral", "swap"]));
}, 120_000);
