// Net settlement for tests: a scheme in dollars run by alice, with bob, carol and two issuers as members.
import { read as accountsOf } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { netWindows } from "#src/modules/net-windows/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";

export const windowMs = 3_600_000;
export const banks = ["bob", "carol", "cny-issuer", "kzt-issuer"] as const;

export function createNetLedger(overrides: Readonly<Record<string, bigint>> = {}): TestLedger {
  const ledger = createTestLedger({
    modules: [accounts, authority, parameters, settlement, netWindows],
    genesis: (genesis) => {
      const list = Object.entries(overrides).map(([parameter, value]) => ({ parameter, value }));
      return { ...genesis, modules: { ...genesis.modules, parameters: { overrides: list } } };
    },
  });
  return ledger;
}

export const send = (ledger: TestLedger, by: string, message: string, content: object): Outcome =>
  ledger.send(by, `net-windows/${message}`, content);

type Opening = Partial<{ by: string; currency: string; operator: string; windowMs: number; pauseMs: number }>;

export function open(ledger: TestLedger, { by = "usd-issuer", operator = "alice", ...change }: Opening = {}): Outcome {
  const usual = { currency: "USD", operator: ledger.account(operator), windowMs, pauseMs: 0 };
  return send(ledger, by, "openScheme", { ...usual, ...change });
}

export const invite = (ledger: TestLedger, bank: string, operatorCap = 1_000n, by = "alice"): Outcome =>
  send(ledger, by, "inviteMember", { scheme: 1, account: ledger.account(bank), operatorCap });

export const join = (ledger: TestLedger, bank: string, ownCap = 1_000n, lossShareMost = 100n): Outcome =>
  send(ledger, bank, "joinScheme", { scheme: 1, ownCap, lossShareMost });

export const pay = (ledger: TestLedger, payer: string, payee: string, amount: bigint): Outcome =>
  send(ledger, payer, "payNet", { scheme: 1, payee: ledger.account(payee), amount });

export const deposit = (ledger: TestLedger, bank: string, amount: bigint): Outcome =>
  send(ledger, bank, "depositCollateral", { scheme: 1, amount });

export const withdraw = (ledger: TestLedger, bank: string, amount: bigint): Outcome =>
  send(ledger, bank, "withdrawCollateral", { scheme: 1, amount });

export const leave = (ledger: TestLedger, bank: string): Outcome => send(ledger, bank, "leaveScheme", { scheme: 1 });

/** Gives a bank dollars, or has it spend what it has beyond so many. */
export function hold(ledger: TestLedger, bank: string, amount: bigint): void {
  const row = accountsOf.balance(ledger.state, "USD", ledger.account(bank));
  const by = "usd-issuer";
  if (row < amount) {
    const content = { currency: "USD", to: ledger.account(bank), amount: amount - row };
    ledger.send(by, "accounts/issueCurrency", content);
    return;
  }
  const content = { currency: "USD", to: ledger.account(by), amount: row - amount };
  if (row > amount) ledger.send(bank, "settlement/pay", content);
}

/** A scheme with four members who hold 1,000 each beside a collateral of 100, all of which they would bear. */
export function withMembers(opening: Opening = {}, overrides: Readonly<Record<string, bigint>> = {}): TestLedger {
  const ledger = createNetLedger(overrides);
  open(ledger, opening);
  for (const bank of banks) {
    hold(ledger, bank, 1_100n);
    invite(ledger, bank);
    join(ledger, bank);
    deposit(ledger, bank, 100n);
  }
  return ledger;
}
