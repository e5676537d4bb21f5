// Freezing of accounts and of balances, as the model judges it.
import { hasRole, judgeRole } from "../authority/book.ts";
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { accountsOf, balanceRow, isFrozen, listIfQuiet, putBalance } from "./book.ts";

interface Freeze {
  readonly account: string;
  readonly currency?: string;
  readonly reference: string;
}

/** The issuer of a currency, or the holders of the role where the ledger itself is the issuer. */
export function judgeAuthority(model: Model, actor: string, currency: string, grounds: Grounds): boolean {
  const { currencies, records } = accountsOf(model);
  const settings = currencies.get(currency);
  if (grounds.when(settings === undefined, "accounts/unknownCurrency") || settings === undefined) return false;
  const issuer = records.get(settings.issuer);
  const mayAct = issuer?.policy === null ? hasRole(model, actor, "issuer") : settings.issuer === actor;
  return !grounds.when(!mayAct, "accounts/notCurrencyAuthority");
}

/** Who may do it, to whom; the grounds that freezing and releasing share. */
function judgeParties(model: Model, actor: string, { account, currency }: Freeze, grounds: Grounds): void {
  if (currency === undefined) judgeRole(model, actor, ["regulator"], grounds);
  else judgeAuthority(model, actor, currency, grounds);
  const record = accountsOf(model).records.get(account);
  grounds.when(record === undefined, "accounts/unknownAccount");
  grounds.when(record?.policy === null, "accounts/ledgerAccount");
}

const freezeAccount = modelMessage<Freeze>({
  judge(model, actor, freeze, grounds) {
    judgeParties(model, actor, freeze, grounds);
    const { account, currency } = freeze;
    const isFrozenAlready =
      currency === undefined
        ? isFrozen(model, account)
        : balanceRow(model, currency, account)?.frozenWith === "currency";
    grounds.when(isFrozenAlready, "accounts/alreadyFrozen");
  },
  apply(model, _actor, { account, currency, reference: frozenReference }) {
    const { records, codes } = accountsOf(model);
    if (currency !== undefined) {
      const balance = balanceRow(model, currency, account) ?? { amount: 0n };
      putBalance(model, currency, account, { ...balance, frozenReference, frozenWith: "currency" });
      return;
    }
    records.set(account, { ...records.at(account), frozenReference });
    for (const code of codes.value) {
      const balance = balanceRow(model, code, account);
      if (balance === undefined || balance.frozenReference !== undefined) continue;
      putBalance(model, code, account, { ...balance, frozenReference, frozenWith: "account" });
    }
  },
});

const unfreezeAccount = modelMessage<Freeze>({
  judge(model, actor, freeze, grounds) {
    judgeParties(model, actor, freeze, grounds);
    const { account, currency } = freeze;
    const isWhole = isFrozen(model, account);
    const isHeld =
      currency === undefined ? isWhole : balanceRow(model, currency, account)?.frozenReference !== undefined;
    grounds.when(!isHeld, "accounts/notFrozen");
    grounds.when(currency !== undefined && isWhole, "accounts/accountFrozen");
  },
  apply(model, _actor, { account, currency }) {
    const { records, codes, releases } = accountsOf(model);
    const release = (code: string) => {
      const { frozenReference: _, frozenWith: __, ...balance } = balanceRow(model, code, account) ?? { amount: 0n };
      putBalance(model, code, account, balance);
      listIfQuiet(model, code, account);
    };
    if (currency !== undefined) {
      release(currency);
      releases.set(`${currency}/${account}`, model.timeMs);
      return;
    }
    const { frozenReference: _, ...record } = records.at(account);
    records.set(account, { ...record, unfrozenMs: model.timeMs });
    for (const code of codes.value) if (balanceRow(model, code, account)?.frozenWith === "account") release(code);
  },
});

export const freezeMessages = { freezeAccount, unfreezeAccount };
