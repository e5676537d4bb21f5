// What the reserve should acquire or release: what it holds against what the basket asks for, and what lacks for coverage.
import { z } from "zod";
import { difference, divideDown, divideUp, minimum } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { amountSchema, basisPointsSchema, currencySchema, signedAmountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { statusSchema } from "#src/modules/oracle/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { coverageOf } from "../coverage.ts";
import { type MetalGap, metalGaps } from "../gap.ts";
import { askedQuantity, lackingNano } from "../gapRules.ts";
import { collateralOf, type HeldCash, type Holdings, type Priced, readHoldings, readPriced } from "../holdings.ts";
import { supplyMicroKdg } from "../money.ts";
import { parameters } from "../parameters.ts";
import { type RightKind, rightKindSchema } from "../rights/schemas.ts";
import { countedByKind, heldQuantity } from "../rights/valuing.ts";
import { fractionBp, sumOfWorths, wholeBp } from "../rules.ts";
import { metalSchema } from "../schemas.ts";

const metalGapSchema = z.strictObject({
  metal: metalSchema,
  priceStatus: statusSchema,
  /** The basket times the supply, rounded up. */
  askedFineWeightMg: amountSchema,
  attestedFineWeightMg: amountSchema,
  unattestedFineWeightMg: amountSchema,
  /** Attested less asked: below zero where the reserve has less than the supply stands for. */
  gapFineWeightMg: signedAmountSchema,
  /** The same at the middle price, rounded away from zero where it lacks and towards zero where it exceeds. */
  gapNano: signedAmountSchema,
  heldShareBp: amountSchema,
  targetShareBp: amountSchema,
  bandBp: basisPointsSchema,
  /** By the band: what a mint could not make worse. */
  advice: z.enum(["acquire", "release", "within", "unknown"]),
  /** What would bring the share to its target while the other metals stay: at the middle price, rounded down. */
  toTargetFineWeightMg: amountSchema,
  toTargetNano: amountSchema,
});

const rightsGapSchema = z.strictObject({
  kind: rightKindSchema,
  /** In the measure of its feed: watt-hours, or micro-SCU-hours. */
  askedQuantity: amountSchema,
  heldQuantity: amountSchema,
  countedNano: amountSchema,
  /** The most that rights of the kind may count for among what covers the supply now, rounded down. */
  mostNano: amountSchema,
});

const cashGapSchema = z.strictObject({
  currency: currencySchema,
  amount: amountSchema,
  midNano: amountSchema,
  collateralNano: amountSchema,
});

export const reserveGap = defineQuery({
  summary: "What the reserve should acquire or release, component by component, and what lacks for coverage.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({
    /** The worst status among the prices of the basket. */
    priceStatus: statusSchema,
    supplyMicroKdg: amountSchema,
    metals: z.array(metalGapSchema).max(limits.metalsMax),
    rights: z.array(rightsGapSchema).max(rightKindSchema.options.length),
    /** The most that all rights may count for, rounded down. */
    rightsMostNano: amountSchema,
    cash: z.array(cashGapSchema).max(limits.reserveCurrenciesMax),
    /** Worth after haircut that lacks; zero where nothing does, absent where the basket has no value. */
    lacking: z
      .strictObject({
        /** For the green zone, by all that covers. */
        greenNano: amountSchema,
        /** For the line at which new money is minted, by all that covers. */
        mintNano: amountSchema,
        /** For the floor of hard coverage, by metal and currency alone. */
        hardNano: amountSchema,
      })
      .optional(),
  }),
  answer({ state }) {
    const holdings = readHoldings(state);
    const supply = supplyMicroKdg(state);
    const counted = countedByKind(state);
    const allNano = sumOfWorths([collateralOf(holdings), counted.ELEC, counted.COMPUTE]);
    const lacking = lackingOf(state, holdings, supply, counted.ELEC + counted.COMPUTE);
    return {
      priceStatus: basket.value(state).status,
      supplyMicroKdg: supply,
      metals: metalGaps(state, holdings.metals).map((gap) => metalAnswer(state, gap, supply)),
      rights: rightKindSchema.options.map((kind) => ({
        kind,
        askedQuantity: asked(state, kind, supply),
        heldQuantity: heldQuantity(state, kind),
        countedNano: counted[kind],
        mostNano: rightsMost(state, kind, allNano),
      })),
      rightsMostNano: divideDown(allNano * parameters.rightsCapBp.get(state), wholeBp),
      cash: holdings.cash.map(cashAnswer),
      ...(lacking === undefined ? {} : { lacking }),
    };
  },
});

function asked(state: StateReader, component: string, supply: bigint): bigint {
  const line = basket.components(state).find((each) => each.component === component);
  if (line === undefined) return 0n;
  const { measuresPerUnit } = readPriced(state, line.feed);
  return askedQuantity({ quantity: line.quantity, measuresPerUnit }, supply, basket.basketKdg(state));
}

function metalAnswer(state: StateReader, gap: MetalGap, supply: bigint) {
  const { metal, price, attestedFineMg, unattestedFineMg } = gap.held;
  const askedFineWeightMg = asked(state, metal, supply);
  return {
    metal,
    priceStatus: price.status,
    askedFineWeightMg,
    attestedFineWeightMg: attestedFineMg,
    unattestedFineWeightMg: unattestedFineMg,
    gapFineWeightMg: attestedFineMg - askedFineWeightMg,
    gapNano: gapNano(gap.held, attestedFineMg, askedFineWeightMg),
    heldShareBp: fractionBp(gap.share),
    targetShareBp: fractionBp(gap.target),
    bandBp: Number(parameters.bandBp.get(state)),
    advice: gap.advice,
    toTargetFineWeightMg: gap.distanceMg,
    toTargetNano: minimum(gap.distanceNano, limits.amountMax),
  };
}

function gapNano({ price, measuresPerUnit }: Priced, heldMg: bigint, askedMg: bigint): bigint {
  if (price.status === "unknown") return 0n;
  const nano = difference(heldMg, askedMg) * price.priceNano.mid;
  if (heldMg >= askedMg) return minimum(divideDown(nano, measuresPerUnit), limits.amountMax);
  return -minimum(divideUp(nano, measuresPerUnit), limits.amountMax);
}

function rightsMost(state: StateReader, kind: RightKind, allNano: bigint): bigint {
  const isKnown = basket.value(state).status !== "unknown";
  return isKnown ? divideDown(allNano * BigInt(basket.shareOfBasketBp(state, kind)), wholeBp) : 0n;
}

function cashAnswer({ currency, amount, midNano, collateralNano }: HeldCash) {
  return { currency, amount, midNano, collateralNano };
}

function lackingOf(state: StateReader, holdings: Holdings, supply: bigint, rightsNano: bigint) {
  const value = basket.value(state);
  if (value.status === "unknown") return undefined;
  const { collateralNano, liabilityNano } = coverageOf(state, holdings, supply, value, rightsNano);
  const allNano = collateralNano + rightsNano;
  return {
    greenNano: lackingNano(liabilityNano, parameters.greenBp.get(state), allNano),
    mintNano: lackingNano(liabilityNano, parameters.mintCoverageBp.get(state), allNano),
    hardNano: lackingNano(liabilityNano, parameters.hardFloorBp.get(state), collateralNano),
  };
}
