// Traffic of the module `reserve-pool`: a few pools between central banks, draws on them, votes, and what becomes of those.
import { accountsOf } from "../model/accounts/book.ts";
import { isBook } from "../model/encoding.ts";
import {
  type Draw,
  drawnBy,
  maximumOf,
  type Pool,
  partOf,
  poolsOf,
  seatsIn,
  type Terms,
} from "../model/reserve-pool/book.ts";
import { dayMs } from "../model/swap-lines/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

const hourMs = 3_600_000;
/** Those whose currencies are priced and who hold them. */
const usual = ["CNY", "USD", "EUR"];

function proposePool(world: World): Draft | undefined {
  const { random, model, timeMs } = world;
  const { currencies, codes } = accountsOf(model);
  const members = random.shuffle(random.percent(92) ? usual : random.some(codes.value, 4)).map((currency) => ({
    centralBank: currencies.at(currency).issuer,
    currency,
    quota: random.bigBetween(1n, 1_000_000_000n),
    multipleBp: random.pick([0, 5_000, 10_000, 25_000, 50_000]),
  }));
  const currency = random.percent(90) ? random.pick(usual) : random.pick(codes.value);
  const able = members.map((seat) =>
    seat.currency === currency && random.percent(96) ? { ...seat, multipleBp: 0 } : seat,
  );
  const actor = random.pick(able).centralBank;
  if (able.length < 2 || isBook(actor)) return undefined;
  const terms = {
    ...{ currency, members: able, attestor: world.someone() },
    expiresMs: timeMs + (random.percent(95) ? random.between(30, 3_000) * dayMs : random.pick([0, 5_000 * dayMs])),
    ...{ delinkedBp: random.pick([0, 4_000, 8_000]), unvotedBp: random.pick([0, 1_000, 4_000]) },
    voteMs: random.pick([hourMs, 48 * hourMs]),
    tenorDays: random.pick([1, 1, 1, 30]),
    renewalsMost: random.pick([0, 3, 3, 12]),
    ...{
      baseBp: random.below(500),
      marginBp: random.percent(97) ? random.below(301) : 301,
      haircutBp: random.below(1_500),
    },
  };
  return { actor: random.percent(97) ? actor : world.someone(), content: { terms } };
}

/** Some pool that is open, or not yet. */
function somePool(world: World, isOpen: boolean): readonly [number: number, pool: Pool] | undefined {
  const fit = poolsOf(world.model)
    .pools.entries()
    .filter(([, pool]) => pool.isOpen === isOpen);
  return world.random.pickMaybe(fit);
}

function joinPool(world: World): Draft | undefined {
  const { random, model } = world;
  const found = somePool(world, random.percent(4));
  if (found === undefined) return undefined;
  const [pool, { terms }] = found;
  const missing = terms.members.filter(({ centralBank }) => !poolsOf(model).members.has(`${pool}/${centralBank}`));
  const actor = random.percent(96) ? random.pickMaybe(missing)?.centralBank : random.pick(terms.members).centralBank;
  return { actor: actor ?? world.someone(), content: { pool } };
}

function leavePool(world: World): Draft | undefined {
  const { random, model } = world;
  const { pools, given } = poolsOf(model);
  const found = somePool(world, random.percent(70));
  // Pools are few: those that are of use stay, for a while.
  if (found === undefined || (pools.size < 4 && random.percent(75))) return undefined;
  const pool = random.percent(95) ? found[0] : random.between(1, given.value + 1);
  return {
    actor: random.percent(92) ? random.pick(found[1].terms.members).centralBank : world.someone(),
    content: { pool },
  };
}

function setOptOut(world: World): Draft | undefined {
  const { random, model } = world;
  const found = somePool(world, random.percent(95));
  const seat = found === undefined ? undefined : random.pickMaybe(seatsIn(model, found[0]));
  if (found === undefined || seat === undefined) return undefined;
  const isOut = poolsOf(model).members.at(`${found[0]}/${seat.centralBank}`).optedOutMs !== undefined;
  // Most come back soon, so that there is somebody to contribute.
  if (!isOut && random.percent(60)) return undefined;
  const content = { pool: found[0], isOut: random.percent(93) ? !isOut : isOut };
  return { actor: random.percent(95) ? seat.centralBank : world.someone(), content };
}

function someAttested(
  world: World,
): { readonly actor: string; readonly pool: number; readonly member: string } | undefined {
  const { random, model } = world;
  const found = somePool(world, random.percent(95));
  if (found === undefined) return undefined;
  const [pool, { terms }] = found;
  const seat = random.pickMaybe(seatsIn(model, pool));
  const member = random.percent(95) ? (seat?.centralBank ?? world.someone()) : world.someone();
  return { actor: random.percent(95) ? terms.attestor : world.someone(), pool, member };
}

