// What covers the supply: assets, liability, coverage, zone, and whether money may be minted now.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, basisPointsSchema, currencySchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { type BasketValue, read as basket } from "#src/modules/basket/access.ts";
import { type PriceReading, priceRangeSchema, statusSchema } from "#src/modules/oracle/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { heldShares, targetShares } from "../composition.ts";
import { type Coverage, coverageOf } from "../coverage.ts";
import { collateralOf, distributableOf, type HeldMetal, readHoldings } from "../holdings.ts";
import { juniorUnits } from "../juniors.ts";
import { isRoomInForce, roomLeft } from "../minting.ts";
import { isPaused, supplyMicroKdg, surplusMicroKdg } from "../money.ts";
import { redemptionRateNano } from "../redemptionRules.ts";
import { countedByKind } from "../rights/valuing.ts";
import { type Fraction, fractionBp, noShare } from "../rules.ts";
import { metalSchema, zoneSchema } from "../schemas.ts";
import { availableMicroKdg } from "../throttles.ts";

const pricedShape = {
  priceStatus: statusSchema,
  /** The low price that counts; absent where there is no price. */
  lowNano: amountSchema.optional(),
  haircutBp: basisPointsSchema,
  /** At the low price, before and after the haircut; zero while the price is stale or unknown. */
  worthNano: amountSchema,
  collateralNano: amountSchema,
} as const;

const metalCoverSchema = z.strictObject({
  metal: metalSchema,
  attestedFineWeightMg: amountSchema,
  unattestedFineWeightMg: amountSchema,
  ...pricedShape,
  /** Of the attested metals held, and of the metals in the basket. */
  heldShareBp: amountSchema,
  targetShareBp: amountSchema,
});

const cashCoverSchema = z.strictObject({ currency: currencySchema, amount: amountSchema, ...pricedShape });

const mintReasonSchema = z.enum([
  "none",
  "kdgPaused",
  "priceUnsound",
  "zoneAmber",
  "zoneRed",
  "supplyCapReached",
  "roomShort",
  "throttled",
]);

export const coverage = defineQuery({
  summary: "What covers the supply, at low prices after haircuts, against the supply at the high reference value.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({
    /** The worst status among the prices of the basket. */
    priceStatus: statusSchema,
    supplyMicroKdg: amountSchema,
    surplusMicroKdg: amountSchema,
    juniorUnits: amountSchema,
    /** R in billionths of the numeraire per KDG. */
    referenceNano: priceRangeSchema.optional(),
    metals: z.array(metalCoverSchema).max(limits.metalsMax),
    cash: z.array(cashCoverSchema).max(limits.reserveCurrenciesMax),
    /** After haircuts; and before, which is what an epoch may pay out. */
    collateralNano: amountSchema,
    distributableNano: amountSchema,
    /** What delivery rights count for, by kind: part of total coverage alone. */
    rightsNano: z.strictObject({ ELEC: amountSchema, COMPUTE: amountSchema }),
    liabilityNano: amountSchema.optional(),
    /** Absent where there is no supply, or no value to count it at. */
    hardCoverageBp: amountSchema.optional(),
    totalCoverageBp: amountSchema.optional(),
    /** Absent where there is no value to tell it by. */
    zone: zoneSchema.optional(),
    /** What an epoch priced at these prices would pay for one KDG, before its fee. */
    redemptionRateNano: amountSchema.optional(),
    mint: z.strictObject({
      allowed: z.boolean(),
      reason: mintReasonSchema,
      /** What proved green energy leaves, or the supply cap until that counts; and what the throttle leaves. */
      roomMicroKdg: amountSchema,
      availableMicroKdg: amountSchema,
    }),
  }),
  answer({ state }) {
    const value = basket.value(state);
    const holdings = readHoldings(state);
    const supply = supplyMicroKdg(state);
    const shares = heldShares(holdings.metals);
    const targets = value.status === "unknown" ? new Map<string, Fraction>() : targetShares(state);
    const byKind = countedByKind(state);
    const rightsNano = byKind.ELEC + byKind.COMPUTE;
    const known = value.status === "unknown" ? undefined : coverageOf(state, holdings, supply, value, rightsNano);
    const distributableNano = distributableOf(holdings);
    return {
      priceStatus: value.status,
      supplyMicroKdg: supply,
      surplusMicroKdg: surplusMicroKdg(state),
      juniorUnits: juniorUnits(state),
      ...(value.status === "unknown" ? {} : { referenceNano: value.perKdgNano }),
      metals: holdings.metals.map((held) => metalCover(held, shares.get(held.metal), targets.get(held.metal))),
      cash: holdings.cash.map(({ currency, amount, ...held }) => ({ currency, amount, ...pricedCover(held) })),
      collateralNano: collateralOf(holdings),
      rightsNano: byKind,
      distributableNano,
      ...(known === undefined ? {} : { liabilityNano: known.liabilityNano, zone: known.zone }),
      ...(known?.hardBp === undefined ? {} : { hardCoverageBp: known.hardBp }),
      ...(known?.totalBp === undefined ? {} : { totalCoverageBp: known.totalBp }),
      ...(value.status === "unknown" || supply === 0n
        ? {}
        : { redemptionRateNano: redemptionRateNano(value.perKdgNano.low, distributableNano, supply) }),
      mint: mintAnswer(state, value, known),
    };
  },
});

interface Cover {
  readonly price: PriceReading;
  readonly haircutBp: bigint;
  readonly worthNano: bigint;
  readonly collateralNano: bigint;
}

function pricedCover({ price, haircutBp, worthNano, collateralNano }: Cover) {
  const low = price.status === "unknown" ? {} : { lowNano: price.worstNano.low };
  return { priceStatus: price.status, ...low, haircutBp: Number(haircutBp), worthNano, collateralNano };
}

function metalCover(held: HeldMetal, share: Fraction | undefined, target: Fraction | undefined) {
  return {
    metal: held.metal,
    attestedFineWeightMg: held.attestedFineMg,
    unattestedFineWeightMg: held.unattestedFineMg,
    ...pricedCover(held),
    heldShareBp: fractionBp(share ?? noShare),
    targetShareBp: fractionBp(target ?? noShare),
  };
}

function mintAnswer(state: StateReader, value: BasketValue, known: Coverage | undefined) {
  const roomMicroKdg = roomLeft(state);
  const available = availableMicroKdg(state, "issuance");
  const reason = mintReason(state, value, known, { roomMicroKdg, available });
  return { allowed: reason === "none", reason, roomMicroKdg, availableMicroKdg: available };
}

function mintReason(
  state: StateReader,
  { status }: BasketValue,
  known: Coverage | undefined,
  left: { roomMicroKdg: bigint; available: bigint },
): z.output<typeof mintReasonSchema> {
  if (isPaused(state)) return "kdgPaused";
  if (known === undefined || status === "stale") return "priceUnsound";
  if (known.zone !== "green") return known.zone === "amber" ? "zoneAmber" : "zoneRed";
  if (left.roomMicroKdg === 0n) return isRoomInForce(state) ? "roomShort" : "supplyCapReached";
  return left.available === 0n ? "throttled" : "none";
}
