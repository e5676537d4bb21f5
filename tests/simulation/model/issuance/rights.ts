// Delivery rights, as the model judges and counts them.
import {
  anchored,
  balanceOf,
  giveBack,
  isPaused,
  judgeIssue,
  judgePayee,
  judgeTransfer,
  transfer,
} from "../accounts/book.ts";
import { ceiling, floor, least, sum } from "../arithmetic.ts";
import { basketOf, basketValue, currentBasket, isUsable, type Value } from "../basket/book.ts";
import { collateral, judgeStake, payOut, release, type Stake, stake } from "../bonds/book.ts";
import { computeOf, hourMs, monthSpan, takeDue } from "../compute/book.ts";
import { judgeOwn } from "../compute/capacity.ts";
import { bookAccount } from "../encoding.ts";
import { energyOf } from "../energy/book.ts";
import { Grounds, type Model, modelMessage } from "../model.ts";
import { oracleOf } from "../oracle/book.ts";
import { isFresh, judgePrice, priceOf } from "../oracle/prices.ts";
import { parameter, parameterNumber } from "../parameters/book.ts";
import { burnKdg, issuanceOf, mintKdg, type Right, reserve, supply } from "./book.ts";
import { cashHeld, collateral as collateralOf, liabilityOf, metalsHeld, ratioBp, together, zoneOf } from "./cover.ts";
import { payFee } from "./fees.ts";
import { room } from "./room.ts";
import { judgePace, refill, take } from "./throttles.ts";

export const bids = bookAccount("issuance/bids");

interface Wanted {
  readonly month: string;
  readonly energy?: { readonly device: string; readonly wattHours: bigint };
  readonly capacityIds?: readonly number[];
  readonly bond: Stake;
}

type Kind = Right["kind"];

const amountMost = 2n ** 96n - 1n;

/** A quantity at its low price, less what is taken off its kind; nothing without a fresh price. */
function worthOf(model: Model, kind: Kind, month: string, quantity: bigint): bigint {
  const feed = basketOf(model).components.get(kind);
  const price = feed === undefined ? undefined : priceOf(model, feed);
  if (feed === undefined || !isFresh(price)) return 0n;
  const aheadMs = Math.max(0, monthSpan(month).startMs - model.timeMs);
  const months = ceiling(BigInt(aheadMs), 2_592_000_000n);
  const off =
    kind === "ELEC"
      ? parameter(model, "issuance.haircutElecBp")
      : least(
          10_000n,
          parameter(model, "issuance.haircutComputeBp") +
            months * parameter(model, "issuance.computeObsolescenceBpPerMonth"),
        );
  const { measuresPerUnit } = oracleOf(model).feeds.at(feed);
  return least(amountMost, floor(quantity * price.worst.low * (10_000n - off), measuresPerUnit * 10_000n));
}

const quantityOf = (right: Pick<Right, "energy" | "capacity">): bigint =>
  right.energy?.wattHours ?? right.capacity?.microScuHours ?? 0n;

/** What the rights held count for, by kind. */
export function counted(model: Model): Record<Kind, bigint> {
  const sums = { ELEC: 0n, COMPUTE: 0n };
  for (const right of issuanceOf(model).rights.values()) {
    if (right.state !== "held" || model.timeMs >= monthSpan(right.month).startMs) continue;
    const own = worthOf(model, right.kind, right.month, quantityOf(right));
    sums[right.kind] += least(own, collateral(model, right.bond));
  }
  return sums;
}

export const countedInAll = (model: Model): bigint => sum(Object.values(counted(model)));

/** What a device's rights on a month promise, but for those that were bought back. */
function promised(model: Model, device: string, month: string): bigint {
  const own = issuanceOf(model)
    .rights.values()
    .filter((right) => right.month === month && right.energy?.device === device && right.state !== "boughtBack");
  return sum(own.map(({ energy }) => energy?.wattHours ?? 0n));
}

