// Traffic of the module `reserve-auctions`: the reserve sells and buys a little, and people bid near the market.
import { anchored, balanceOf, isFrozen } from "../model/accounts/book.ts";
import { hash, hex } from "../model/encoding.ts";
import { isAttested, metalOf } from "../model/metal-reserve/book.ts";
import { auctionsOf, type Market, marketOf, type Opened, placeOf, sealOf } from "../model/reserve-auctions/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

/** What seals of a world hide, by their hash. */
const secrets = new WeakMap<World, Map<string, Opened>>();

function secretsOf(world: World): Map<string, Opened> {
  const known = secrets.get(world) ?? new Map<string, Opened>();
  secrets.set(world, known);
  return known;
}

function sealed(world: World, bidder: string, said: Omit<Opened, "salt">): Uint8Array {
  const known = secretsOf(world);
  const opened = { ...said, salt: hash(`salt ${known.size}`).subarray(0, 16) };
  const commitment = sealOf(bidder, opened);
  known.set(hex(commitment), opened);
  return commitment;
}

/** A metal on one side of its target, mostly. */
function marketOn(world: World, side: Market["side"]): { readonly metal: string; readonly market: Market } | undefined {
  const { random, model } = world;
  const all = metalOf(model).metalNames.value.flatMap((metal) => {
    const market = marketOf(model, metal);
    return market === undefined ? [] : [{ metal, market }];
  });
  const fit = all.filter(({ market }) => market.side === side && market.distanceMg > 0n);
  return random.pickMaybe(random.percent(94) ? fit : all);
}

const opener = (world: World): string =>
  (world.random.percent(85) ? world.officer("issuer") : undefined) ?? world.someone();

function openRelease(world: World): Draft | undefined {
  const { random, model } = world;
  const found = marketOn(world, "above");
  if (found === undefined) return undefined;
  let leftMg = random.percent(96) ? found.market.distanceMg : 2n ** 90n;
  const own = metalOf(model)
    .certificates.entries()
    .filter(([, each]) => each.state === "reserve-owned" && each.metal === found.metal && isAttested(model, each));
  const certificateIds = random.shuffle(own).flatMap(([id, { fineWeightMg }]) => {
    if (fineWeightMg > leftMg) return [];
    leftMg -= fineWeightMg;
    return [id];
  });
  if (certificateIds.length === 0) return undefined;
  const content = { metal: found.metal, certificateIds: certificateIds.slice(0, random.between(1, 16)) };
  return { actor: opener(world), content };
}

function openAcquisition(world: World): Draft | undefined {
  const { random } = world;
  const found = marketOn(world, "below");
  if (found === undefined) return undefined;
  const { distanceMg } = found.market;
  const most = random.percent(5) ? distanceMg + 1n : distanceMg;
  const weightMgMost = random.percent(80) ? most : random.bigBetween(1n, most + 1n);
  return { actor: opener(world), content: { metal: found.metal, weightMgMost: weightMgMost < 1n ? 1n : weightMgMost } };
}

/** Some auction of a side that takes seals now, mostly. */
function auctionTaking(world: World, side: "release" | "acquire") {
  const { random, model } = world;
  const { auctions, live } = auctionsOf(model);
  const all = random.percent(95) ? live.value : auctions.keys();
  const fit = all
    .map((number) => ({ number, ...auctions.at(number) }))
    .filter((each) => (each.side === side && model.timeMs < each.commitEndsMs) || random.percent(3));
  return random.pickMaybe(fit);
}

function commitBid(world: World): Draft | undefined {
  const { random, model } = world;
  const auction = auctionTaking(world, "release");
  if (auction === undefined) return undefined;
  const rich = world.people().filter((account) => balanceOf(model, anchored, account) > 1_000_000n);
  const actor = random.percent(97) ? random.pickMaybe(rich) : world.someone();
  if (actor === undefined) return undefined;
  const nearby = marketOf(model, auction.metal)?.leastPrice ?? 10_000n;
  const microKdgPerGram = (nearby * random.bigBetween(9_800n, 11_500n)) / 10_000n || 1n;
  const held = balanceOf(model, anchored, actor);
  const affordableMg = (held * 1_000n) / microKdgPerGram;
  const wantedMg = random.percent(70) ? auction.weightMgMost : random.bigBetween(1n, auction.weightMgMost);
  const weightMg = wantedMg < affordableMg || random.percent(3) ? wantedMg : affordableMg || 1n;
  const cost = (microKdgPerGram * weightMg + 999n) / 1_000n;
  const lock = random.percent(95) ? cost : cost - 1n;
  const lockedMicroKdg = lock < 1_000_000n && random.percent(95) ? 1_000_000n : lock || 1n;
  const commitment = sealed(world, actor, { auction: auction.number, microKdgPerGram, weightMg });
  return { actor, content: { auction: auction.number, commitment, lockedMicroKdg } };
}

function commitOffer(world: World): Draft | undefined {
  const { random, model } = world;
  const auction = auctionTaking(world, "acquire");
  if (auction === undefined) return undefined;
  const able = metalOf(model)
    .certificates.entries()
    .filter(([, each]) => each.state === "active" && !isFrozen(model, each.owner))
    .filter(([, each]) => each.metal === auction.metal || random.percent(2))
    .filter(([, each]) => isAttested(model, each) || random.percent(3));
  const light = able.filter(([, { fineWeightMg }]) => fineWeightMg <= auction.weightMgMost);
  const chosen = random.pickMaybe(light.length > 0 && random.percent(90) ? light : able);
  if (chosen === undefined) return undefined;
  const actor = chosen[1].owner;
  const others = able.filter(([id, { owner }]) => owner === actor && id !== chosen[0]);
  const offered = [chosen, ...random.shuffle(others).slice(0, random.below(3))];
  const nearby = marketOf(model, auction.metal)?.mostPrice ?? 10_000n;
  const microKdgPerGram = (nearby * random.bigBetween(3_000n, 10_100n)) / 10_000n || 1n;
  const weightMg = offered.reduce((sum, [, { fineWeightMg }]) => sum + fineWeightMg, 0n);
  const commitment = sealed(world, actor, { auction: auction.number, microKdgPerGram, weightMg });
  return { actor, content: { auction: auction.number, commitment, certificateIds: offered.map(([id]) => id) } };
}

function revealBid(world: World): Draft | undefined {
  const { random, model } = world;
  const { auctions, bids, live } = auctionsOf(model);
  const candidates = live.value.flatMap((number) => {
    const { bids: count, commitEndsMs, revealEndsMs } = auctions.at(number);
    const isOpen = model.timeMs >= commitEndsMs && model.timeMs < revealEndsMs;
    if (!isOpen && random.percent(90)) return [];
    return Array.from({ length: count }, (_, at) => bids.at(placeOf(number, at + 1)));
  });
  const fit = candidates.filter(({ state, bidder }) => state === "sealed" && !isFrozen(model, bidder));
  const found = random.pickMaybe(random.percent(95) ? fit : candidates);
  const opened = found === undefined ? undefined : secretsOf(world).get(hex(found.commitment));
  if (found === undefined || opened === undefined) return undefined;
  return { actor: found.bidder, content: opened };
}

export const traffic: Traffic = {
  openRelease: { weight: 8, draft: openRelease },
  openAcquisition: { weight: 6, draft: openAcquisition },
  commitBid: { weight: 16, draft: commitBid },
  commitOffer: { weight: 12, draft: commitOffer },
  revealBid: { weight: 8, draft: revealBid },
};
