// The book of the module: it holds the collateral of open draws.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

export const collateralBook = moduleAccount("intraday-credit/collateral");
