// The book of the module: it holds the collateral of requests and draws.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

export const collateralBook = moduleAccount("reserve-pool/collateral");
