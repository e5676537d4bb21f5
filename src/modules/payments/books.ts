// The book of the module: it holds what payers have locked for open payments, with the fees.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

export const lockedFunds = moduleAccount("payments/locked");