function judgePromise(model: Model, actor: string, { month, energy, capacityIds }: Wanted, grounds: Grounds) {
  if (grounds.when((energy === undefined) === (capacityIds === undefined), "issuance/promiseUnclear")) return undefined;
  if (energy !== undefined) {
    const device = energyOf(model).devices.get(energy.device);
    if (grounds.when(device === undefined, "energy/unknownDevice") || device === undefined) return undefined;
    grounds.when(device.holder !== actor, "issuance/notDeviceHolder");
    const grams = device.production?.carbonGramsPerMwh;
    const isClean = grams !== undefined && BigInt(grams) <= parameter(model, "energy.cleanMostGramsPerMwh");
    grounds.when(!isClean, "issuance/deviceUnfit");
    const { startMs, endMs } = monthSpan(month);
    const whole = device.nameplateW * BigInt((endMs - startMs) / hourMs);
    const most = floor(whole * parameter(model, "issuance.promisedOutputBp"), 10_000n);
    const isTooMuch = promised(model, energy.device, month) + energy.wattHours > most;
    grounds.when(isTooMuch, "issuance/promisedTooMuch");
    return { kind: "ELEC" as const, promise: { month, energy } };
  }
  const ids = capacityIds ?? [];
  grounds.when(new Set(ids).size < ids.length, "issuance/promiseUnclear");
  let microScuHours = 0n;
  for (const id of ids) {
    const certificate = judgeOwn(model, id, actor, grounds);
    grounds.when(certificate !== undefined && certificate.month !== month, "issuance/promiseUnclear");
    grounds.when(certificate?.calledMs !== undefined, "compute/certificateCalled");
    microScuHours += certificate?.microScuHours ?? 0n;
  }
  return { kind: "COMPUTE" as const, promise: { month, capacity: { certificateIds: ids, microScuHours } } };
}

/** The part of each component of the basket at middle prices, in whole basis points. */
function weightBp(model: Model, component: string): bigint {
  const worths = currentBasket(model).lines.map((line) => ({
    line,
    nano: line.quantity * (priceOf(model, line.feed)?.range.mid ?? 0n),
  }));
  const whole = sum(worths.map(({ nano }) => nano));
  const part = worths.find(({ line }) => line.component === component)?.nano ?? 0n;
  return whole === 0n ? 0n : floor(part * 10_000n, whole);
}

function owedFor(minted: bigint, value: Value): bigint {
  return ceiling(minted * value.worth.high, value.basketKdg * 1_000_000n);
}

/** What taking the right would do, with every ground against it. */
function planRight(model: Model, actor: string, wanted: Wanted, grounds: Grounds) {
  judgePayee(model, anchored, actor, grounds);
  const lead = parameterNumber(model, "issuance.rightLeadMs");
  grounds.when(model.timeMs + lead >= monthSpan(wanted.month).startMs, "issuance/monthTooNear");
  const held = issuanceOf(model)
    .rights.values()
    .filter(({ state }) => state === "held");
  grounds.when(held.length >= 64, "issuance/tooManyRights");
  const found = judgePromise(model, actor, wanted, grounds);
  if (found === undefined) return undefined;
  const { kind, promise } = found;
  const line = currentBasket(model).lines.find(({ component }) => component === kind);
  if (grounds.when(line === undefined, "issuance/componentNotInBasket") || line === undefined) return undefined;
  judgePrice(model, line.feed, grounds, "fresh");
  const value = basketValue(model);
  if (grounds.when(!isUsable(value), "basket/valueUnsound") || value === undefined) return undefined;
  const assets = together([...metalsHeld(model), ...cashHeld(model)], collateralOf);
  const before = counted(model);
  const rightsBefore = sum(Object.values(before));
  const ratio = (all: bigint, supplied: bigint) => ratioBp(all, liabilityOf(supplied, value));
  const zone = zoneOf(model, ratio(assets + rightsBefore, supply(model)));
  grounds.when(zone !== "green", "issuance/zoneNotGreen");

  const own = worthOf(model, kind, wanted.month, quantityOf({ ...promise }));
  const cover = parameter(model, "issuance.mintCoverageBp");
  const mintedMicroKdg = floor(own * value.basketKdg * 1_000_000n * 10_000n, value.worth.high * cover);
  const feeMicroKdg = ceiling(mintedMicroKdg * parameter(model, "issuance.mintFeeBp"), 10_000n);
  const receivedMicroKdg = mintedMicroKdg - feeMicroKdg;
  grounds.when(receivedMicroKdg === 0n, "issuance/mintTooSmall");
  grounds.when(mintedMicroKdg < parameter(model, "issuance.rightMicroKdgLeast"), "issuance/rightTooSmall");
  const bondNano = judgeBond(model, actor, wanted.bond, owedFor(mintedMicroKdg, value), grounds);
  // From now on the right counts for no more than its bond.
  const counts = least(own, bondNano ?? own);
  const rightsAfter = rightsBefore + counts;
  const supplied = supply(model) + mintedMicroKdg;
  const totalCoverageBp = ratio(assets + rightsAfter, supplied) ?? 0n;
  grounds.when(totalCoverageBp < parameter(model, "issuance.greenBp"), "issuance/coverageTooLow");
  const hard = ratio(assets, supplied) ?? 0n;
  grounds.when(hard < parameter(model, "issuance.hardFloorBp"), "issuance/hardCoverageTooLow");
  const all = assets + rightsAfter;
  const isTooLarge =
    (before[kind] + counts) * 10_000n > weightBp(model, kind) * all ||
    rightsAfter * 10_000n > parameter(model, "issuance.rightsCapBp") * all;
  grounds.when(isTooLarge, "issuance/rightsTooLarge");
  const { microKdg, refusal } = room(model);
  grounds.when(mintedMicroKdg > microKdg, refusal);
  judgePace(model, "issuance", mintedMicroKdg, grounds);
  judgeIssue(model, anchored, actor, mintedMicroKdg, grounds);
  return { kind, promise, mintedMicroKdg, feeMicroKdg, receivedMicroKdg, totalCoverageBp };
}

