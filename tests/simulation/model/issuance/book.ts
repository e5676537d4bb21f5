// Issuance as the model keeps it: minted and burnt, throttles, epochs, requests, junior units.
import { anchored, balanceOf, burn, giveBack, issue, supplyOf, transfer } from "../accounts/book.ts";
import type { Due } from "../compute/book.ts";
import { bookAccount } from "../encoding.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export const reserve = bookAccount("issuance/reserve");
export const surplus = bookAccount("issuance/surplus");
export const redeeming = bookAccount("issuance/redeeming");
export const juniors = bookAccount("issuance/juniors");

export interface ReserveCurrency {
  readonly currency: string;
  readonly feed: string;
  readonly haircutBp: number;
}

export interface PayableMetal {
  readonly metal: string;
  readonly roundId: number;
  readonly midNano: bigint;
  readonly highNano: bigint;
  readonly measuresPerUnit: bigint;
  readonly targetBp: number;
  readonly feeBp: number;
}

export interface PayableCash {
  readonly currency: string;
  readonly roundId: number;
  readonly highNano: bigint;
  readonly measuresPerUnit: bigint;
  readonly feeBp: number;
}

export interface Pricing {
  readonly pricedMs: number;
  readonly observedMs: number;
  readonly lowNano: bigint;
  readonly rateNano: bigint;
  readonly distributableNano: bigint;
  readonly supplyMicroKdg: bigint;
  readonly metals: readonly PayableMetal[];
  readonly cash: readonly PayableCash[];
}

export interface Sums {
  readonly burntMicroKdg: bigint;
  readonly feeMicroKdg: bigint;
  readonly returnedMicroKdg: bigint;
  readonly lostMicroKdg: bigint;
}

export interface Epoch extends Sums {
  readonly state: "open" | "closed" | "paying" | "returning" | "settled" | "lapsed";
  readonly openedMs: number;
  readonly closesMs: number;
  readonly requests: number;
  readonly requestedMicroKdg: bigint;
  readonly pricing?: Pricing;
}

export interface Wish {
  readonly amountMicroKdg: bigint;
  readonly metal?: string;
  readonly rest?: "metal" | "cash" | "kdg";
}

export interface Request extends Wish {
  readonly account: string;
  readonly epoch: number;
  readonly state: "queued" | "settled" | "stranded";
  readonly leftMicroKdg: bigint;
  readonly burntMicroKdg: bigint;
  readonly feeMicroKdg: bigint;
  readonly returnedMicroKdg: bigint;
  readonly paidMetals: readonly { readonly metal: string; readonly fineWeightMg: bigint }[];
  readonly paidCash: readonly { readonly currency: string; readonly amount: bigint }[];
}

export interface Series {
  readonly factor: bigint;
  readonly paidSum: bigint;
}

export interface Units extends Series {
  readonly units: bigint;
  readonly series: number;
}

export const wholeFactor = 10n ** 27n;
export const noUnits: Units = { units: 0n, series: 0, factor: wholeFactor, paidSum: 0n };

export interface Right {
  readonly kind: "ELEC" | "COMPUTE";
  readonly month: string;
  readonly energy?: { readonly device: string; readonly wattHours: bigint };
  readonly capacity?: { readonly certificateIds: readonly number[]; readonly microScuHours: bigint };
  readonly provider: string;
  readonly mintedMicroKdg: bigint;
  readonly bond: number;
  readonly state: "held" | "boughtBack" | "auctioned" | "defaulted";
  readonly bid?: { readonly bidder: string; readonly bidMicroKdg: bigint };
  readonly mintedMs: number;
  readonly default?: { readonly owedNano: bigint; readonly paidNano: bigint };
}

const makeBook = (log: UndoLog) => ({
  rights: new UndoMap<number, Right>(log),
  rightEnds: new UndoCell<readonly Due[]>(log, []),
  rightEndsEver: new UndoCell(log, 0),
  money: new UndoCell<{ readonly mintedMicroKdg: bigint; readonly burntMicroKdg: bigint } | undefined>(log, undefined),
  throttles: new UndoMap<string, { readonly leftMicroKdg: bigint; readonly updatedMs: number }>(log),
  currencies: new UndoCell<readonly ReserveCurrency[]>(log, []),
  epochs: new UndoMap<number, Epoch>(log),
  /** The oldest epoch that is not done with. */
  oldest: new UndoCell(log, 1),
  requests: new UndoMap<number, Request>(log),
  lastRequest: new UndoCell(log, 0),
  /** The requests of each epoch that were not taken up yet, with those cancelled meanwhile. */
  queues: new UndoMap<number, { readonly first: number; readonly requests: readonly number[] }>(log),
  totals: new UndoCell<(Units & { readonly heldMicroKdg: bigint; readonly distributedMs: number }) | undefined>(
    log,
    undefined,
  ),
  holdings: new UndoMap<string, Units & { readonly owedMicroKdg: bigint }>(log),
  ended: new UndoMap<number, Series>(log),
});

export const issuanceOf = (model: Model) => model.book(makeBook);

export const supply = (model: Model): bigint => supplyOf(model, anchored);
export const surplusHeld = (model: Model): bigint => balanceOf(model, anchored, surplus);

export function mintKdg(model: Model, account: string, microKdg: bigint): void {
  const { money } = issuanceOf(model);
  const { mintedMicroKdg = 0n, burntMicroKdg = 0n } = money.value ?? {};
  issue(model, anchored, account, microKdg);
  money.value = { mintedMicroKdg: mintedMicroKdg + microKdg, burntMicroKdg };
}

export function burnKdg(model: Model, account: string, microKdg: bigint): void {
  const { money } = issuanceOf(model);
  const { mintedMicroKdg = 0n, burntMicroKdg = 0n } = money.value ?? {};
  burn(model, anchored, account, microKdg);
  money.value = { mintedMicroKdg, burntMicroKdg: burntMicroKdg + microKdg };
}

export function lockKdg(model: Model, from: string, amount: bigint): void {
  transfer(model, { currency: anchored, from, to: redeeming, amount });
}

export function returnKdg(model: Model, to: string, amount: bigint): void {
  giveBack(model, { currency: anchored, from: redeeming, to, amount });
}

/** The epoch that takes requests now. */
export function openEpochNumber(model: Model): number | undefined {
  const { epochs } = issuanceOf(model);
  const newest = epochs.get(epochs.size);
  return newest?.state === "open" && model.timeMs < newest.closesMs ? epochs.size : undefined;
}
