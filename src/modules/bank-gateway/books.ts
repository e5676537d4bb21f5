// The book of the module: it holds what banks have handed in and the reserve agent has not paid out yet.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

export const redemptionsBook = moduleAccount("bank-gateway/redemptions");
