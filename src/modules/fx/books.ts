// The book of the module: it holds what providers have set aside for open quotes.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

export const reservedFunds = moduleAccount("fx/reserved");