/** What a stake would be worth as a bond; undefined where it may not be staked. */
function judgeBond(
  model: Model,
  actor: string,
  staked: Stake,
  leastNano: bigint,
  grounds: Grounds,
): bigint | undefined {
  const own = new Grounds();
  judgeStake(model, actor, staked, own);
  for (const ground of own.list()) grounds.when(true, ground);
  if (own.any) return undefined;
  const { mark } = model.log;
  const worth = collateral(model, stake(model, actor, staked, "tried"));
  model.log.undoTo(mark);
  grounds.when(worth < leastNano, "issuance/bondTooSmall");
  return worth;
}

const pledgeDelivery = modelMessage<Wanted>({
  judge: (model, actor, wanted, grounds) => void planRight(model, actor, wanted, grounds),
  apply(model, provider, wanted) {
    const plan = planRight(model, provider, wanted, new Grounds());
    if (plan === undefined) throw new Error("a right is judged before it is taken");
    const { kind, promise, mintedMicroKdg, feeMicroKdg, receivedMicroKdg, totalCoverageBp } = plan;
    const { rights, rightEnds, rightEndsEver } = issuanceOf(model);
    const bond = stake(model, provider, wanted.bond, "issuance-right");
    for (const id of wanted.capacityIds ?? []) {
      const { certificates } = computeOf(model);
      certificates.set(id, { ...certificates.at(id), holder: reserve, state: "backing" });
    }
    take(model, "issuance", mintedMicroKdg);
    refill(model, "redemption", mintedMicroKdg);
    mintKdg(model, provider, receivedMicroKdg);
    payFee(model, feeMicroKdg);
    const right = rights.size + 1;
    const row = { kind, ...promise, provider, mintedMicroKdg, bond, state: "held", mintedMs: model.timeMs } as const;
    rights.set(right, row);
    const dueMs = monthSpan(wanted.month).startMs;
    rightEnds.value = [...rightEnds.value, { dueMs, sequence: rightEndsEver.value, item: right }];
    rightEndsEver.value += 1;
    return { right, mintedMicroKdg, feeMicroKdg, receivedMicroKdg, totalCoverageBp };
  },
});

/** The right, if the reserve holds it. */
function judgeHeld(model: Model, number: number, grounds: Grounds): Right | undefined {
  const right = issuanceOf(model).rights.get(number);
  if (grounds.when(right === undefined, "issuance/unknownRight")) return undefined;
  return grounds.when(right?.state !== "held", "issuance/rightGone") ? undefined : right;
}

/** Certificates of capacity leave the book: to a user, marked for ever, or to their provider, as they were. */
function hand(model: Model, { capacity }: Right, to: string, state: "active" | "backed"): void {
  const { certificates } = computeOf(model);
  for (const id of capacity?.certificateIds ?? []) certificates.set(id, { ...certificates.at(id), holder: to, state });
}

const buyBackRight = modelMessage<{ readonly right: number }>({
  judge(model, actor, { right: number }, grounds) {
    const right = judgeHeld(model, number, grounds);
    if (right === undefined) return;
    grounds.when(right.provider !== actor, "issuance/notRightProvider");
    grounds.when(model.timeMs >= monthSpan(right.month).startMs, "issuance/monthTooNear");
    grounds.when(right.bid !== undefined, "issuance/rightBidFor");
    grounds.when(isPaused(model, anchored), "accounts/currencyPaused");
    judgeBurn(model, actor, right.mintedMicroKdg, grounds);
  },
  apply(model, actor, { right: number }) {
    const { rights } = issuanceOf(model);
    const right = rights.at(number);
    burnKdg(model, actor, right.mintedMicroKdg);
    release(model, right.bond);
    hand(model, right, actor, "active");
    rights.set(number, { ...right, state: "boughtBack" });
    return { burntMicroKdg: right.mintedMicroKdg };
  },
});

