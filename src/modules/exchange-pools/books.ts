// The book of the module: it holds the reserves of all pools.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

export const poolReserves = moduleAccount("exchange-pools/reserves");
