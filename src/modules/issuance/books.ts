// The books of the module: accounts of the ledger that no key can sign for.
import { moduleAccount } from "#src/machine/moduleAccount.ts";

/** Owns the metal and the partner currency that cover the supply. */
export const reserveAccount = moduleAccount("issuance/reserve");

/** Fees in KDG: the first to bear a loss, by being burnt, and never counted as an asset. */
export const surplusAccount = moduleAccount("issuance/surplus");

/** KDG locked by requests for redemption. */
export const redeemingAccount = moduleAccount("issuance/redeeming");

/** KDG that was bid for delivery rights. */
export const bidsAccount = moduleAccount("issuance/bids");

/** KDG distributed to holders of junior units and not yet claimed. */
export const juniorsAccount = moduleAccount("issuance/juniors");
