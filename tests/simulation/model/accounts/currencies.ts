// Currencies, their issue and their pauses, as the model judges them.
import { judgeRole } from "../authority/book.ts";
import { isBook } from "../encoding.ts";
import { modelMessage } from "../model.ts";
import { accountsOf, burn, isOpen, issue, judgeCurrency, judgeIssue, judgePayer, supplyOf } from "./book.ts";
import { judgeAuthority } from "./freezes.ts";

interface Referenced {
  readonly currency: string;
  readonly reference: string;
}

const registerCurrency = modelMessage<{
  readonly currency: string;
  readonly decimals: number;
  readonly issuer: string;
}>({
  judge(model, actor, { currency, issuer }, grounds) {
    const { currencies, codes } = accountsOf(model);
    judgeRole(model, actor, ["governor"], grounds);
    grounds.when(currencies.has(currency), "accounts/currencyKnown");
    grounds.when(!isOpen(model, issuer), "accounts/unknownAccount");
    grounds.when(codes.value.length >= 64, "accounts/tooManyCurrencies");
  },
  apply(model, _actor, { currency, decimals, issuer }) {
    const { currencies, codes } = accountsOf(model);
    currencies.set(currency, { decimals, issuer });
    codes.value = [...codes.value, currency];
  },
});

const pauseCurrency = modelMessage<Referenced>({
  judge(model, actor, { currency }, grounds) {
    judgeAuthority(model, actor, currency, grounds);
    const settings = accountsOf(model).currencies.get(currency);
    grounds.when(settings?.pausedReference !== undefined, "accounts/currencyPaused");
  },
  apply(model, _actor, { currency, reference }) {
    const { currencies } = accountsOf(model);
    currencies.set(currency, { ...currencies.at(currency), pausedReference: reference });
  },
});

const resumeCurrency = modelMessage<Referenced>({
  judge(model, actor, { currency }, grounds) {
    judgeAuthority(model, actor, currency, grounds);
    const settings = accountsOf(model).currencies.get(currency);
    grounds.when(settings !== undefined && settings.pausedReference === undefined, "accounts/notPaused");
  },
  apply(model, _actor, { currency }) {
    const { currencies } = accountsOf(model);
    const { decimals, issuer } = currencies.at(currency);
    currencies.set(currency, { decimals, issuer, resumedMs: model.timeMs });
  },
});

interface Issued {
  readonly currency: string;
  readonly to: string;
  readonly amount: bigint;
}

const issueCurrency = modelMessage<Issued>({
  judge(model, actor, { currency, to, amount }, grounds) {
    judgeIssue(model, currency, to, amount, grounds);
    const issuer = accountsOf(model).currencies.get(currency)?.issuer;
    grounds.when(issuer !== undefined && issuer !== actor, "accounts/notCurrencyAuthority");
    grounds.when(isBook(to), "accounts/ledgerAccount");
  },
  apply(model, _actor, { currency, to, amount }) {
    issue(model, currency, to, amount);
    return { supply: supplyOf(model, currency) };
  },
});

const burnCurrency = modelMessage<Omit<Issued, "to">>({
  judge(model, actor, { currency, amount }, grounds) {
    judgeCurrency(model, currency, grounds);
    judgePayer(model, currency, actor, amount, grounds);
    const issuer = accountsOf(model).currencies.get(currency)?.issuer;
    grounds.when(issuer !== undefined && issuer !== actor, "accounts/notCurrencyAuthority");
  },
  apply(model, actor, { currency, amount }) {
    burn(model, currency, actor, amount);
    return { supply: supplyOf(model, currency) };
  },
});

export const currencyMessages = { registerCurrency, pauseCurrency, resumeCurrency, issueCurrency, burnCurrency };
