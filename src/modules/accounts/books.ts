// The books of the module: accounts of the ledger that no key can sign for.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

/** Holds the deposits that sponsors left for the accounts they opened. */
export const depositsAccount = moduleAccount("accounts/deposits");
