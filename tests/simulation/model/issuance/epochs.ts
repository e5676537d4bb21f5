// Requests for redemption and the epochs that settle them, as the model judges them.
import { anchored, isOpen, isPaused, judgeTransfer } from "../accounts/book.ts";
import { ceiling, floor, greatest, least, shareBp } from "../arithmetic.ts";
import { basketOf, basketValue, metalTargets } from "../basket/book.ts";
import { metalOf } from "../metal-reserve/book.ts";
import { type Model, modelMessage } from "../model.ts";
import { oracleOf } from "../oracle/book.ts";
import type { Price } from "../oracle/prices.ts";
import { parameter, parameterNumber } from "../parameters/book.ts";
import {
  burnKdg,
  type Epoch,
  issuanceOf,
  lockKdg,
  openEpochNumber,
  type Pricing,
  redeeming,
  returnKdg,
  supply,
  surplus,
  surplusHeld,
  type Wish,
} from "./book.ts";
import { cashHeld, lowWorth, metalsHeld, nothing, sharesHeld, together } from "./cover.ts";
import { cutUnits } from "./juniors.ts";
import { settleRequest } from "./payouts.ts";
import { judgePace, refill, take } from "./throttles.ts";

const nothingYet = { burntMicroKdg: 0n, feeMicroKdg: 0n, returnedMicroKdg: 0n, lostMicroKdg: 0n };

function openEpoch(model: Model): number {
  const { epochs } = issuanceOf(model);
  const open = openEpochNumber(model);
  if (open !== undefined) return open;
  const closesMs = model.timeMs + parameterNumber(model, "issuance.epochMs");
  const fresh = { state: "open", openedMs: model.timeMs, closesMs, requests: 0, requestedMicroKdg: 0n } as const;
  epochs.set(epochs.size + 1, { ...fresh, ...nothingYet });
  return epochs.size;
}

function count(model: Model, number: number, requests: number, microKdg: bigint): void {
  const { epochs } = issuanceOf(model);
  const epoch = epochs.at(number);
  const requestedMicroKdg = epoch.requestedMicroKdg + microKdg;
  epochs.set(number, { ...epoch, requests: epoch.requests + requests, requestedMicroKdg });
}

const requestRedemption = modelMessage<Wish>({
  judge(model, from, { amountMicroKdg: amount, metal }, grounds) {
    grounds.when(amount < parameter(model, "issuance.redemptionMicroKdgLeast"), "issuance/redemptionTooSmall");
    const isKept = metal === undefined || (metalOf(model).metals.has(metal) && basketOf(model).components.has(metal));
    grounds.when(!isKept, "issuance/metalUnknown");
    judgeTransfer(model, { currency: anchored, from, to: redeeming, amount }, grounds);
    judgePace(model, "redemption", amount, grounds);
  },
  apply(model, account, wish) {
    const { requests, lastRequest, queues, epochs } = issuanceOf(model);
    const { amountMicroKdg } = wish;
    lockKdg(model, account, amountMicroKdg);
    take(model, "redemption", amountMicroKdg);
    const epoch = openEpoch(model);
    lastRequest.value += 1;
    const request = lastRequest.value;
    const sums = { burntMicroKdg: 0n, feeMicroKdg: 0n, returnedMicroKdg: 0n, paidMetals: [], paidCash: [] };
    requests.set(request, { account, epoch, ...wish, state: "queued", leftMicroKdg: amountMicroKdg, ...sums });
    count(model, epoch, 1, amountMicroKdg);
    const queue = queues.get(epoch) ?? { first: 0, requests: [] };
    queues.set(epoch, { ...queue, requests: [...queue.requests, request] });
    return { request, epoch, closesMs: epochs.at(epoch).closesMs };
  },
});

const cancelRedemption = modelMessage<{ readonly request: number }>({
  judge(model, actor, { request }, grounds) {
    const { requests, lastRequest } = issuanceOf(model);
    const row = requests.get(request);
    if (row === undefined) {
      grounds.when(true, request <= lastRequest.value ? "issuance/redemptionClosed" : "issuance/unknownRedemption");
      return;
    }
    grounds.when(row.account !== actor, "issuance/notRedeemer");
    grounds.when(row.state === "settled", "issuance/redemptionClosed");
    const isBinding = row.state === "queued" && openEpochNumber(model) !== row.epoch;
    grounds.when(isBinding, "issuance/redemptionBinding");
    // An earlier message of the same transaction may have closed the account.
    grounds.when(!isOpen(model, actor), "accounts/unknownAccount");
  },
  apply(model, actor, { request }) {
    const { requests } = issuanceOf(model);
    const row = requests.at(request);
    const { leftMicroKdg, returnedMicroKdg, epoch } = row;
    returnKdg(model, actor, leftMicroKdg);
    refill(model, "redemption", leftMicroKdg);
    if (row.state === "queued") {
      requests.delete(request);
      count(model, epoch, -1, -leftMicroKdg);
    } else {
      const returned = returnedMicroKdg + leftMicroKdg;
      requests.set(request, { ...row, state: "settled", leftMicroKdg: 0n, returnedMicroKdg: returned });
    }
    return { returnedMicroKdg: leftMicroKdg };
  },
});

export const redemptionMessages = { requestRedemption, cancelRedemption };

/** At the beginning of a block the newest epoch closes, once its time has come. */
export function closeEpoch(model: Model): void {
  const { epochs } = issuanceOf(model);
  const newest = epochs.get(epochs.size);
  if (newest?.state === "open" && model.timeMs >= newest.closesMs)
    epochs.set(epochs.size, { ...newest, state: "closed" });
}

