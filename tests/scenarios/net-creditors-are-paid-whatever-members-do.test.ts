// The promise of net windows: whatever members, issuers and debtors do, every net creditor is paid and money is conserved.
import fc from "fast-check";
import { expect, test } from "vitest";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { windows } from "#src/modules/net-windows/tables.ts";
import type { StateEvent } from "#src/state/view.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { banks, deposit, hold, leave, pay, send, windowMs, withdraw, withMembers } from "#tests/support/netWindows.ts";

const bank = fc.constantFrom(...banks);
const amount = fc.bigInt(1n, 600n);
const step = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant("pay"), bank, other: bank, amount }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom("spend", "spend", "earn"), bank, other: bank, amount }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("deposit", "withdraw"), bank, other: bank, amount }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("freeze", "unfreeze"), bank, other: bank, amount }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("pause", "resume"), bank, other: bank, amount }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("leave", "repay", "terms"), bank, other: bank, amount }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("time"), bank, other: bank, amount }) },
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

const currency = "USD";
const reference = "a case";

/** Does one thing, refused or not, and answers what the block announced. */
function act(ledger: TestLedger, { kind, bank: by, other, amount: sum }: Step): readonly StateEvent[] {
  const account = ledger.account(by);
  const issuer = (message: string, content: object) => ledger.send("usd-issuer", `accounts/${message}`, content);
  if (kind === "pay") pay(ledger, by, other, sum);
  if (kind === "spend") hold(ledger, by, 0n);
  if (kind === "earn") hold(ledger, by, sum);
  if (kind === "deposit") deposit(ledger, by, sum);
  if (kind === "withdraw") withdraw(ledger, by, sum);
  if (kind === "freeze" || kind === "unfreeze") issuer(`${kind}Account`, { account, currency, reference });
  if (kind === "pause" || kind === "resume") issuer(`${kind}Currency`, { currency, reference });
  if (kind === "leave") leave(ledger, by);
  if (kind === "repay") send(ledger, by, "repayDebt", { scheme: 1, amount: sum });
  if (kind === "terms") send(ledger, by, "setOwnTerms", { scheme: 1, ownCap: 1_000n, lossShareMost: sum / 4n });
  return kind === "time" ? ledger.advance(windowMs / 3).blockEvents : [];
}

/** Each window that was settled paid exactly its creditors what they were owed. */
function expectPaid(ledger: TestLedger, events: readonly StateEvent[]): number {
  const settled = events.filter(({ type }) => type === "net-windows/windowSettled");
  for (const { content } of settled) {
    const { window } = content as { readonly window: number };
    const owed = (windows.get(ledger.state, 1, window)?.positions ?? []).filter(({ position }) => position > 0n);
    const paid = events.flatMap(({ type, content: each }) => {
      const credit = each as { readonly window: number; readonly account: string; readonly amount: bigint };
      const isOf = type === "net-windows/creditSettled" && credit.window === window;
      return isOf ? [{ account: credit.account, position: credit.amount }] : [];
    });
    expect(paid).toEqual(owed);
  }
  return settled.length;
}

test.each([0, windowMs / 3])(
  "net creditors are paid in full, money is conserved (pause %i)",
  async (pauseMs) => {
    let [settled, losses] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
        const ledger = withMembers({ pauseMs }, { "net-windows.waitMsMost": BigInt(windowMs) });
        for (const each of steps) {
          const supply = accounts.supply(ledger.state, currency);
          const events = act(ledger, each);
          settled += expectPaid(ledger, events);
          losses += events.filter(({ type }) => type === "net-windows/lossShared").length;
          if (each.kind === "time") {
            expect(accounts.supply(ledger.state, currency)).toBe(supply);
            expect(await ledger.audit()).toEqual([]);
          }
        }
        for (let at = 0; at < 12; at += 1) {
          settled += expectPaid(ledger, ledger.advance(windowMs / 2).blockEvents);
        }
        const live: string[] = [];
        for await (const { key, value } of windows.scan(ledger.state)) if (value.status !== "settled") live.push(key);
        expect(live).toEqual([]);
        expect(await ledger.audit()).toEqual([]);
        expect(ledger.faults).toEqual([]);
      }),
      { numRuns: 25, seed: 1 },
    );
    expect(settled).toBeGreaterThan(12);
    expect(losses).toBeGreaterThan(12);
  },
  120_000,
);
