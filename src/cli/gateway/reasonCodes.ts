// Why the ledger refused a payment, in the standard's codes (ExternalStatusReason1Code).

const codes: Readonly<Record<string, string>> = {
  "accounts/insufficientFunds": "AM04",
  "accounts/unknownCurrency": "AM03",
  "accounts/currencyPaused": "AM03",
  "accounts/unknownAccount": "AC03",
  "accounts/ledgerAccount": "AC03",
  "accounts/accountFrozen": "AC06",
  "accounts/balanceFrozen": "AC06",
  "settlement/payeeIsPayer": "AC03",
};

/** What has no code of its own is told in words: the ledger's own code goes along with each. */
export function reasonCodeOf(refusalCode: string): string {
  return codes[refusalCode] ?? "NARR";
}
