// Minting, as the model judges it.
import { anchored, judgeIssue, judgePayee } from "../accounts/book.ts";
import { ceiling, floor, type Share, sum } from "../arithmetic.ts";
import { basketValue, currentBasket, isUsable, metalTargets, type Value } from "../basket/book.ts";
import { type Certificate, isAttested, metalOf } from "../metal-reserve/book.ts";
import { passTitle, stocksOf } from "../metal-reserve/reserve.ts";
import { Grounds, type Model, modelMessage } from "../model.ts";
import { oracleOf } from "../oracle/book.ts";
import { judgePrice } from "../oracle/prices.ts";
import { parameter } from "../parameters/book.ts";
import { mintKdg, reserve, supply } from "./book.ts";
import {
  type Asset,
  cashHeld,
  collateral,
  coverageBp,
  isInBand,
  lowWorth,
  metalsHeld,
  midWorth,
  nothing,
  sharesHeld,
  together,
  zoneOf,
} from "./cover.ts";
import { payFee } from "./fees.ts";
import { addUnits } from "./juniors.ts";
import { countedInAll } from "./rights.ts";
import { room } from "./room.ts";
import { judgePace, refill, take } from "./throttles.ts";

interface Minted {
  readonly certificateIds: readonly number[];
  readonly minimumMicroKdg?: bigint;
}

/** What certificates weigh, by metal, in the order in which the metals are first named. */
function weigh(model: Model, certificateIds: readonly number[]): Map<string, bigint> {
  const weights = new Map<string, bigint>();
  for (const certificateId of certificateIds) {
    const { metal, fineWeightMg } = metalOf(model).certificates.at(certificateId);
    weights.set(metal, (weights.get(metal) ?? 0n) + fineWeightMg);
  }
  return weights;
}

const plus = (metals: readonly Asset[], weights: ReadonlyMap<string, bigint>): Asset[] =>
  metals.map((metal) => ({ ...metal, quantity: metal.quantity + (weights.get(metal.name) ?? 0n) }));

/** Floor of what a worth stands for at R.high, in micro-KDG. */
const atHigh = (worthNano: bigint, { worth, basketKdg }: Value): bigint =>
  floor(worthNano * basketKdg * 1_000_000n, worth.high);

function mintAmounts(model: Model, given: readonly Asset[], value: Value) {
  const coverage = parameter(model, "issuance.mintCoverageBp");
  const worth = together(given, collateral) * value.basketKdg * 1_000_000n * 10_000n;
  const mintedMicroKdg = floor(worth, value.worth.high * coverage);
  const feeMicroKdg = ceiling(mintedMicroKdg * parameter(model, "issuance.mintFeeBp"), 10_000n);
  const juniorUnits = atHigh(together(given, lowWorth), value) - mintedMicroKdg;
  return { mintedMicroKdg, feeMicroKdg, receivedMicroKdg: mintedMicroKdg - feeMicroKdg, juniorUnits };
}

export function judgeCertificates(
  model: Model,
  actor: string,
  certificateIds: readonly number[],
  grounds: Grounds,
): void {
  grounds.when(new Set(certificateIds).size < certificateIds.length, "metal-reserve/certificateRepeated");
  for (const certificateId of certificateIds) {
    const certificate = metalOf(model).certificates.get(certificateId);
    if (grounds.when(certificate === undefined, "metal-reserve/unknownCertificate") || certificate === undefined)
      continue;
    grounds.when(certificate.owner !== actor, "metal-reserve/notOwner");
    grounds.when(certificate.state !== "active", "metal-reserve/certificateNotActive");
    grounds.when(!isAttested(model, certificate), "metal-reserve/certificateUnattested");
  }
}

