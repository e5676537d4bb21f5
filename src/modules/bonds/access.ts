// What other modules may do with bonds: read what they are worth, open them, release them, and pay out of them.
import type { Account } from "#src/core/account.ts";
import type { StateReader } from "#src/state/view.ts";
import { payOut } from "./payment.ts";
import { bondNumberSchema, stakeSchema } from "./schemas.ts";
import { openBond, releaseBond, requireBond } from "./staking.ts";
import { bonds } from "./tables.ts";
import { collateralNano, isPriced, lowWorthNano } from "./valuation.ts";

export type { Payee } from "./payment.ts";
export type { Stake } from "./schemas.ts";

export const read = {
  has: (state: StateReader, bond: number): boolean => bonds.has(state, bond),
  requireBond,
  ownerOf: (state: StateReader, bond: number): Account | undefined => bonds.get(state, bond)?.owner,
  /** At low prices after haircuts, in billionths of the numeraire; 0 for a bond that is no more. */
  collateralNano(state: StateReader, bond: number): bigint {
    const row = bonds.get(state, bond);
    return row === undefined ? 0n : collateralNano(state, row);
  },
  /** The same without haircuts: what a payment can take out of it. */
  lowWorthNano(state: StateReader, bond: number): bigint {
    const row = bonds.get(state, bond);
    return row === undefined ? 0n : lowWorthNano(state, row);
  },
  isPriced: (state: StateReader, bond: number): boolean => isPriced(state, requireBond(state, bond)),
};

export const move = { openBond, releaseBond, payOut };

export const schemas = { bond: bondNumberSchema, stake: stakeSchema };
