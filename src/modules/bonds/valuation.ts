// What a stake is worth: at low prices, as the oracle has them now.
import { divideDown, minimum } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { bondsAccount } from "./books.ts";
import { parameters } from "./parameters.ts";
import type { Bond } from "./schemas.ts";

const wholeBp = 10_000n;

/** The low price of one unit, and how many measures (milligrams, cents) it is for. */
export interface LowPrice {
  readonly lowNano: bigint;
  readonly measuresPerUnit: bigint;
}

/** Undefined while the price is unknown or stale; of two prices, one of them held, the lower. */
function lowPrice(state: StateReader, feed: string): LowPrice | undefined {
  const price = oracle.price(state, feed);
  if (price.status === "unknown" || price.status === "stale") return undefined;
  return { lowNano: price.worstNano.low, measuresPerUnit: oracle.unit(state, feed).measuresPerUnit };
}

export function lowPriceOfMetal(state: StateReader, metal: string): LowPrice | undefined {
  const feed = basket.feed(state, metal);
  return feed === undefined ? undefined : lowPrice(state, feed);
}

/** A currency is priced by the feed that has its own name, for one whole unit of it. */
export function isPricedCurrency(state: StateReader, currency: string): boolean {
  const { decimals } = accounts.requireCurrency(state, currency);
  return oracle.hasFeed(state, currency) && oracle.unit(state, currency).measuresPerUnit === 10n ** BigInt(decimals);
}

export function lowPriceOfCurrency(state: StateReader, currency: string): LowPrice | undefined {
  return isPricedCurrency(state, currency) ? lowPrice(state, currency) : undefined;
}

/** Rounded down: what is staked is never overstated. */
export function worthNanoDown(quantity: bigint, { lowNano, measuresPerUnit }: LowPrice): bigint {
  return minimum(divideDown(quantity * lowNano, measuresPerUnit), limits.amountMax);
}

/**
 * After haircuts, piece by piece; metal that no attestation in force covers, as in the reserve, and whatever has no fresh
 * price, counts nothing.
 */
export function collateralNano(state: StateReader, { certificateIds, ...bond }: Stored<Bond>): bigint {
  const attested = certificateIds.filter((certificateId) => metalReserve.certificate(state, certificateId).attested);
  const metalBp = parameters.metalHaircutBp.get(state);
  const cashBp = parameters.cashHaircutBp.get(state);
  return worthNano(state, { ...bond, certificateIds: attested }, { metalBp, cashBp });
}

/** At low prices as they are. */
export function lowWorthNano(state: StateReader, bond: Stored<Bond>): bigint {
  return worthNano(state, bond, { metalBp: 0n, cashBp: 0n });
}

function worthNano(
  state: StateReader,
  { certificateIds, cash }: Stored<Bond>,
  { metalBp, cashBp }: { readonly metalBp: bigint; readonly cashBp: bigint },
): bigint {
  const after = (worth: bigint, haircutBp: bigint) => divideDown(worth * (wholeBp - haircutBp), wholeBp);
  let sum = 0n;
  for (const certificateId of certificateIds) {
    if (!metalReserve.isPledgedTo(state, certificateId, bondsAccount)) continue;
    const { metal, fineWeightMg } = metalReserve.certificate(state, certificateId);
    const price = lowPriceOfMetal(state, metal);
    if (price !== undefined) sum += after(worthNanoDown(fineWeightMg, price), metalBp);
  }
  const price = cash === undefined ? undefined : lowPriceOfCurrency(state, cash.currency);
  if (cash !== undefined && price !== undefined) {
    sum += after(worthNanoDown(cash.amount, price), cashBp);
  }
  return minimum(sum, limits.amountMax);
}

/** Whether everything that is there of a bond has a fresh price: until then nothing is paid out of it. */
export function isPriced(state: StateReader, { certificateIds, cash }: Stored<Bond>): boolean {
  const hasMetals = certificateIds.every((certificateId) => {
    if (!metalReserve.isPledgedTo(state, certificateId, bondsAccount)) return true;
    const { metal } = metalReserve.certificate(state, certificateId);
    return lowPriceOfMetal(state, metal) !== undefined;
  });
  const hasCash = cash !== undefined && cash.amount > 0n;
  return hasMetals && (!hasCash || lowPriceOfCurrency(state, cash.currency) !== undefined);
}
