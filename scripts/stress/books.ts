// The check after every block of a replay: no unit unaccounted for, and every figure as the rules in words give it.
import { present } from "#src/core/assert.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import { reserveAccount } from "#src/modules/issuance/books.ts";
import { certificates } from "#src/modules/metal-reserve/tables.ts";
import type { StateEvent } from "#src/state/view.ts";
import { type Cover, coverOf, type Held, type Lines, type Priced, rateOf, type Status, valueNano } from "./apart.ts";
import type { StressLedger } from "./ledger.ts";
import type { Metal } from "./months.ts";

export interface Stand extends Cover {
  readonly status: Status;
  readonly prices: ReadonlyMap<string, Priced>;
  readonly basket: Lines & { readonly reweights: number };
  readonly metals: readonly Held[];
  readonly supplyMicroKdg: bigint;
  readonly surplusMicroKdg: bigint;
  readonly juniorUnits: bigint;
  readonly rLowNano: bigint;
  readonly rateNano: bigint;
}

interface CoverageShown {
  readonly priceStatus: Status;
  readonly zone?: string;
  readonly totalCoverageBp?: bigint;
  readonly liabilityNano?: bigint;
  readonly collateralNano: bigint;
  readonly distributableNano: bigint;
  readonly supplyMicroKdg: bigint;
  readonly surplusMicroKdg: bigint;
  readonly juniorUnits: bigint;
  readonly metals: readonly { metal: Metal; attestedFineWeightMg: bigint; unattestedFineWeightMg: bigint }[];
}

interface SheetShown {
  readonly totalNano: bigint;
  readonly lines: readonly { account: string; class: string; debitNano: bigint; creditNano: bigint }[];
}

/** What a block's events say of money and metal. */
interface Moved {
  readonly mintedMicroKdg?: bigint;
  readonly burntMicroKdg?: bigint;
  readonly surplusBurntMicroKdg?: bigint;
  readonly certificateIds?: readonly number[];
  readonly metal?: string;
  readonly fineWeightMg?: bigint;
}

interface EpochPriced {
  readonly pricing: { readonly lowNano: bigint; readonly rateNano: bigint; readonly distributableNano: bigint };
}

export class Books {
  #mintedMicroKdg = 0n;
  #burntMicroKdg = 0n;
  readonly #heldMg = new Map<string, bigint>();
  #last: Stand | undefined;
  /** How many blocks were looked at, and how many reweightings kept the value. */
  blocks = 0;
  reweightings = 0;

  /** Throws a sentence that names the first figure that is not what it must be. */
  async inspect(ledger: StressLedger, events: readonly StateEvent[]): Promise<Stand | undefined> {
    this.blocks += 1;
    equal("the faults", ledger.faults.length, 0);
    this.#follow(ledger, events);
    const shown = (await ledger.query("issuance/coverage")) as CoverageShown;
    await this.#checkUnits(ledger, shown);
    const prices = await pricesOf(ledger, shown);
    const basket = (await ledger.query("basket/current")) as Stand["basket"];
    this.#checkBasket(basket, prices);
    if (shown.priceStatus === "unknown" || shown.supplyMicroKdg === 0n) return undefined;
    const stand = standOf(shown, basket, prices);
    checkSheet((await ledger.query("issuance/balanceSheet")) as SheetShown, stand);
    this.#checkPricing(events, stand);
    this.#last = stand;
    return stand;
  }