function attestProgramme(world: World): Draft | undefined {
  const { random, timeMs } = world;
  const found = someAttested(world);
  if (found === undefined) return undefined;
  const { actor, pool, member } = found;
  const untilMs = random.percent(94) ? timeMs + random.between(1, 400) * dayMs : timeMs;
  return { actor, content: { pool, member, untilMs, documentHash: random.bytes(32) } };
}

function withdrawProgramme(world: World): Draft | undefined {
  const found = someAttested(world);
  return found === undefined ? undefined : { actor: found.actor, content: { pool: found.pool, member: found.member } };
}

function requestDraw(world: World): Draft | undefined {
  const { random, model } = world;
  const found = somePool(world, random.percent(96));
  if (found === undefined) return undefined;
  const [pool, { terms }] = found;
  const seat = random.pickMaybe(seatsIn(model, pool).filter(({ multipleBp }) => multipleBp > 0));
  if (seat === undefined) return undefined;
  const most = maximumOf(seat);
  const part = random.pick([partOf(most, terms.unvotedBp), partOf(most, terms.delinkedBp), most]);
  const left = part - drawnBy(model, pool, seat.centralBank);
  const amount = random.percent(92) ? left / random.bigBetween(1n, 6n) : left + 1n;
  const content = { pool, amount: amount < 1n ? 1n : amount };
  return { actor: random.percent(96) ? seat.centralBank : world.someone(), content };
}

/** Some request, as `pool` and `drawer`. */
function someRequest(world: World): readonly [pool: number, drawer: string] | undefined {
  const key = world.random.pickMaybe(poolsOf(world.model).requests.keys());
  const [pool = "", drawer = ""] = key?.split("/") ?? [];
  return key === undefined ? undefined : [Number(pool), drawer];
}

function castVote(world: World): Draft | undefined {
  const { random, model } = world;
  const found = someRequest(world);
  if (found === undefined) return undefined;
  const [pool, drawer] = found;
  const voter = random.percent(94)
    ? random.pick(seatsIn(model, pool).filter(({ centralBank }) => centralBank !== drawer || random.percent(5)))
    : undefined;
  const content = { pool, drawer: random.percent(96) ? drawer : world.someone(), approves: random.percent(75) };
  return { actor: voter?.centralBank ?? world.someone(), content };
}

function withdrawRequest(world: World): Draft | undefined {
  const { random } = world;
  const found = someRequest(world);
  if (found === undefined || random.percent(60)) return undefined;
  return { actor: random.percent(92) ? found[1] : world.someone(), content: { pool: found[0] } };
}

function ofDraw(world: World, isWanted: (draw: Draw, terms: Terms) => boolean): Draft | undefined {
  const { random, model } = world;
  const { draws, pools } = poolsOf(model);
  const open = draws.entries();
  const wanted = open.filter(([key, draw]) => isWanted(draw, pools.at(Number(key.split("/")[0])).terms));
  // Without one that is ripe it is seldom worth a message.
  const found = random.pickMaybe(random.percent(85) ? wanted : open);
  if (found === undefined) return undefined;
  const [pool = 0, draw = 0] = found[0].split("/").map(Number);
  const content = { pool, draw: random.percent(95) ? draw : random.between(1, 12) };
  return { actor: random.percent(95) ? found[1].drawer : world.someone(), content };
}

export const traffic: Traffic = {
  proposePool: { weight: 3, draft: proposePool },
  joinPool: { weight: 8, draft: joinPool },
  leavePool: { weight: 2, draft: leavePool },
  setOptOut: { weight: 2, draft: setOptOut },
  attestProgramme: { weight: 3, draft: attestProgramme },
  withdrawProgramme: { weight: 1, draft: withdrawProgramme },
  requestDraw: { weight: 8, draft: requestDraw },
  castVote: { weight: 6, draft: castVote },
  withdrawRequest: { weight: 1, draft: withdrawRequest },
  repayDraw: { weight: 3, draft: (world) => ofDraw(world, ({ dueMs }) => dueMs <= world.timeMs) },
  renewDraw: {
    weight: 4,
    draft: (world) =>
      ofDraw(world, ({ dueMs, renewals }, { renewalsMost }) => {
        const isRipe = world.timeMs < dueMs && dueMs <= world.timeMs + dayMs;
        return isRipe && renewals < renewalsMost;
      }),
  },
};
