// The module `accounts`: who owns what, and who may act.
import { defineModule } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { gate } from "./gate.ts";
import { genesis } from "./genesis.ts";
import {
  balancesHaveOwners,
  currencyCodesListCurrencies,
  depositsCoverAccounts,
  frozenAccountsHoldFrozenBalances,
  supplyEqualsBalances,
  tiedAccountsAreOpen,
} from "./invariants.ts";
import { burnCurrency } from "./messages/burnCurrency.ts";
import { cancelRecovery } from "./messages/cancelRecovery.ts";
import { closeAccount } from "./messages/closeAccount.ts";
import { completeRecovery } from "./messages/completeRecovery.ts";
import { freezeAccount } from "./messages/freezeAccount.ts";
import { issueCurrency } from "./messages/issueCurrency.ts";
import { openAccount } from "./messages/openAccount.ts";
import { pauseCurrency } from "./messages/pauseCurrency.ts";
import { registerCurrency } from "./messages/registerCurrency.ts";
import { resumeCurrency } from "./messages/resumeCurrency.ts";
import { rotateKeys } from "./messages/rotateKeys.ts";
import { setGuardians } from "./messages/setGuardians.ts";
import { supportRecovery } from "./messages/supportRecovery.ts";
import { unfreezeAccount } from "./messages/unfreezeAccount.ts";
import { voidTransaction } from "./messages/voidTransaction.ts";
import { parameters } from "./parameters.ts";
import { account } from "./queries/account.ts";
import { balance } from "./queries/balance.ts";
import { currencies } from "./queries/currencies.ts";
import { currency } from "./queries/currency.ts";
import { recovery } from "./queries/recovery.ts";
import { supply } from "./queries/supply.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const accounts = defineModule({
  name: "accounts",
  version: 1,
  summary: "Accounts and their keys, currencies and their one issuer each, balances.",
  after: ["authority"],
  tables: {
    accountRecords: tables.accountRecords,
    balances: tables.balances,
    releases: tables.releases,
    creditedEnds: tables.credited.tables.ends,
    creditedItems: tables.credited.tables.items,
    currencies: tables.currencies,
    currencyCodes: tables.currencyCodes,
    supplies: tables.supplies,
    quotas: tables.quotas,
    recoveries: tables.recoveries,
    sponsoredCounts: tables.sponsoredCounts,
    ties: tables.ties,
  },
  messages: {
    burnCurrency,
    cancelRecovery,
    closeAccount,
    completeRecovery,
    freezeAccount,
    issueCurrency,
    openAccount,
    pauseCurrency,
    registerCurrency,
    resumeCurrency,
    rotateKeys,
    setGuardians,
    supportRecovery,
    unfreezeAccount,
    voidTransaction,
  },
  queries: { account, balance, currencies, currency, recovery, supply },
  events,
  refusals,
  parameters,
  invariants: {
    supplyEqualsBalances,
    balancesHaveOwners,
    frozenAccountsHoldFrozenBalances,
    depositsCoverAccounts,
    currencyCodesListCurrencies,
    tiedAccountsAreOpen,
  },
  genesis,
  gate,
});