  /** Adds what was minted, burnt, taken in and paid out by the events alone. */
  #follow({ state }: StressLedger, events: readonly StateEvent[]): void {
    const move = (metal: string, byMg: bigint) => this.#heldMg.set(metal, (this.#heldMg.get(metal) ?? 0n) + byMg);
    for (const { type, content } of events) {
      const moved = content as Moved;
      if (type === "issuance/kdgMinted") {
        this.#mintedMicroKdg += moved.mintedMicroKdg ?? 0n;
        for (const id of moved.certificateIds ?? []) {
          const { metal, fineWeightMg } = present(certificates.get(state, id), "a certificate minted on");
          move(metal, fineWeightMg);
        }
      }
      if (type === "issuance/lossAbsorbed") this.#burntMicroKdg += moved.surplusBurntMicroKdg ?? 0n;
      if (type === "issuance/metalRedeemed") {
        this.#burntMicroKdg += moved.burntMicroKdg ?? 0n;
        move(moved.metal ?? "", -(moved.fineWeightMg ?? 0n));
      }
    }
  }

  /** Supply = minted - burnt = all balances; metal told = certificates of the reserve = taken in - paid out. */
  async #checkUnits({ state }: StressLedger, shown: CoverageShown): Promise<void> {
    let inBalances = 0n;
    for await (const { value } of balances.scan(state, { within: ["KDG"] })) inBalances += value.amount;
    equal("the supply against all balances", shown.supplyMicroKdg, inBalances);
    equal("the supply against minted less burnt", shown.supplyMicroKdg, this.#mintedMicroKdg - this.#burntMicroKdg);
    const inCertificates = new Map<string, bigint>();
    for await (const { value } of certificates.scan(state)) {
      if (value.owner !== reserveAccount) continue;
      inCertificates.set(value.metal, (inCertificates.get(value.metal) ?? 0n) + value.fineWeightMg);
    }
    for (const { metal, attestedFineWeightMg, unattestedFineWeightMg } of shown.metals) {
      const told = attestedFineWeightMg + unattestedFineWeightMg;
      equal(`${metal} held against its certificates`, told, inCertificates.get(metal) ?? 0n);
      equal(`${metal} held against what came and went`, told, this.#heldMg.get(metal) ?? 0n);
    }
  }

  /** A reweighting leaves the basket's value as it was at the prices of its block. */
  #checkBasket(basket: Stand["basket"], prices: ReadonlyMap<string, Priced>): void {
    const before = this.#last?.basket;
    if (before === undefined || before.reweights === basket.reweights) return;
    this.reweightings += 1;
    equal("reweightings in one block", basket.reweights, before.reweights + 1);
    equal("KDG that the basket stands for", basket.basketKdg, before.basketKdg);
    equal("the value in a reweighting", valueNano(basket, prices, "midNano"), valueNano(before, prices, "midNano"));
    for (const { status } of prices.values()) equal("a price in a reweighting", status, "sound");
  }

  /** An epoch priced in this block: what was there before it, the basket too, at the prices after it. */
  #checkPricing(events: readonly StateEvent[], { prices }: Stand): void {
    for (const { type, content } of events) {
      if (type !== "issuance/epochPriced" || this.#last === undefined) continue;
      const { pricing } = content as EpochPriced;
      const expected = rateOf(this.#last, this.#last.basket, prices);
      equal("R.low of an epoch", pricing.lowNano, expected.lowNano);
      equal("what an epoch may pay out", pricing.distributableNano, expected.distributableNano);
      equal("the rate of an epoch", pricing.rateNano, expected.rateNano);
    }
  }
}

export function equal(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)}, and must be ${String(expected)}`);
}

async function pricesOf(ledger: StressLedger, { metals }: CoverageShown): Promise<ReadonlyMap<string, Priced>> {
  const prices = new Map<string, Priced>();
  for (const { metal } of metals) {
    const shown = (await ledger.query("oracle/price", { feed: metal })) as {
      status: Status;
      priceNano?: { mid: bigint };
      worstNano?: { low: bigint; high: bigint };
    };
    const { status, priceNano, worstNano } = shown;
    prices.set(metal, {
      status,
      midNano: priceNano?.mid ?? 0n,
      lowNano: worstNano?.low ?? 0n,
      highNano: worstNano?.high ?? 0n,
    });
  }
  return prices;
}

function standOf(shown: CoverageShown, basket: Stand["basket"], prices: ReadonlyMap<string, Priced>): Stand {
  const { priceStatus, supplyMicroKdg, surplusMicroKdg, juniorUnits } = shown;
  const metals = shown.metals.map(({ metal, attestedFineWeightMg }) => ({ metal, attestedMg: attestedFineWeightMg }));
  const cover = coverOf(metals, basket, prices, supplyMicroKdg);
  equal("collateral", shown.collateralNano, cover.collateralNano);
  equal("liability", shown.liabilityNano, cover.liabilityNano);
  equal("coverage", shown.totalCoverageBp, cover.coverageBp);
  equal("the zone", shown.zone, cover.zone);
  const { lowNano, rateNano } = rateOf({ metals, supplyMicroKdg, surplusMicroKdg }, basket, prices);
  const stand = { ...cover, status: priceStatus, prices, basket, metals, supplyMicroKdg, surplusMicroKdg, juniorUnits };
  return { ...stand, rLowNano: lowNano, rateNano };
}

/** Assets + deficit = liability + surplus, with the deficit that is found apart. */
function checkSheet({ lines, totalNano }: SheetShown, { collateralNano, liabilityNano, deficitNano }: Stand): void {
  const sum = (side: "debitNano" | "creditNano", isWanted: (line: SheetShown["lines"][number]) => boolean) =>
    lines.filter(isWanted).reduce((total, line) => total + line[side], 0n);
  equal(
    "debits",
    sum("debitNano", () => true),
    totalNano,
  );
  equal(
    "credits",
    sum("creditNano", () => true),
    totalNano,
  );
  const isAsset = ({ class: kind }: { class: string }) => kind === "asset" || kind === "contra";
  const assetsNano = sum("debitNano", isAsset) - sum("creditNano", isAsset);
  equal("assets after haircuts", assetsNano, collateralNano);
  const owedNano = sum("creditNano", ({ account }) => account.startsWith("kdg/"));
  equal("what is owed on all KDG", owedNano, liabilityNano);
  const bookedNano = sum("debitNano", ({ account }) => account === "reserve-deficit");
  equal("the deficit booked", bookedNano, deficitNano);
  const restNano = sum("creditNano", ({ account }) => account === "junior-units" || account === "reserve-surplus");
  equal("assets and deficit", assetsNano + bookedNano, owedNano + restNano);
}
