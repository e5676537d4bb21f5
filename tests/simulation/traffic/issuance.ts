// Traffic of the module `issuance`: metal becomes money and money metal again; juniors are paid, cut and traded.
import { accountsOf, anchored, balanceOf } from "../model/accounts/book.ts";
import { computeOf, monthSpan } from "../model/compute/book.ts";
import { isBook } from "../model/encoding.ts";
import { energyOf } from "../model/energy/book.ts";
import { issuanceOf, openEpochNumber, type Request } from "../model/issuance/book.ts";
import { holdingOf } from "../model/issuance/juniors.ts";
import { type Certificate, isAttested, metalOf } from "../model/metal-reserve/book.ts";
import { oracleOf } from "../model/oracle/book.ts";
import type { Draft, Traffic, World } from "../world.ts";
import { someStake } from "./bonds.ts";

interface Piece {
  readonly certificateId: number;
  readonly metal: string;
  readonly worthNano: bigint;
}

/** What a certificate is worth outside. */
function worthOf(world: World, { metal, fineWeightMg }: Certificate): bigint {
  const { measuresPerUnit } = oracleOf(world.model).feeds.get(metal) ?? { measuresPerUnit: 1_000n };
  return (fineWeightMg * world.marketNano(metal)) / measuresPerUnit;
}

/** The attested certificates of somebody who has some. */
function passable(world: World): { readonly owner: string; readonly pieces: readonly Piece[] } | undefined {
  const { model, random } = world;
  const people = new Set(world.people());
  const all = metalOf(model)
    .certificates.entries()
    .filter(([, certificate]) => certificate.state === "active" && people.has(certificate.owner));
  const owner = random.pickMaybe(all)?.[1].owner;
  if (owner === undefined) return undefined;
  const own = all.filter(([, certificate]) => certificate.owner === owner && isAttested(model, certificate));
  const pieces = own.map(([certificateId, certificate]) => ({
    certificateId,
    metal: certificate.metal,
    worthNano: worthOf(world, certificate),
  }));
  return { owner, pieces: random.shuffle(pieces) };
}

/** Silver for some worth, then copper for about the same, and a little nickel, as the basket wants it. */
function balanced({ random }: World, pieces: readonly Piece[]): Piece[] {
  const of = (metal: string) => pieces.filter((piece) => piece.metal === metal);
  const silver = of("AG").slice(0, random.between(1, 8));
  const worth = silver.reduce((sum, { worthNano }) => sum + worthNano, 0n);
  return [...silver, ...upTo(of("CU"), worth), ...upTo(of("NI"), worth / 8n)];
}

/** Pieces that together are worth hardly more than so much. */
function upTo(pieces: readonly Piece[], mostNano: bigint): Piece[] {
  let left = (mostNano * 11n) / 10n;
  return pieces.slice(0, 28).filter(({ worthNano }) => {
    if (worthNano > left) return false;
    left -= worthNano;
    return true;
  });
}

function mint(world: World): Draft | undefined {
  const { random } = world;
  const found = passable(world);
  if (found === undefined || found.pieces.length === 0) return undefined;
  const { owner, pieces } = found;
  const chosen = random.percent(80) ? balanced(world, pieces) : random.some(pieces, 4);
  if (chosen.length === 0) return undefined;
  const certificateIds = chosen.map(({ certificateId }) => certificateId);
  const minimumMicroKdg = random.bigBetween(1n, 60_000_000_000n);
  return { actor: owner, content: random.percent(80) ? { certificateIds } : { certificateIds, minimumMicroKdg } };
}

/** Somebody with money of a currency. */
function holder(world: World, currency: string): string | undefined {
  const { balances } = accountsOf(world.model);
  const owners = balances.entries().flatMap(([key, { amount }]) => {
    const [code, owner = ""] = key.split("/");
    return code === currency && amount > 0n && !isBook(owner) ? [owner] : [];
  });
  return world.random.pickMaybe(owners);
}

function redeem(world: World): Draft | undefined {
  const { random, model } = world;
  const actor = holder(world, anchored);
  if (actor === undefined) return undefined;
  const held = balanceOf(model, anchored, actor);
  const amountMicroKdg = random.percent(30) ? held : world.amount(held);
  return {
    actor,
    content: {
      amountMicroKdg: amountMicroKdg < 1n ? 1n : amountMicroKdg,
      ...(random.percent(60) ? { metal: random.pick(["AG", "CU", "CU", "NI", "ZZ"]) } : {}),
      ...(random.percent(60) ? { rest: random.pick(["metal", "cash", "kdg"]) } : {}),
    },
  };
}

function cancel(world: World): Draft | undefined {
  const { requests } = issuanceOf(world.model);
  const open = openEpochNumber(world.model);
  const isFit = ({ epoch, state }: Request) =>
    state === "stranded" || (state === "queued" && (epoch === open || world.random.percent(20)));
  const found = requests.entries().filter(([, row]) => isFit(row));
  const [request, row] = world.random.pickMaybe(found) ?? [];
  return row === undefined ? undefined : { actor: row.account, content: { request } };
}

/** A thousand yuan. */
const giftMost = 100_000n;

function fund(world: World): Draft | undefined {
  const { currencies } = issuanceOf(world.model);
  const currency = world.random.pickMaybe(currencies.value)?.currency;
  const actor = currency === undefined ? undefined : holder(world, currency);
  if (actor === undefined || currency === undefined) return undefined;
  const held = balanceOf(world.model, currency, actor);
  // Little beside what metals are worth: a reserve full of cash would never lack anything.
  const most = held < giftMost ? held : giftMost;
  return { actor, content: { currency, amount: world.random.percent(20) ? most : world.amount(most) } };
}