function judgeBurn(model: Model, account: string, amount: bigint, grounds: Grounds): void {
  const before = new Grounds();
  judgeTransfer(model, { currency: anchored, from: account, to: reserve, amount }, before);
  for (const ground of ["accounts/balanceFrozen", "accounts/insufficientFunds"]) {
    grounds.when(before.has(ground) && balanceOf(model, anchored, reserve) === 0n, ground);
  }
}

interface Bid {
  readonly right: number;
  readonly bidMicroKdg: bigint;
}

const bidForRight = modelMessage<Bid>({
  judge(model, actor, { right: number, bidMicroKdg }, grounds) {
    const right = judgeHeld(model, number, grounds);
    if (right === undefined) return;
    const { startMs } = monthSpan(right.month);
    const opensMs = startMs - parameterNumber(model, "issuance.auctionMs");
    grounds.when(model.timeMs < opensMs || model.timeMs >= startMs, "issuance/auctionClosed");
    grounds.when(right.provider === actor, "issuance/bidderIsProvider");
    const lowest = right.bid === undefined ? right.mintedMicroKdg : right.bid.bidMicroKdg + 1n;
    grounds.when(bidMicroKdg < lowest, "issuance/bidTooLow");
    judgeTransfer(model, { currency: anchored, from: actor, to: bids, amount: bidMicroKdg }, grounds);
  },
  apply(model, bidder, { right: number, bidMicroKdg }) {
    const { rights } = issuanceOf(model);
    const right = rights.at(number);
    transfer(model, { currency: anchored, from: bidder, to: bids, amount: bidMicroKdg });
    returnBid(model, right);
    rights.set(number, { ...right, bid: { bidder, bidMicroKdg } });
  },
});

function returnBid(model: Model, { bid }: Right): void {
  if (bid === undefined) return;
  giveBack(model, { currency: anchored, from: bids, to: bid.bidder, amount: bid.bidMicroKdg });
}

/** At the beginning of a block: rights whose months begin are sold, or paid for. */
export function endRights(model: Model): void {
  const { rights, rightEnds, rightEndsEver } = issuanceOf(model);
  if (isPaused(model, anchored)) return;
  for (const { item } of takeDue(rightEnds, model.timeMs, 8)) {
    const right = rights.at(item);
    if (right.state !== "held") continue;
    if (endRight(model, item, right)) continue;
    rightEnds.value = [...rightEnds.value, { dueMs: model.timeMs + hourMs, sequence: rightEndsEver.value, item }];
    rightEndsEver.value += 1;
  }
}

function endRight(model: Model, number: number, right: Right): boolean {
  const { rights } = issuanceOf(model);
  const { bid, provider } = right;
  if (bid !== undefined) {
    burnKdg(model, bids, bid.bidMicroKdg);
    release(model, right.bond);
    hand(model, right, bid.bidder, "backed");
    rights.set(number, { ...right, state: "auctioned" });
    return true;
  }
  const value = basketValue(model);
  if (value === undefined || !isUsable(value)) return false;
  const owedNano = owedFor(right.mintedMicroKdg, value);
  const paidNano = payOut(model, right.bond, owedNano, reserve, true);
  if (paidNano === undefined) return false;
  release(model, right.bond);
  hand(model, right, provider, "active");
  rights.set(number, { ...right, state: "defaulted", default: { owedNano, paidNano } });
  return true;
}

/** Promises by device and month. */
export function promisedRows(model: Model): [string, bigint][] {
  const keys = new Set(
    issuanceOf(model)
      .rights.values()
      .flatMap(({ energy, month }) => (energy === undefined ? [] : [`${energy.device}/${month}`])),
  );
  return [...keys].flatMap((key) => {
    const [device = "", month = ""] = key.split("/");
    const wattHours = promised(model, device, month);
    return wattHours === 0n ? [] : [[`issuance/promised-energy/${key}`, wattHours] as [string, bigint]];
  });
}

export const rightMessages = { pledgeDelivery, buyBackRight, bidForRight };
