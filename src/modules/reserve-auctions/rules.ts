// Arithmetic of auctions: price bounds, what a fill costs, who wins, and the one price of all fills.

import { z } from "zod";
import { divideDown, divideUp, minimum } from "#src/core/arithmetic.ts";
import { codecOf } from "#src/core/form.ts";
import { accountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { Market } from "#src/modules/issuance/access.ts";
import { auctionNumberSchema, type Lot, saltSchema } from "./schemas.ts";

export const wholeBp = 10_000n;
const mgPerGram = 1_000n;
const microPerKdg = 1_000_000n;

export type Priced = Pick<Market, "lowNano" | "measuresPerUnit" | "high">;

/**
 * The least price at which the reserve sells, rounded up: Reserve's rule, the metal at its low price less the slippage,
 * money at its high value. Selling so costs the basket no more than the slippage on the metal's low worth.
 */
export function leastPrice({ lowNano, measuresPerUnit, high }: Priced, slippageBp: bigint): bigint {
  return divideUp(
    mgPerGram * lowNano * (wholeBp - slippageBp) * high.basketKdg * microPerKdg,
    measuresPerUnit * wholeBp * high.valueNano,
  );
}

/** The most that the reserve pays, rounded down: what a mint gives for the metal in money and junior units together. */
export function mostPrice({ lowNano, measuresPerUnit, high }: Priced): bigint {
  return divideDown(mgPerGram * lowNano * high.basketKdg * microPerKdg, measuresPerUnit * high.valueNano);
}

/** What a buyer pays for so much, rounded up: the reserve gains. */
export function costUp(microKdgPerGram: bigint, weightMg: bigint): bigint {
  return divideUp(microKdgPerGram * weightMg, mgPerGram);
}

/** What a seller gets for so much, rounded down: the reserve gains. */
export function proceedsDown(microKdgPerGram: bigint, weightMg: bigint): bigint {
  return divideDown(microKdgPerGram * weightMg, mgPerGram);
}

/** What a bid forfeits that nobody opened, rounded down: its bidder gains the fraction. */
export function forfeitOf(lockedMicroKdg: bigint, forfeitBp: bigint): bigint {
  return divideDown(lockedMicroKdg * forfeitBp, wholeBp);
}

/** Whether so much is within what one auction may trade, by worth at the middle price, rounded up. */
export function fitsProgramme(market: Market, weightMg: bigint, programmeBp: bigint): boolean {
  const worthNano = divideUp(weightMg * market.midNano, market.measuresPerUnit);
  return worthNano * wholeBp <= market.heldNano * programmeBp;
}

export interface RevealedBid {
  readonly bid: number;
  readonly microKdgPerGram: bigint;
  readonly weightMg: bigint;
}

/** An offer sells no more than its weight, in whole certificates. */
export interface RevealedOffer extends RevealedBid {
  readonly lots: readonly Lot[];
}

/** What one bid or offer wins. */
export interface Win {
  readonly bid: number;
  readonly lots: readonly Lot[];
}

export interface Cleared {
  /** 0 where nobody wins. */
  readonly microKdgPerGram: bigint;
  /** In the order of prices. */
  readonly wins: readonly Win[];
}

/** The better price first, then the lower number: who came earlier. */
function ranked<Each extends { readonly bid: number; readonly microKdgPerGram: bigint }>(
  all: readonly Each[],
  better: "high" | "low",
): Each[] {
  return [...all].sort((left, right) => {
    if (left.microKdgPerGram === right.microKdgPerGram) return left.bid - right.bid;
    return left.microKdgPerGram > right.microKdgPerGram === (better === "high") ? -1 : 1;
  });
}

/**
 * Bids by price, each filled from the lots in their order as far as they fit: bars whole, lots cut. The price of all is
 * that of the last bid filled. In the end no bid at the floor or above could take anything that is left.
 */
export function clearRelease({
  bids,
  lots,
  mostMg,
  floor,
  takeableMg,
}: {
  readonly bids: readonly RevealedBid[];
  readonly lots: readonly Lot[];
  readonly mostMg: bigint;
  readonly floor: bigint;
  readonly takeableMg: (wholeMg: bigint, mostMg: bigint) => bigint;
}): Cleared {
  const left = lots.map((lot) => ({ ...lot }));
  let leftMg = mostMg;
  let price = 0n;
  const wins: Win[] = [];
  for (const { bid, microKdgPerGram, weightMg } of ranked(bids, "high")) {
    if (microKdgPerGram < floor) break;
    let wantedMg = weightMg;
    const won: Lot[] = [];
    for (const lot of left) {
      const takenMg = lot.fineWeightMg === 0n ? 0n : takeableMg(lot.fineWeightMg, minimum(wantedMg, leftMg));
      if (takenMg === 0n) continue;
      won.push({ certificateId: lot.certificateId, fineWeightMg: takenMg });
      lot.fineWeightMg -= takenMg;
      wantedMg -= takenMg;
      leftMg -= takenMg;
    }
    if (won.length === 0) continue;
    price = microKdgPerGram;
    wins.push({ bid, lots: won });
  }
  return { microKdgPerGram: price, wins };
}

/** Offers by price, certificate by certificate as far as they fit; the price of all is the highest ask accepted. */
export function clearAcquisition({
  offers,
  mostMg,
  ceiling,
}: {
  readonly offers: readonly RevealedOffer[];
  readonly mostMg: bigint;
  readonly ceiling: bigint;
}): Cleared {
  let leftMg = mostMg;
  let price = 0n;
  const wins: Win[] = [];
  for (const { bid, microKdgPerGram, weightMg, lots } of ranked(offers, "low")) {
    if (microKdgPerGram > ceiling) break;
    let offeredMg = weightMg;
    const won: Lot[] = [];
    for (const lot of lots) {
      if (lot.fineWeightMg > minimum(offeredMg, leftMg)) continue;
      won.push(lot);
      offeredMg -= lot.fineWeightMg;
      leftMg -= lot.fineWeightMg;
    }
    if (won.length === 0) continue;
    price = microKdgPerGram;
    wins.push({ bid, lots: won });
  }
  return { microKdgPerGram: price, wins };
}

const sealedSchema = z.strictObject({
  auction: auctionNumberSchema,
  bidder: accountSchema,
  microKdgPerGram: positiveAmountSchema,
  weightMg: positiveAmountSchema,
  salt: saltSchema,
});
export type Sealed = z.output<typeof sealedSchema>;
const sealedCodec = codecOf(sealedSchema);
const domain = new TextEncoder().encode("kedge/auction-bid/1\n");

/** SHA-256 of the domain and the deterministic CBOR of what is sealed: it names its bidder, so that nobody can copy it. */
export function commitmentOf(sealed: Sealed): Uint8Array {
  return sha256(domain, sealedCodec.encode(sealed));
}