function setCurrencies(world: World): Draft | undefined {
  const { random, model } = world;
  const actor = world.officer("governor");
  if (actor === undefined) return undefined;
  const priced = accountsOf(model).codes.value.filter((code) => oracleOf(model).feeds.has(code));
  const now = issuanceOf(model).currencies.value.map(({ currency }) => currency);
  const names = new Set(random.percent(80) ? [...now, ...random.some(priced, 2)] : random.some(priced, 3));
  const currencies = [...names].map((currency) => ({ currency, feed: currency, haircutBp: random.below(3_000) }));
  return { actor, content: { currencies } };
}

function transferUnits(world: World): Draft | undefined {
  const actor = world.random.pickMaybe(issuanceOf(world.model).holdings.keys());
  if (actor === undefined) return undefined;
  return { actor, content: { to: world.anybody(), units: world.amount(holdingOf(world.model, actor).units) } };
}

function claim(world: World): Draft | undefined {
  const holders = issuanceOf(world.model).holdings.keys();
  const owed = holders.filter((account) => holdingOf(world.model, account).owedMicroKdg > 0n);
  const actor = world.random.pickMaybe(owed);
  return actor === undefined ? undefined : { actor, content: {} };
}

function pledgeDelivery(world: World): Draft | undefined {
  const { random, model } = world;
  const date = new Date(model.timeMs);
  const ahead = random.percent(95) ? random.between(1, 4) : 0;
  const monthOf = (months: number) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)).toISOString().slice(0, 7);
  const people = new Set(world.people());
  const capacities = computeOf(model)
    .certificates.entries()
    .filter(
      ([, each]) => each.state === "active" && people.has(each.holder) && monthSpan(each.month).startMs > model.timeMs,
    );
  const capacity = random.percent(45) ? random.pickMaybe(capacities) : undefined;
  if (capacity !== undefined) {
    const [id, { holder, month }] = capacity;
    return { actor: holder, content: { month, capacityIds: [id], bond: bigStake(world, holder) } };
  }
  const devices = energyOf(model)
    .devices.entries()
    .filter(([, { kind, holder }]) => (kind === "generation" || random.percent(3)) && people.has(holder));
  const found = random.pickMaybe(devices);
  if (found === undefined) return undefined;
  const [device, { holder, nameplateW }] = found;
  const most = nameplateW * 200n;
  const wattHours = random.percent(4) ? most * 4n : random.bigBetween(1n, most < 20_000_000n ? most : 20_000_000n);
  const actor = random.percent(96) ? holder : world.someone();
  const content = { month: monthOf(ahead), energy: { device, wattHours }, bond: bigStake(world, actor) };
  return { actor, content };
}

/** Often all the currency that somebody has: bonds must be large. */
function bigStake(world: World, owner: string) {
  const held = balanceOf(world.model, "CNY", owner);
  if (held > 0n && world.random.percent(60)) return { certificateIds: [], cash: { currency: "CNY", amount: held } };
  return someStake(world, owner);
}

function bidForRight(world: World): Draft | undefined {
  const { random, model } = world;
  const rights = issuanceOf(model).rights.entries();
  const found = random.pickMaybe(
    rights.filter(
      ([, { state, month }]) => state === "held" && (monthSpan(month).startMs > model.timeMs || random.percent(5)),
    ),
  );
  if (found === undefined) return undefined;
  const [right, { mintedMicroKdg, bid }] = found;
  const lowest = bid === undefined ? mintedMicroKdg : bid.bidMicroKdg + 1n;
  const bidMicroKdg = random.percent(8) ? lowest - 1n : lowest + random.bigBelow(lowest / 10n + 1n);
  const rich = world.people().filter((account) => balanceOf(model, anchored, account) >= bidMicroKdg);
  const actor = random.percent(90) && rich.length > 0 ? random.pick(rich) : world.someone();
  return {
    actor,
    content: { right: random.percent(97) ? right : right + 60, bidMicroKdg: bidMicroKdg < 1n ? 1n : bidMicroKdg },
  };
}

export const traffic: Traffic = {
  pledgeDelivery: { weight: 10, draft: pledgeDelivery },
  bidForRight: { weight: 12, draft: bidForRight },
  buyBackRight: {
    weight: 3,
    draft(world) {
      const { random, model } = world;
      const rights = issuanceOf(model).rights.entries();
      const found = random.pickMaybe(rights.filter(([, { state }]) => state === "held" || random.percent(5)));
      if (found === undefined) return undefined;
      const actor = random.percent(94) ? found[1].provider : world.someone();
      return world.people().includes(actor) ? { actor, content: { right: found[0] } } : undefined;
    },
  },
  mint: { weight: 16, draft: mint },
  requestRedemption: { weight: 9, draft: redeem },
  cancelRedemption: { weight: 3, draft: cancel },
  fundReserve: { weight: 2, draft: fund },
  setReserveCurrencies: { weight: 2, draft: setCurrencies },
  transferJuniorUnits: { weight: 4, draft: transferUnits },
  claimJuniorDistribution: { weight: 5, draft: claim },
  distributeToJuniors: { weight: 4, draft: (world) => ({ actor: world.someone(), content: {} }) },
  absorbLoss: {
    weight: 5,
    draft(world) {
      const actor = world.officer("issuer");
      return actor === undefined ? undefined : { actor, content: {} };
    },
  },
};
