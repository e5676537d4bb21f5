// How well a reserve covers the basket: it starts at the coverage of a mint, follows each reweighting at a cost, and loses nothing silently.
import { collateralNanoDown, coverageBpDown, liabilityNanoUp, wholeBp, zoneOf } from "#src/modules/issuance/rules.ts";
import { type Month, worthAt } from "./history.ts";

/** What a price list says covers nothing, in basis points: the standard haircuts of the module `issuance`. */
const haircutsBp: Readonly<Record<string, bigint>> = { SILVER: 3_000n, COPPER: 3_000n, GOLD: 1_500n, ALUMINUM: 3_000n };
/** Nickel's, taken for what the ledger has not judged: rather too much than too little. */
const otherHaircutBp = 4_000n;
/** After haircuts, at the start: what a mint has to bring. */
export const mintCoverageBp = 11_500n;
/** Of what is bought and sold: 30 basis points, for spread, carriage and assay. */
export const tradeCostBp = 30n;
export const zoneLines = { greenBp: 11_000n, amberBp: 10_000n } as const;
/** The basket stands for so many KDG, all of them issued: liability is the basket's value. */
const basketKdg = 1_000_000n;
const supplyMicroKdg = basketKdg * 1_000_000n;

export function haircutOf(component: string, given: ReadonlyMap<string, bigint>): bigint {
  return given.get(component) ?? haircutsBp[component] ?? otherHaircutBp;
}

export interface Covered {
  readonly month: string;
  readonly coverageBp: bigint;
  readonly zone: "green" | "amber" | "red";
  readonly assetsNano: bigint;
  readonly liabilityNano: bigint;
  /** What assets after haircuts lack; booked, so that assets + deficit = liability + surplus. */
  readonly deficitNano: bigint;
  readonly surplusNano: bigint;
}

export interface Reserve {
  readonly components: readonly string[];
  readonly haircuts: ReadonlyMap<string, bigint>;
  /** A component of which the reserve first holds more than the basket does, by this share of its own worth. */
  readonly excess?: { readonly component: string; readonly shareBp: bigint };
}

/** In: what the basket did. Out: coverage in each month, before that month's own trade is paid for. */
export function coverageOf(months: readonly Month[], reserve: Reserve): Covered[] {
  const haircuts = reserve.components.map((component) => haircutOf(component, reserve.haircuts));
  let held: bigint[] | undefined;
  return months.map((month, at) => {
    held ??= firstHoldings(month, reserve, haircuts);
    const covered = coveredAt(month, held, haircuts);
    const isTraded = at > 0 && month.turnover > 0;
    if (isTraded) held = traded(months[at - 1] ?? month, month, held);
    return covered;
  });
}

/** So much of the basket's own mixture that after haircuts it is worth the mint's coverage, rounded up. */
function firstHoldings({ quantities, pricesNano, valueNano }: Month, reserve: Reserve, haircuts: readonly bigint[]) {
  const { excess } = reserve;
  const mixed = quantities.map((quantity, at) => {
    if (excess === undefined) return quantity;
    const isExcess = reserve.components[at] === excess.component;
    const kept = (quantity * (wholeBp - excess.shareBp)) / wholeBp;
    return isExcess ? kept + (valueNano * excess.shareBp) / (wholeBp * (pricesNano[at] ?? 1n)) : kept;
  });
  const worthNano = collateral(mixed, pricesNano, haircuts);
  return mixed.map((quantity) => (quantity * valueNano * mintCoverageBp) / (worthNano * wholeBp) + 1n);
}

function collateral(quantities: readonly bigint[], pricesNano: readonly bigint[], haircuts: readonly bigint[]): bigint {
  return quantities.reduce((sum, quantity, at) => {
    const price = { priceNano: pricesNano[at] ?? 0n, measuresPerUnit: 1n };
    return sum + collateralNanoDown(quantity, price, haircuts[at] ?? wholeBp);
  }, 0n);
}

function coveredAt({ month, pricesNano, valueNano }: Month, held: readonly bigint[], haircuts: readonly bigint[]) {
  const assetsNano = collateral(held, pricesNano, haircuts);
  const liabilityNano = liabilityNanoUp(supplyMicroKdg, { basketKdg, valueNano });
  const coverageBp = coverageBpDown(assetsNano, liabilityNano) ?? 0n;
  const missingNano = liabilityNano - assetsNano;
  const deficitNano = missingNano > 0n ? missingNano : 0n;
  const surplusNano = missingNano < 0n ? -missingNano : 0n;
  return {
    month,
    coverageBp,
    zone: zoneOf(coverageBp, zoneLines),
    assetsNano,
    liabilityNano,
    deficitNano,
    surplusNano,
  };
}

/** Sells and buys in the proportion of the basket's own change; the cost is paid out of what is held. */
function traded(before: Month, after: Month, held: readonly bigint[]): bigint[] {
  const worthNano = worthAt(held, after.pricesNano, 0n);
  const basketNano = worthAt(after.quantities, after.pricesNano, 0n);
  const wanted = after.quantities.map((quantity) => (quantity * worthNano) / basketNano);
  const movedNano = wanted.reduce((sum, quantity, at) => {
    const moved = quantity - (held[at] ?? before.quantities[at] ?? 0n);
    return sum + (moved < 0n ? -moved : moved) * (after.pricesNano[at] ?? 0n);
  }, 0n);
  const costNano = (movedNano * tradeCostBp) / wholeBp;
  return wanted.map((quantity) => (quantity * (worthNano - costNano)) / worthNano);
}
