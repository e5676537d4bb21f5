// What the reserve holds, metal by metal and currency by currency, and what it is worth at low prices.
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { read as oracle, type PriceReading } from "#src/modules/oracle/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { reserveAccount } from "./books.ts";
import { haircutOf } from "./parameters.ts";
import { collateralNanoDown, sumOfWorths, worthNanoDown } from "./rules.ts";
import { reserveCurrencies } from "./tables.ts";

/** A price with its unit. */
export interface Priced {
  readonly feed: string;
  readonly price: PriceReading;
  readonly measuresPerUnit: bigint;
}

/** An asset without a fresh price counts nothing: an absent price is never 0, but it covers nothing either. */
export interface Worth {
  /** At the low price, before the haircut. */
  readonly worthNano: bigint;
  /** At the low price, after the haircut. */
  readonly collateralNano: bigint;
  /** At the middle price, stale as it may be: for shares, and for the size of a loss. */
  readonly midNano: bigint;
}

export interface HeldMetal extends Priced, Worth {
  readonly metal: string;
  readonly attestedFineMg: bigint;
  readonly unattestedFineMg: bigint;
  readonly haircutBp: bigint;
  /** A metal with a monthly or annual price is neither taken nor paid out. */
  readonly isSlow: boolean;
}

export interface HeldCash extends Priced, Worth {
  readonly currency: string;
  readonly amount: bigint;
  readonly haircutBp: bigint;
}

export interface Holdings {
  readonly metals: readonly HeldMetal[];
  readonly cash: readonly HeldCash[];
}

export function readPriced(state: StateReader, feed: string): Priced {
  return { feed, price: oracle.price(state, feed), measuresPerUnit: oracle.unit(state, feed).measuresPerUnit };
}

function isFresh(price: PriceReading): price is Extract<PriceReading, { worstNano: unknown }> {
  return price.status === "sound" || price.status === "pending";
}

/** At the middle price, stale as it may be; nothing without one. Rounded down. */
export function midNanoOf({ price, measuresPerUnit }: Priced, quantity: bigint): bigint {
  if (price.status === "unknown") return 0n;
  return worthNanoDown(quantity, { priceNano: price.priceNano.mid, measuresPerUnit });
}

function worthOf(quantity: bigint, priced: Priced, haircutBp: bigint): Worth {
  const { price, measuresPerUnit } = priced;
  const midNano = midNanoOf(priced, quantity);
  if (!isFresh(price)) return { worthNano: 0n, collateralNano: 0n, midNano };
  const low = { priceNano: price.worstNano.low, measuresPerUnit };
  const collateralNano = collateralNanoDown(quantity, low, haircutBp);
  return { worthNano: worthNanoDown(quantity, low), collateralNano, midNano };
}

/** The same metal with more (or less) of it attested. */
export function withAttested(held: HeldMetal, attestedFineMg: bigint): HeldMetal {
  return { ...held, attestedFineMg, ...worthOf(attestedFineMg, held, held.haircutBp) };
}

/** Every metal that the basket has or had: others are never taken. */
export function readMetals(state: StateReader): HeldMetal[] {
  return metalReserve.metalNames(state).flatMap((metal) => {
    const feed = basket.feed(state, metal);
    if (feed === undefined) return [];
    const { attestedFineMg, unattestedFineMg } = metalReserve.reserveHoldings(state, metal);
    const empty: HeldMetal = {
      ...readPriced(state, feed),
      metal,
      attestedFineMg: 0n,
      unattestedFineMg,
      haircutBp: haircutOf(metal).get(state),
      isSlow: oracle.unit(state, feed).frequency === "slow",
      worthNano: 0n,
      collateralNano: 0n,
      midNano: 0n,
    };
    return [withAttested(empty, attestedFineMg)];
  });
}

/** Currency that its issuer has paused cannot be paid out, so it covers nothing meanwhile. */
export function readCash(state: StateReader): HeldCash[] {
  return (reserveCurrencies.get(state) ?? []).map(({ currency, feed, haircutBp: haircut }) => {
    const amount = accounts.balance(state, currency, reserveAccount);
    const isPaused = accounts.requireCurrency(state, currency).pausedReference !== undefined;
    const priced = readPriced(state, feed);
    const haircutBp = BigInt(haircut);
    return { ...priced, currency, amount, haircutBp, ...worthOf(isPaused ? 0n : amount, priced, haircutBp) };
  });
}

export function readHoldings(state: StateReader): Holdings {
  return { metals: readMetals(state), cash: readCash(state) };
}

/** All that covers the supply, after haircuts. */
export function collateralOf({ metals, cash }: Holdings): bigint {
  return sumOfWorths([...metals, ...cash].map(({ collateralNano }) => collateralNano));
}

/** All that could be paid out: attested metal and currency at low prices, without haircut. */
export function distributableOf({ metals, cash }: Holdings): bigint {
  return sumOfWorths([...metals, ...cash].map(({ worthNano }) => worthNano));
}

/** All of it at middle prices. */
export function midOf({ metals, cash }: Holdings): bigint {
  return sumOfWorths([...metals, ...cash].map(({ midNano }) => midNano));
}
