// The book of the module: it holds the collateral of members, and money only within one settlement.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

export const collateralBook = moduleAccount("net-windows/collateral");
