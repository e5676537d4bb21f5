// Opening, closing and re-keying accounts, and voiding transactions, as the model judges them.
import { rememberVoided, wasDecided } from "../admission.ts";
import { hasRole } from "../authority/book.ts";
import { accountFor, bookAccount, hex, isBook } from "../encoding.ts";
import { type Model, modelMessage } from "../model.ts";
import { parameter, parameterNumber } from "../parameters/book.ts";
import {
  type AccountRecord,
  accountsOf,
  anchored,
  type Guardians,
  giveBack,
  isOpen,
  judgeTransfer,
  keyNames,
  type Policy,
  transfer,
} from "./book.ts";
import { tiesOf } from "./ties.ts";

const deposits = bookAccount("accounts/deposits");

export const isSound = (policy: Policy): boolean =>
  policy.threshold <= policy.keys.length && new Set(keyNames(policy)).size === policy.keys.length;

export const areSound = ({ threshold, accounts }: Guardians): boolean =>
  threshold <= accounts.length && new Set(accounts).size === accounts.length;

interface NewAccount {
  readonly policy: Policy;
  readonly salt: Uint8Array;
  readonly guardians?: Guardians;
}

const isInstitution = (model: Model, account: string): boolean =>
  hasRole(model, account, "participant-bank") || hasRole(model, account, "issuer");

const depositOf = (model: Model, sponsor: string): bigint =>
  isInstitution(model, sponsor) ? 0n : parameter(model, "accounts.depositMicroKdg");

const openAccount = modelMessage<NewAccount>({
  judge(model, actor, { policy, salt, guardians }, grounds) {
    grounds.when(!isSound(policy), "accounts/policyUnsound");
    grounds.when(guardians !== undefined && !areSound(guardians), "accounts/guardiansUnsound");
    const account = accountFor(policy, salt);
    grounds.when(isOpen(model, account), "accounts/accountOpen");
    grounds.when(isBook(account), "accounts/ledgerAccount");
    const sponsored = accountsOf(model).sponsored.get(actor) ?? 0;
    const isFull = BigInt(sponsored) >= parameter(model, "accounts.sponsoredAccountsMax");
    grounds.when(isInstitution(model, actor) && isFull, "accounts/sponsorshipExhausted");
    const amount = depositOf(model, actor);
    if (amount > 0n) judgeTransfer(model, { currency: anchored, from: actor, to: deposits, amount }, grounds);
  },
  apply(model, actor, { policy, salt, guardians }) {
    const { records, quotas, sponsored } = accountsOf(model);
    const account = accountFor(policy, salt);
    const depositMicroKdg = depositOf(model, actor);
    transfer(model, { currency: anchored, from: actor, to: deposits, amount: depositMicroKdg });
    if (isInstitution(model, actor)) sponsored.set(actor, (sponsored.get(actor) ?? 0) + 1);
    const burst = parameterNumber(model, "accounts.burstWork");
    const usedWork = burst - Math.min(burst, parameterNumber(model, "accounts.workPerSecond"));
    quotas.set(account, { usedWork, updatedMs: model.timeMs });
    const record = { policy, sponsor: actor, depositMicroKdg, openedMs: model.timeMs };
    records.set(account, guardians === undefined ? record : { ...record, guardians });
    return { account };
  },
});

const closeAccount = modelMessage<object>({
  judge(model, actor, _content, grounds) {
    const { codes, balances, currencies, records } = accountsOf(model);
    grounds.when(!records.has(actor), "accounts/unknownAccount");
    for (const code of codes.value) {
      grounds.when(balances.has(`${code}/${actor}`), "accounts/accountNotEmpty");
      grounds.when(currencies.at(code).issuer === actor, "accounts/issuerAccount");
    }
    grounds.when(tiesOf(model).has(actor), "accounts/accountTied");
  },
  apply(model, actor) {
    const { records, recoveries, quotas, releases, codes } = accountsOf(model);
    const { depositMicroKdg = 0n, sponsor } = records.at(actor);
    records.delete(actor);
    recoveries.delete(actor);
    quotas.delete(actor);
    for (const code of codes.value) releases.delete(`${code}/${actor}`);
    // Where there is nobody to return it to, the deposit stays in its book.
    if (sponsor === undefined || !records.has(sponsor)) return { depositReturned: 0n };
    giveBack(model, { currency: anchored, from: deposits, to: sponsor, amount: depositMicroKdg });
    return { depositReturned: depositMicroKdg };
  },
});

const rotateKeys = modelMessage<{ readonly policy: Policy }>({
  judge(model, actor, { policy }, grounds) {
    grounds.when(!isSound(policy), "accounts/policyUnsound");
    // An earlier message of the same transaction may have closed the account.
    grounds.when(!isOpen(model, actor), "accounts/unknownAccount");
  },
  apply(model, actor, { policy }) {
    const { records, recoveries } = accountsOf(model);
    records.set(actor, { ...records.at(actor), policy });
    recoveries.delete(actor);
  },
});

const setGuardians = modelMessage<{ readonly guardians?: Guardians }>({
  judge(model, actor, { guardians }, grounds) {
    grounds.when(guardians !== undefined && !areSound(guardians), "accounts/guardiansUnsound");
    const unknown = (guardians?.accounts ?? []).some((account) => !isOpen(model, account));
    grounds.when(unknown || !isOpen(model, actor), "accounts/unknownAccount");
  },
  apply(model, actor, { guardians }) {
    const { records, recoveries } = accountsOf(model);
    const { guardians: _, ...record }: AccountRecord = records.at(actor);
    records.set(actor, guardians === undefined ? record : { ...record, guardians });
    recoveries.delete(actor);
  },
});

const voidTransaction = modelMessage<{ readonly transaction: Uint8Array; readonly validUntilMs: number }>({
  judge(model, _actor, { transaction, validUntilMs }, grounds) {
    const latestMs = model.timeMs + parameterNumber(model, "machine.validityMs");
    grounds.when(validUntilMs <= model.timeMs || validUntilMs > latestMs, "accounts/expiryPassed");
    grounds.when(wasDecided(model, hex(transaction), validUntilMs), "accounts/alreadyDecided");
  },
  apply: (model, actor, { transaction, validUntilMs }) => rememberVoided(model, actor, hex(transaction), validUntilMs),
});

export const lifeMessages = { openAccount, closeAccount, rotateKeys, setGuardians, voidTransaction };