/** At the end of a block the oldest epoch not done with is priced if it can be, and settled slice by slice. */
export function settleEpochs(model: Model): void {
  const { epochs, oldest } = issuanceOf(model);
  const number = oldest.value;
  const epoch = epochs.get(number);
  if (epoch === undefined || epoch.state === "open" || isPaused(model, anchored)) return;
  if (epoch.state === "closed") epochs.set(number, priced(model, epoch));
  if (epochs.at(number).state !== "closed") settleSlice(model, number);
}

function priced(model: Model, epoch: Epoch): Epoch {
  const value = basketValue(model);
  const isReady = value?.status === "sound" && value.observedMs > epoch.closesMs;
  const pricing = isReady && epoch.requests > 0 ? makePricing(model, epoch.closesMs) : undefined;
  if (pricing !== undefined) return { ...epoch, state: "paying", pricing };
  const patienceMs = parameterNumber(model, "issuance.pricingPatienceMs");
  const isHopeless = isReady || model.timeMs >= epoch.closesMs + patienceMs;
  return isHopeless || epoch.requests === 0 ? { ...epoch, state: "returning" } : epoch;
}

/** The one rate: R.low, or what can be paid out for each KDG after surplus was burnt, if that is less. */
function makePricing(model: Model, closesMs: number): Pricing | undefined {
  const value = basketValue(model);
  const distributableNano = together([...metalsHeld(model), ...cashHeld(model)], lowWorth);
  const lowNano = value?.lowNano ?? 0n;
  if (value === undefined || distributableNano === 0n || lowNano === 0n) return undefined;
  const lacking = greatest(0n, supply(model) - floor(distributableNano * 1_000_000n, lowNano));
  const burnt = least(lacking, surplusHeld(model));
  const supplyMicroKdg = supply(model) - burnt;
  const rateNano = least(lowNano, floor(distributableNano * 1_000_000n, supplyMicroKdg));
  if (rateNano === 0n) return undefined;
  burnKdg(model, surplus, burnt);
  const rate = { lowNano, rateNano, distributableNano, supplyMicroKdg };
  return { pricedMs: model.timeMs, observedMs: value.observedMs, ...rate, ...payable(model, closesMs) };
}

/** Nothing for a metal a band above its target, the base at it, twice the base a band below; evenly between. */
function feeBpOf(model: Model, heldBp: bigint, targetBp: bigint): bigint {
  const baseBp = parameter(model, "issuance.redemptionFeeBp");
  const bandBp = parameter(model, "issuance.bandBp");
  const steps = greatest(0n, least(2n * bandBp, bandBp + targetBp - heldBp));
  return ceiling(baseBp * steps, bandBp);
}

/** What can be paid with: fast metals and currencies, at sound prices observed after the close. */
function payable(model: Model, closesMs: number): Pick<Pricing, "metals" | "cash"> {
  const isNew = (price: Price | undefined): price is Price => price?.status === "sound" && price.observedMs > closesMs;
  const held = metalsHeld(model);
  const shares = sharesHeld(held);
  const targets = metalTargets(model);
  const metals = held.flatMap(({ name: metal, feed, price, measuresPerUnit, quantity }) => {
    const isSlow = oracleOf(model).feeds.at(feed).frequency === "slow";
    if (isSlow || !isNew(price) || quantity === 0n) return [];
    const targetBp = shareBp(targets.get(metal) ?? nothing);
    const feeBp = Number(feeBpOf(model, shareBp(shares.get(metal) ?? nothing), targetBp));
    const { roundId, range } = price;
    const terms = { midNano: range.mid, highNano: range.high, measuresPerUnit };
    return [{ metal, roundId, ...terms, targetBp: Number(targetBp), feeBp }];
  });
  const feeBp = parameterNumber(model, "issuance.redemptionFeeBp");
  const cash = cashHeld(model).flatMap((asset) => {
    const { name: currency, price, measuresPerUnit } = asset;
    if (!isNew(price) || lowWorth(asset) === 0n) return [];
    return [{ currency, roundId: price.roundId, highNano: price.range.high, measuresPerUnit, feeBp }];
  });
  return { metals, cash };
}

const requestsMost = 64;
const certificatesMost = 64;

function settleSlice(model: Model, number: number): void {
  const { epochs, queues, requests, oldest } = issuanceOf(model);
  const { pricing } = epochs.at(number);
  let certificatesLeft = certificatesMost;
  for (let looked = 0; looked < requestsMost && certificatesLeft > 0; looked += 1) {
    const queue = queues.get(number);
    const request = queue?.requests[0];
    if (queue === undefined || request === undefined) break;
    if (requests.has(request)) {
      const { sums, certificates, isDone } = settleRequest(model, request, pricing, certificatesLeft);
      const epoch = epochs.at(number);
      epochs.set(number, {
        ...epoch,
        burntMicroKdg: epoch.burntMicroKdg + sums.burntMicroKdg,
        feeMicroKdg: epoch.feeMicroKdg + sums.feeMicroKdg,
        returnedMicroKdg: epoch.returnedMicroKdg + sums.returnedMicroKdg,
        lostMicroKdg: epoch.lostMicroKdg + sums.lostMicroKdg,
      });
      certificatesLeft -= certificates;
      if (!isDone) return;
    }
    const left = { first: queue.first + 1, requests: queue.requests.slice(1) };
    if (left.requests.length === 0) queues.delete(number);
    else queues.set(number, left);
  }
  if (queues.has(number)) return;
  const epoch = epochs.at(number);
  cutUnits(model, epoch.lostMicroKdg);
  epochs.set(number, { ...epoch, state: epoch.state === "returning" ? "lapsed" : "settled" });
  oldest.value = number + 1;
}
