// The book of bonds: the account of the ledger that holds what is staked.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

/** Holds the currency of all bonds, and their metal pledged. */
export const bondsAccount = moduleAccount("bonds/book");
