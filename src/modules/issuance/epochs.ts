// Redemption epochs: opened by their first request, closed by block time, priced once at prices observed after that.
import { assert, present } from "#src/core/assert.ts";
import { read as basket, type KnownValue } from "#src/modules/basket/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { heldShares, targetShares } from "./composition.ts";
import { events } from "./events.ts";
import { distributableOf, type HeldCash, type HeldMetal, type Holdings, readHoldings } from "./holdings.ts";
import { burnSurplusForHolders, surplusForHolders } from "./losses.ts";
import { supplyMicroKdg } from "./money.ts";
import { parameters } from "./parameters.ts";
import { redemptionFeeBp, redemptionRateNano } from "./redemptionRules.ts";
import { fractionBp, noShare } from "./rules.ts";
import type { Epoch, PayableCash, PayableMetal, Pricing } from "./schemas.ts";
import { epochPointers, epochs } from "./tables.ts";

const noPointers = { newest: 0, oldest: 1 };

export function readPointers(state: StateReader) {
  return epochPointers.get(state) ?? noPointers;
}

export function requireEpoch(state: StateReader, epoch: number): Stored<Epoch> {
  return present(epochs.get(state, epoch), "a request has an epoch");
}

/** The epoch that takes requests now; undefined where the next request opens one. */
export function readOpenEpoch(state: StateReader): { number: number; epoch: Stored<Epoch> } | undefined {
  const { newest } = readPointers(state);
  const epoch = epochs.get(state, newest);
  return epoch?.state === "open" && state.timeMs < epoch.closesMs ? { number: newest, epoch } : undefined;
}

/** The open epoch, opened now where there is none. */
export function openEpoch(state: State): { number: number; epoch: Stored<Epoch> } {
  const open = readOpenEpoch(state);
  if (open !== undefined) return open;
  closeDueEpoch(state);
  const { newest, oldest } = readPointers(state);
  const number = newest + 1;
  const epoch: Epoch = {
    state: "open",
    openedMs: state.timeMs,
    closesMs: state.timeMs + Number(parameters.epochMs.get(state)),
    requests: 0,
    requestedMicroKdg: 0n,
    burntMicroKdg: 0n,
    feeMicroKdg: 0n,
    returnedMicroKdg: 0n,
    lostMicroKdg: 0n,
  };
  epochPointers.put(state, { newest: number, oldest });
  epochs.put(state, number, epoch);
  return { number, epoch };
}

/** Adds a request to an epoch, or takes a cancelled one off it. */
export function countRequest(state: State, number: number, requestsDelta: 1 | -1, amountMicroKdg: bigint): void {
  const epoch = requireEpoch(state, number);
  epochs.put(state, number, {
    ...epoch,
    requests: epoch.requests + requestsDelta,
    requestedMicroKdg: epoch.requestedMicroKdg + BigInt(requestsDelta) * amountMicroKdg,
  });
}

/** Closes the open epoch once its time has come. */
export function closeDueEpoch(state: State): void {
  const { newest } = readPointers(state);
  const epoch = epochs.get(state, newest);
  if (epoch?.state !== "open" || state.timeMs < epoch.closesMs) return;
  epochs.put(state, newest, { ...epoch, state: "closed" });
  const { requests, requestedMicroKdg } = epoch;
  state.emit(events.epochClosed({ epoch: newest, requests, requestedMicroKdg }));
}

/**
 * Prices a closed epoch when every price is sound and was observed after the close; after too long a wait its requests
 * go back instead. The surplus is burnt first as far as holders would otherwise be paid less than R.low.
 */
export function priceEpoch(state: State, number: number): void {
  const epoch = requireEpoch(state, number);
  assert(epoch.state === "closed", "only a closed epoch is priced");
  const value = basket.value(state);
  const isReady = value.status === "sound" && value.observedMs > epoch.closesMs;
  const pricing = isReady && epoch.requests > 0 ? makePricing(state, value, epoch.closesMs) : undefined;
  if (pricing !== undefined) {
    epochs.put(state, number, { ...epoch, state: "paying", pricing });
    state.emit(events.epochPriced({ epoch: number, pricing }));
    return;
  }
  const patienceMs = Number(parameters.pricingPatienceMs.get(state));
  const isHopeless = isReady || state.timeMs >= epoch.closesMs + patienceMs;
  if (!isHopeless && epoch.requests > 0) return;
  epochs.put(state, number, { ...epoch, state: "returning" });
}

/** Undefined where there is nothing to pay with, or so little that a KDG would get nothing: then no surplus is burnt either. */
function makePricing(state: State, value: KnownValue, closesMs: number): Pricing | undefined {
  const holdings = readHoldings(state);
  const distributableNano = distributableOf(holdings);
  const lowNano = value.perKdgNano.low;
  if (distributableNano === 0n || lowNano === 0n) return undefined;
  const loss = surplusForHolders(state, lowNano, distributableNano);
  const supply = supplyMicroKdg(state) - loss.burntMicroKdg;
  const rateNano = redemptionRateNano(lowNano, distributableNano, supply);
  if (rateNano === 0n) return undefined;
  burnSurplusForHolders(state, loss);
  return {
    pricedMs: state.timeMs,
    observedMs: value.observedMs,
    lowNano,
    rateNano,
    distributableNano,
    supplyMicroKdg: supply,
    ...payableTerms(state, holdings, closesMs),
  };
}

/** The terms of what can be paid: fast metals and currencies with a sound price observed after the close. */
function payableTerms(
  state: StateReader,
  { metals, cash }: Holdings,
  closesMs: number,
): { metals: PayableMetal[]; cash: PayableCash[] } {
  const baseBp = parameters.redemptionFeeBp.get(state);
  const bandBp = parameters.bandBp.get(state);
  const shares = heldShares(metals);
  const targets = targetShares(state);
  const metalTerms = (held: HeldMetal): PayableMetal[] => {
    const { metal, price, measuresPerUnit, isSlow, attestedFineMg } = held;
    if (isSlow || attestedFineMg === 0n || price.status !== "sound" || price.observedMs <= closesMs) return [];
    const shareBp = fractionBp(shares.get(metal) ?? noShare);
    const targetBp = fractionBp(targets.get(metal) ?? noShare);
    const feeBp = redemptionFeeBp(baseBp, shareBp, targetBp, bandBp);
    const { mid, high } = price.priceNano;
    const terms = { roundId: price.roundId, midNano: mid, highNano: high, measuresPerUnit };
    return [{ metal, ...terms, targetBp: Number(targetBp), feeBp: Number(feeBp) }];
  };
  const cashTerms = ({ currency, price, measuresPerUnit, worthNano }: HeldCash): PayableCash[] => {
    if (worthNano === 0n || price.status !== "sound" || price.observedMs <= closesMs) return [];
    const { roundId, priceNano } = price;
    return [{ currency, roundId, highNano: priceNano.high, measuresPerUnit, feeBp: Number(baseBp) }];
  };
  return { metals: metals.flatMap(metalTerms), cash: cash.flatMap(cashTerms) };
}
