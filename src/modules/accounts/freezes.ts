// Freezing: marks on balances, so that a payment need not read the record of an account.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { read, watch } from "./access.ts";
import { refusals } from "./refusals.ts";
import { isNothing } from "./rules.ts";
import { accountRecords, balances } from "./tables.ts";

/** A currency's authority is its issuer; for a currency that the ledger itself issues, whoever holds the role. */
export function requireCurrencyAuthority(state: StateReader, actor: Account, currency: string): void {
  const { issuer } = read.requireCurrency(state, currency);
  const issuedByLedger = accountRecords.get(state, issuer)?.policy === null;
  const mayAct = issuedByLedger ? authority.hasRole(state, actor, "issuer") : issuer === actor;
  if (!mayAct) throw refusals.notCurrencyAuthority({ currency });
}

/** An account that can be frozen: open, and not one of the ledger's own books. */
export function requireFreezable(state: StateReader, account: Account): void {
  const record = accountRecords.get(state, account);
  if (record === undefined) throw refusals.unknownAccount({ account });
  if (record.policy === null) throw refusals.ledgerAccount({ account });
}

export function freezeBalance(
  state: State,
  currency: string,
  account: Account,
  freeze: { readonly frozenReference: string; readonly frozenWith: "account" | "currency" },
): void {
  balances.put(state, currency, account, { ...(balances.get(state, currency, account) ?? { amount: 0n }), ...freeze });
}

export function unfreezeBalance(state: State, currency: string, account: Account): void {
  const frozen = present(balances.get(state, currency, account), "a frozen balance has a row");
  const { frozenReference: _, frozenWith: __, ...balance } = frozen;
  if (isNothing(balance)) balances.delete(state, currency, account);
  else balances.put(state, currency, account, balance);
  // Who watches it may have found it frozen, and looks again.
  watch.list(state, currency, account);
}
