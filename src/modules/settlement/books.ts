// The book of the module: the account that holds all locked money.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

export const lockedFunds = moduleAccount("settlement/locked");
