// A ledger of the kernel modules alone, with a mint, and short ways to say what happens on it.
import type { Account } from "#src/core/account.ts";
import { Refusal } from "#src/core/refusal.ts";
import { read } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import type { Policy } from "#src/transaction/account.ts";
import { createTestLedger, type TestLedger } from "./ledger.ts";
import { mint } from "./mint.ts";

/** `overrides`: values of parameters at genesis, by name. */
export function createAccountsLedger(overrides: Readonly<Record<string, bigint>> = {}): TestLedger {
  return createTestLedger({
    modules: [authority, accounts, parameters, mint],
    genesis: (genesis) => {
      const list = Object.entries(overrides).map(([parameter, value]) => ({ parameter, value }));
      return { ...genesis, modules: { ...genesis.modules, parameters: { overrides: list } } };
    },
  });
}

/** `accepted`, or the refusal; a refusal that left a trace says so. */
export function attempt(ledger: TestLedger, actor: string, type: string, content: unknown): string {
  const before = ledger.digest();
  try {
    const { code, refused } = ledger.send(actor, type, content);
    if (code === 0) return "accepted";
    return ledger.digest() === before ? String(refused) : `${refused}, but state has changed`;
  } catch (reason) {
    // What no schema takes cannot be read back by the test either.
    if (reason instanceof Refusal) return reason.definition.code;
    throw reason;
  }
}

export function balanceOf(ledger: TestLedger, alias: string, currency = "CNY"): bigint {
  return read.balance(ledger.state, currency, ledger.account(alias));
}

/** A policy of devnet keys. */
export function policyOf(ledger: TestLedger, threshold: number, ...aliases: readonly string[]): Policy {
  return { threshold, keys: aliases.map((alias) => ledger.publicKey(alias)) };
}

/** Opens the account that an alias stands for, sponsored by a bank. */
export function open(ledger: TestLedger, alias: string): Account {
  const content = { policy: policyOf(ledger, 1, alias), salt: new Uint8Array() };
  const { code } = ledger.send("participant-bank", "accounts/openAccount", content);
  if (code !== 0) throw new Error(`no account was opened for ${alias}: ${code}`);
  return ledger.account(alias);
}

/** Gives an account anchored money. */
export function giveAnchored(ledger: TestLedger, alias: string, amount: bigint): void {
  ledger.send("alice", "mint/issueAnchored", { to: ledger.account(alias), amount });
}