/** Grounds that the metals themselves give; answers with what is given of each, if it can be told. */
function judgeMetals(model: Model, weights: ReadonlyMap<string, bigint>, grounds: Grounds): Asset[] | undefined {
  const held = metalsHeld(model);
  const { lines } = currentBasket(model);
  const given: Asset[] = [];
  for (const [name, quantity] of weights) {
    const metal = held.find((asset) => asset.name === name);
    const isInBasket = metal !== undefined && lines.some(({ component }) => component === name);
    if (grounds.when(!isInBasket, "issuance/metalNotInBasket") || metal === undefined) continue;
    const isSlow = oracleOf(model).feeds.at(metal.feed).frequency === "slow";
    grounds.when(isSlow, "issuance/metalPriceSlow");
    judgePrice(model, metal.feed, grounds, "fresh");
    given.push({ ...metal, quantity });
  }
  return grounds.any ? undefined : given;
}

export function judgeComposition(
  before: readonly Asset[],
  after: readonly Asset[],
  model: Model,
  grounds: Grounds,
): void {
  const targets = metalTargets(model);
  const sharesBefore = sharesHeld(before);
  const bandBp = parameter(model, "issuance.bandBp");
  for (const [name, share] of sharesHeld(after)) {
    const isFit = isInBand(sharesBefore.get(name) ?? nothing, share, targets.get(name) ?? nothing, bandBp);
    grounds.when(!isFit, "issuance/outOfComposition");
  }
}

/** The worth of the attested metal in each place, a vault or a country; at middle prices unless told. */
function worthByPlace(
  model: Model,
  metals: readonly Asset[],
  arrivals: readonly Certificate[],
  placeOf: (vault: string) => string,
  worthOf: (asset: Asset) => bigint = midWorth,
): Map<string, bigint> {
  const places = new Map<string, bigint>();
  for (const metal of metals) {
    const stored = stocksOf(model, metal.name)
      .filter(({ attested }) => attested)
      .map(({ vault, fineMg }) => ({ vault, fineMg }));
    const coming = arrivals
      .filter((arrival) => arrival.metal === metal.name)
      .map(({ vault, fineWeightMg: fineMg }) => ({ vault, fineMg }));
    for (const { vault, fineMg } of [...stored, ...coming]) {
      const place = placeOf(vault);
      places.set(place, (places.get(place) ?? 0n) + worthOf({ ...metal, quantity: fineMg }));
    }
  }
  return places;
}

export function judgeSpread(
  model: Model,
  metals: readonly Asset[],
  arrivals: readonly Certificate[],
  grounds: Grounds,
): void {
  const mosts = [parameter(model, "issuance.vaultShareBpMost"), parameter(model, "issuance.countryShareBpMost")];
  if (mosts.every((mostBp) => mostBp >= 10_000n)) return;
  const countryOf = (vault: string) => metalOf(model).vaults.at(vault).country;
  for (const [at, placeOf] of [(vault: string) => vault, countryOf].entries()) {
    const before = worthByPlace(model, metals, [], placeOf);
    const after = worthByPlace(model, metals, arrivals, placeOf);
    const [totalBefore, totalAfter] = [sum(before.values()), sum(after.values())];
    for (const [place, part] of after) {
      if (part * 10_000n <= (mosts[at] ?? 0n) * totalAfter) continue;
      const was: Share = { part: before.get(place) ?? 0n, total: totalBefore };
      const hasFallen = was.total > 0n && part * was.total < was.part * totalAfter;
      grounds.when(!hasFallen, "issuance/concentrationTooHigh");
    }
  }
}

