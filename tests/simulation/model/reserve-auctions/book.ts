// Auctions of the reserve as the model keeps them, and where a metal stands by its own reckoning.
import { apart, ceiling, floor } from "../arithmetic.ts";
import { basketValue, currentBasket, metalTargets, type Value } from "../basket/book.ts";
import { accountBytes, bookAccount, cbor, hash } from "../encoding.ts";
import { isInBand, metalsHeld, nothing, sharesHeld } from "../issuance/cover.ts";
import type { Model } from "../model.ts";
import { oracleOf } from "../oracle/book.ts";
import { parameter } from "../parameters/book.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Lot {
  readonly certificateId: number;
  readonly fineWeightMg: bigint;
}

interface Sums {
  readonly filledMg: bigint;
  readonly tradedMicroKdg: bigint;
  readonly forfeitedMicroKdg: bigint;
}

export interface Clearing {
  readonly clearedMs: number;
  readonly outcome: "filled" | "nothing" | "unsound";
  readonly microKdgPerGram: bigint;
  readonly queue: readonly number[];
  readonly halted: boolean;
}

export interface Auction extends Sums {
  readonly side: "release" | "acquire";
  readonly metal: string;
  readonly certificateIds: readonly number[];
  readonly weightMgMost: bigint;
  readonly openedBy: string;
  readonly openedMs: number;
  readonly commitEndsMs: number;
  readonly revealEndsMs: number;
  readonly state: "open" | "settling" | "settled";
  readonly bids: number;
  readonly clearing?: Clearing;
}

export interface Bid extends Sums {
  readonly bidder: string;
  readonly commitment: Uint8Array;
  readonly committedMs: number;
  readonly lockedMicroKdg: bigint;
  readonly certificateIds: readonly number[];
  readonly revealed?: { readonly microKdgPerGram: bigint; readonly weightMg: bigint };
  readonly won: readonly Lot[];
  readonly state: "sealed" | "revealed" | "closed";
}

const makeBook = (log: UndoLog) => ({
  auctions: new UndoMap<number, Auction>(log),
  /** By `auction/bid`. */
  bids: new UndoMap<string, Bid>(log),
  live: new UndoCell<readonly number[]>(log, []),
});

export const auctionsOf = (model: Model) => model.book(makeBook);
export const auctionBook = bookAccount("reserve-auctions/book");
export const placeOf = (auction: number, bid: number): string => `${auction}/${bid}`;
export const noSums: Sums = { filledMg: 0n, tradedMicroKdg: 0n, forfeitedMicroKdg: 0n };

/** The number of somebody's bid in an auction. */
export function numberOf(model: Model, auction: number, bidder: string): number | undefined {
  const { auctions, bids } = auctionsOf(model);
  const count = auctions.get(auction)?.bids ?? 0;
  for (let bid = 1; bid <= count; bid += 1) if (bids.at(placeOf(auction, bid)).bidder === bidder) return bid;
  return undefined;
}

export interface Opened {
  readonly auction: number;
  readonly microKdgPerGram: bigint;
  readonly weightMg: bigint;
  readonly salt: Uint8Array;
}

export function sealOf(bidder: string, { auction, microKdgPerGram, weightMg, salt }: Opened): Uint8Array {
  return hash(
    "kedge/auction-bid/1\n",
    cbor({ auction, bidder: accountBytes(bidder), microKdgPerGram, weightMg, salt }),
  );
}

export interface Market {
  readonly value: Value;
  readonly side: "above" | "below" | "at";
  readonly advice: "acquire" | "release" | "within";
  readonly distanceMg: bigint;
  readonly isInBasket: boolean;
  readonly isSlow: boolean;
  readonly leastPrice: bigint;
  readonly mostPrice: bigint;
  readonly midNano: bigint;
  readonly measures: bigint;
  readonly heldNano: bigint;
}

/** Nothing while a price of the basket or of a metal held is other than sound. */
export function marketOf(model: Model, metal: string): Market | undefined {
  const value = basketValue(model);
  if (value?.status !== "sound") return undefined;
  const held = metalsHeld(model);
  const asset = held.find(({ name }) => name === metal);
  if (asset === undefined || asset.price?.status !== "sound") return undefined;
  if (held.some(({ quantity, price }) => quantity > 0n && price?.status !== "sound")) return undefined;
  const share = sharesHeld(held).get(metal) ?? nothing;
  const target = metalTargets(model).get(metal) ?? nothing;
  const aim = target.total === 0n ? { part: 0n, total: 1n } : target;
  const [now, wanted] = [share.part * aim.total, aim.part * share.total];
  const rest = aim.total - aim.part;
  const nano = rest === 0n ? 0n : floor(apart(now, wanted), rest);
  const { range } = asset.price;
  const measures = asset.measuresPerUnit;
  const gram = 1_000n * range.low * value.basketKdg * 1_000_000n;
  const part = 10_000n - parameter(model, "reserve-auctions.slippageBp");
  const isWithin = isInBand(nothing, share, target, parameter(model, "issuance.bandBp"));
  return {
    value,
    side: now > wanted ? "above" : now < wanted ? "below" : "at",
    advice: isWithin ? "within" : now > wanted ? "release" : "acquire",
    distanceMg: floor(nano * measures, range.mid),
    isInBasket: currentBasket(model).lines.some(({ component }) => component === metal),
    isSlow: oracleOf(model).feeds.at(asset.feed).frequency === "slow",
    leastPrice: ceiling(gram * part, measures * 10_000n * value.worth.high),
    mostPrice: floor(gram, measures * value.worth.high),
    midNano: range.mid,
    measures,
    heldNano: share.total,
  };
}
