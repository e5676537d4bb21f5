// The first currencies and accounts, as the genesis file names them.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineGenesis } from "#src/machine/module.ts";
import { moduleAccount } from "#src/machine/moduleAccount.ts";
import { accountOf } from "#src/transaction/account.ts";
import { create, read } from "./access.ts";
import { depositsAccount } from "./books.ts";
import { refusals } from "./refusals.ts";
import { areSoundGuardians, isSoundPolicy } from "./rules.ts";
import { anchoredCurrency, newAccountSchema } from "./schemas.ts";
import { accountRecords, currencies, currencyCodes } from "./tables.ts";

const anchoredDecimals = 6;
/** The accounts of a founding consortium and of test networks; a ledger's customers are opened by message. */
const firstAccountsMax = 10_000;

/** Mock central bank currencies of a devnet, issued by accounts named after them, such as `cny-issuer`. */
const devnetCurrencies = ["AED", "CNY", "EUR", "IDR", "KZT", "MYR", "RUB", "SAR", "SGD", "THB", "USD", "UZS"] as const;
/** A thousand million whole units of two decimals. */
const bankReserves = 100_000_000_000n;
const issuerAlias = (currency: string) => `${currency.toLowerCase()}-issuer`;

export const genesis = defineGenesis({
  schema: z.strictObject({
    accounts: z.array(newAccountSchema).max(firstAccountsMax),
    currencies: z
      .array(z.strictObject({ currency: currencySchema, decimals: z.int().min(0).max(18), issuer: accountSchema }))
      .max(limits.currenciesMax - 1),
    /** First holdings of partner currencies. The anchored currency has none: it is only issued against resources. */
    balances: z
      .array(z.strictObject({ currency: currencySchema, account: accountSchema, amount: positiveAmountSchema }))
      .max(firstAccountsMax),
  }),
  initialise(state, content) {
    for (const { policy, salt, guardians } of content.accounts) {
      if (!isSoundPolicy(policy)) throw refusals.policyUnsound({});
      if (guardians !== undefined && !areSoundGuardians(guardians)) throw refusals.guardiansUnsound({});
      const account = accountOf(policy, salt);
      if (accountRecords.has(state, account)) throw refusals.accountOpen({ account });
      const record = { policy, openedMs: state.timeMs };
      accountRecords.put(state, account, guardians === undefined ? record : { ...record, guardians });
    }
    create.openModuleAccount(state, depositsAccount);
    const issuer = moduleAccount("issuance/engine");
    create.openModuleAccount(state, issuer);
    const all = [{ currency: anchoredCurrency, decimals: anchoredDecimals, issuer }, ...content.currencies];
    for (const { currency, decimals, issuer: named } of all) {
      if (currencies.has(state, currency)) throw refusals.currencyKnown({ currency });
      read.requireAccount(state, named);
      currencies.put(state, currency, { decimals, issuer: named });
    }
    currencyCodes.put(
      state,
      all.map(({ currency }) => currency),
    );
    for (const holding of content.balances) {
      if (holding.currency === anchoredCurrency) throw refusals.notCurrencyAuthority({ currency: anchoredCurrency });
      create.issue(state, holding);
    }
  },
  devnetAliases: devnetCurrencies.map(issuerAlias),
  devnet({ aliases, account, publicKey }) {
    const people = ["alice", "bob", "carol"];
    return {
      accounts: aliases.map((alias) => ({
        policy: { threshold: 1, keys: [publicKey(alias)] },
        salt: new Uint8Array(),
      })),
      currencies: devnetCurrencies.map((currency) => ({
        currency,
        decimals: 2,
        issuer: account(issuerAlias(currency)),
      })),
      balances: [
        ...people.flatMap((alias) =>
          ["CNY", "USD"].map((currency) => ({ currency, account: account(alias), amount: 100_000_00n })),
        ),
        // A bank named after a currency, such as `cny-bank`, begins with reserves of it.
        ...aliases.flatMap((alias) => {
          const currency = /^([a-z]{3})-bank(-[0-9]+)?$/.exec(alias)?.[1]?.toUpperCase();
          const isIssued = devnetCurrencies.some((issued) => issued === currency);
          return currency === undefined || !isIssued
            ? []
            : [{ currency, account: account(alias), amount: bankReserves }];
        }),
      ],
    };
  },
});
