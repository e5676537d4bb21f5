// The plan of a mint: everything that decides whether it may be, and what it gives; writes nothing.
import type { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { assert } from "#src/core/assert.ts";
import { read as basket, type KnownValue } from "#src/modules/basket/access.ts";
import { read as metalReserve, type Passable } from "#src/modules/metal-reserve/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import { read as valueSupport } from "#src/modules/value-support/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { requireComposition, requireSpread } from "./composition.ts";
import { coverageOf, highOf } from "./coverage.ts";
import { requireDiversified } from "./diversification.ts";
import {
  collateralOf,
  distributableOf,
  type HeldMetal,
  type Holdings,
  readHoldings,
  withAttested,
} from "./holdings.ts";
import { supplyMicroKdg } from "./money.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { countedRights } from "./rights/valuing.ts";
import { mintAmounts } from "./rules.ts";
import type { usedPriceSchema } from "./schemas.ts";
import { requireAvailable } from "./throttles.ts";

export interface MintPlan extends ReturnType<typeof mintAmounts> {
  readonly worthNano: bigint;
  readonly collateralNano: bigint;
  readonly value: KnownValue;
  readonly prices: readonly z.output<typeof usedPriceSchema>[];
  readonly totalCoverageBp: bigint;
}

/** Refuses what may not be minted. Without an owner anybody's certificates will do: for quotes. */
export function planMint(state: StateReader, certificateIds: readonly number[], from?: Account): MintPlan {
  const passable = metalReserve.requirePassable(state, { certificateIds, from });
  const value = basket.requireValue(state);
  const held = readHoldings(state);
  const supplyBefore = supplyMicroKdg(state);
  const before = coverageOf(state, held, supplyBefore, value, countedRights(state));
  if (before.zone !== "green") throw refusals.zoneNotGreen({ zone: before.zone, totalCoverageBp: before.totalBp });

  const weights = weighByMetal(passable);
  const given = requireMintable(state, held.metals, weights);
  const metalsAfter = held.metals.map((metal) =>
    withAttested(metal, metal.attestedFineMg + (weights.get(metal.metal) ?? 0n)),
  );
  const [worthNano, collateralNano] = [
    distributableOf({ metals: given, cash: [] }),
    collateralOf({ metals: given, cash: [] }),
  ];
  const amounts = mintAmounts(worthNano, collateralNano, {
    high: highOf(value),
    mintCoverageBp: parameters.mintCoverageBp.get(state),
    feeBp: parameters.mintFeeBp.get(state),
  });
  if (amounts.receivedMicroKdg === 0n) throw refusals.mintTooSmall({});

  const supplyAfter = supplyBefore + amounts.mintedMicroKdg;
  const totalCoverageBp = requireCovered(state, { ...held, metals: metalsAfter }, supplyAfter, value);
  requireComposition(state, held.metals, metalsAfter);
  const arrivals = passable.map(({ certificate }) => certificate);
  requireSpread(state, held.metals, arrivals);
  requireDiversified(state, held.metals, arrivals);
  requireRoom(state, amounts.mintedMicroKdg);
  return { ...amounts, worthNano, collateralNano, value, prices: given.map(priceUsed), totalCoverageBp };
}

function weighByMetal(passable: readonly Passable[]): ReadonlyMap<string, bigint> {
  const weights = new Map<string, bigint>();
  for (const { certificate } of passable) {
    const { metal, fineWeightMg } = certificate;
    weights.set(metal, (weights.get(metal) ?? 0n) + fineWeightMg);
  }
  return weights;
}

/** The metals given, by themselves: each in the basket, with a fast price that is neither unknown nor stale. */
function requireMintable(
  state: StateReader,
  metals: readonly HeldMetal[],
  weights: ReadonlyMap<string, bigint>,
): HeldMetal[] {
  return [...weights].map(([name, fineMg]) => {
    const metal = metals.find((held) => held.metal === name);
    if (metal === undefined || !basket.has(state, name)) throw refusals.metalNotInBasket({ metal: name });
    if (metal.isSlow) throw refusals.metalPriceSlow({ metal: name });
    oracle.worstPrice(state, metal.feed);
    return withAttested(metal, fineMg);
  });
}

function requireCovered(state: StateReader, holdings: Holdings, supplyAfter: bigint, value: KnownValue): bigint {
  const { hardBp = 0n, totalBp = 0n } = coverageOf(state, holdings, supplyAfter, value, countedRights(state));
  const greenBp = parameters.greenBp.get(state);
  if (totalBp < greenBp) throw refusals.coverageTooLow({ totalCoverageBp: totalBp, leastBp: greenBp });
  const hardFloorBp = parameters.hardFloorBp.get(state);
  if (hardBp < hardFloorBp) throw refusals.hardCoverageTooLow({ hardCoverageBp: hardBp, leastBp: hardFloorBp });
  return totalBp;
}

/** Room by proved green energy, or under the supply cap until that counts; and in the throttle. */
export function requireRoom(state: StateReader, mintedMicroKdg: bigint): void {
  const roomMicroKdg = roomLeft(state);
  if (mintedMicroKdg > roomMicroKdg) {
    if (!isRoomInForce(state)) throw refusals.supplyCapReached({ roomMicroKdg });
    throw refusals.roomShort({ roomMicroKdg, supplyMicroKdg: supplyMicroKdg(state) });
  }
  requireAvailable(state, "issuance", mintedMicroKdg);
}

export function isRoomInForce(state: StateReader): boolean {
  return BigInt(state.height) >= parameters.roomActivationHeight.get(state);
}

/** How much more may be minted; the supply may be above its bound, which has decayed since, and then it is nothing. */
export function roomLeft(state: StateReader): bigint {
  const isRoom = isRoomInForce(state);
  const most = isRoom ? valueSupport.roomMicroKdg(state) : parameters.supplyCapMicroKdg.get(state);
  const room = most - supplyMicroKdg(state);
  return room < 0n ? 0n : room;
}

function priceUsed({ metal, price, haircutBp, attestedFineMg }: HeldMetal): z.output<typeof usedPriceSchema> {
  assert(price.status !== "unknown", "a metal taken has a price");
  const { status, roundId, worstNano } = price;
  return { metal, status, roundId, lowNano: worstNano.low, haircutBp: Number(haircutBp), fineWeightMg: attestedFineMg };
}