/** Herfindahl's index over vaults, countries and custodians, at low prices. */
export function judgeSources(
  model: Model,
  metals: readonly Asset[],
  arrivals: readonly Certificate[],
  grounds: Grounds,
): void {
  const { vaults } = metalOf(model);
  const places: readonly (readonly [string, (vault: string) => string])[] = [
    ["vaultHhiMost", (vault) => vault],
    ["countryHhiMost", (vault) => vaults.at(vault).country],
    ["custodianHhiMost", (vault) => vaults.at(vault).operator],
  ];
  for (const [name, placeOf] of places) {
    const [before, after] = [[], arrivals].map((coming) => [
      ...worthByPlace(model, metals, coming, placeOf, lowWorth).values(),
    ]);
    if (before === undefined || after === undefined) continue;
    const [wasIn, isIn] = [sum(before), sum(after)];
    const squares = (worths: readonly bigint[]) => sum(worths.map((worth) => worth ** 2n));
    const isWithin = squares(after) * 10_000n <= parameter(model, `issuance.${name}`) * isIn ** 2n;
    const hasNotRisen = wasIn === 0n || squares(after) * wasIn ** 2n <= squares(before) * isIn ** 2n;
    grounds.when(!isWithin && !hasNotRisen, "issuance/sourcesTooFew");
  }
}

/** What a mint would do, if nothing stands against it. */
function planMint(model: Model, actor: string, { certificateIds, minimumMicroKdg }: Minted, grounds: Grounds) {
  judgePayee(model, anchored, actor, grounds);
  judgeCertificates(model, actor, certificateIds, grounds);
  const value = basketValue(model);
  if (grounds.when(!isUsable(value), "basket/valueUnsound") || value === undefined) return undefined;
  const [metals, cash] = [metalsHeld(model), cashHeld(model)];
  const rights = countedInAll(model);
  const zone = zoneOf(model, coverageBp([...metals, ...cash], supply(model), value, rights));
  grounds.when(zone !== "green", "issuance/zoneNotGreen");
  if (grounds.has("metal-reserve/unknownCertificate")) return undefined;
  const weights = weigh(model, certificateIds);
  const given = judgeMetals(model, weights, grounds);
  if (given === undefined) return undefined;

  const amounts = mintAmounts(model, given, value);
  const { mintedMicroKdg, receivedMicroKdg } = amounts;
  grounds.when(receivedMicroKdg === 0n, "issuance/mintTooSmall");
  const after = plus(metals, weights);
  const supplied = supply(model) + mintedMicroKdg;
  const totalCoverageBp = coverageBp([...after, ...cash], supplied, value, rights) ?? 0n;
  const hardCoverageBp = coverageBp([...after, ...cash], supplied, value) ?? 0n;
  grounds.when(totalCoverageBp < parameter(model, "issuance.greenBp"), "issuance/coverageTooLow");
  grounds.when(hardCoverageBp < parameter(model, "issuance.hardFloorBp"), "issuance/hardCoverageTooLow");
  judgeComposition(metals, after, model, grounds);
  const arrivals = certificateIds.map((certificateId) => metalOf(model).certificates.at(certificateId));
  judgeSpread(model, metals, arrivals, grounds);
  judgeSources(model, metals, arrivals, grounds);
  const { microKdg, refusal } = room(model);
  grounds.when(mintedMicroKdg > microKdg, refusal);
  judgePace(model, "issuance", mintedMicroKdg, grounds);
  grounds.when(minimumMicroKdg !== undefined && receivedMicroKdg < minimumMicroKdg, "issuance/belowMinimum");
  judgeIssue(model, anchored, actor, mintedMicroKdg, grounds);
  return { ...amounts, totalCoverageBp };
}

const mint = modelMessage<Minted>({
  judge: (model, actor, minted, grounds) => void planMint(model, actor, minted, grounds),
  apply(model, actor, minted) {
    const plan = planMint(model, actor, minted, new Grounds());
    if (plan === undefined) throw new Error("a mint is judged before it is done");
    for (const certificateId of minted.certificateIds) passTitle(model, certificateId, reserve);
    take(model, "issuance", plan.mintedMicroKdg);
    refill(model, "redemption", plan.mintedMicroKdg);
    mintKdg(model, actor, plan.receivedMicroKdg);
    payFee(model, plan.feeMicroKdg);
    addUnits(model, actor, plan.juniorUnits);
    return plan;
  },
});

export const mintMessages = { mint };
