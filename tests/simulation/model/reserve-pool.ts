// What the module `reserve-pool` must do: pools that all members join, draws with and without votes, and what becomes of them.
import {
  accountsOf,
  balanceOf,
  balanceRow,
  freeForFrom,
  giveBack,
  isOpen,
  judgeTransfer,
  openBook,
  transfer,
  wasFreeFor,
} from "./accounts/book.ts";
import { ceiling, floor, greatest, least, sum } from "./arithmetic.ts";
import { basketValue } from "./basket/book.ts";
import { bookAccount, isBook } from "./encoding.ts";
import { Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { oracleOf } from "./oracle/book.ts";
import { judgePrice, priceOf } from "./oracle/prices.ts";
import { parameterNumber } from "./parameters/book.ts";
import {
  type Able,
  type Asked,
  type Draw,
  type Due,
  drawnBy,
  drawsIn,
  lentBy,
  type Membership,
  maximumOf,
  type Pool,
  partOf,
  poolsOf,
  type Request,
  rateFor,
  requestsIn,
  type Seat,
  type Spot,
  seatsIn,
  sharesOf,
  type Terms,
} from "./reserve-pool/book.ts";
import { dayMs, interestDue, interestFor, worth } from "./swap-lines/book.ts";

const book = bookAccount("reserve-pool/collateral");
const duesMost = 64;
const decimalsOf = (model: Model, currency: string) => accountsOf(model).currencies.get(currency)?.decimals ?? 0;

function note(model: Model, dueMs: number, item: Due["item"]): void {
  const { dues, noted } = poolsOf(model);
  dues.value = [...dues.value, { dueMs, sequence: noted.value, item }];
  noted.value += 1;
}

const proposePool = modelMessage<{ readonly terms: Terms }>({
  judge(model, actor, { terms }, grounds) {
    const { currencies } = accountsOf(model);
    const { currency, members, attestor, expiresMs, marginBp } = terms;
    grounds.when(!members.some(({ centralBank }) => centralBank === actor), "reserve-pool/notProposed");
    grounds.when(!currencies.has(currency), "accounts/unknownCurrency");
    for (const seat of members) {
      const issuer = currencies.get(seat.currency)?.issuer;
      grounds.when(issuer === undefined, "accounts/unknownCurrency");
      const isIssuer = issuer !== undefined && issuer === seat.centralBank && !isBook(issuer);
      grounds.when(issuer !== undefined && !isIssuer, "reserve-pool/notCentralBank");
    }
    grounds.when(!isOpen(model, attestor), "accounts/unknownAccount");
    const isTwice = (of: keyof Seat) => new Set(members.map((seat) => seat[of])).size < members.length;
    const drawsOwn = members.some((seat) => seat.currency === currency && seat.multipleBp > 0);
    const isUnsound = isTwice("centralBank") || isTwice("currency") || drawsOwn || marginBp > 300;
    grounds.when(isUnsound, "reserve-pool/termsUnsound");
    const latestMs = model.timeMs + parameterNumber(model, "reserve-pool.poolMsMost");
    grounds.when(expiresMs <= model.timeMs || expiresMs > latestMs, "reserve-pool/expiryWrong");
    const proposed = poolsOf(model)
      .pools.values()
      .filter(({ proposer }) => proposer === actor).length;
    grounds.when(proposed >= parameterNumber(model, "reserve-pool.poolsMost"), "reserve-pool/tooManyPools");
  },
  apply(model, actor, { terms }) {
    const { pools, given, members } = poolsOf(model);
    given.value += 1;
    pools.set(given.value, { proposer: actor, terms, isOpen: false, draws: 0 });
    members.set(`${given.value}/${actor}`, { defaults: 0 });
    return { pool: given.value };
  },
});

function judgePool(model: Model, number: number, grounds: Grounds): Pool | undefined {
  const { pools, given } = poolsOf(model);
  const pool = pools.get(number);
  if (pool === undefined) grounds.when(true, `reserve-pool/${number <= given.value ? "poolEnded" : "unknownPool"}`);
  return pool;
}

const isNamed = ({ terms }: Pool, actor: string) => terms.members.some(({ centralBank }) => centralBank === actor);

interface OfPool {
  readonly pool: number;
}

const joinPool = modelMessage<OfPool>({
  judge(model, actor, { pool: number }, grounds) {
    const pool = judgePool(model, number, grounds);
    if (pool === undefined || grounds.when(!isNamed(pool, actor), "reserve-pool/notNamed")) return;
    grounds.when(poolsOf(model).members.has(`${number}/${actor}`), "reserve-pool/alreadyJoined");
    grounds.when(pool.isOpen, "reserve-pool/poolOpen");
    grounds.when(model.timeMs >= pool.terms.expiresMs, "reserve-pool/poolExpired");
  },
  apply(model, actor, { pool: number }) {
    const { pools, members } = poolsOf(model);
    members.set(`${number}/${actor}`, { defaults: 0 });
    const pool = pools.at(number);
    const isComplete = seatsIn(model, number).length === pool.terms.members.length;
    pools.set(number, { ...pool, isOpen: isComplete });
    return { isOpen: isComplete };
  },
});

/** Whose seat it is, if it is in. */
function judgeMember(model: Model, number: number, actor: string, grounds: Grounds): Seat | undefined {
  if (!poolsOf(model).pools.has(number)) return undefined;
  const seat = seatsIn(model, number).find(({ centralBank }) => centralBank === actor);
  grounds.when(seat === undefined, "reserve-pool/notMember");
  return seat;
}

function endPool(model: Model, number: number): void {
  const { pools, members } = poolsOf(model);
  for (const { centralBank } of seatsIn(model, number)) members.delete(`${number}/${centralBank}`);
  pools.delete(number);
}

const leavePool = modelMessage<OfPool>({
  judge(model, actor, { pool: number }, grounds) {
    const pool = judgePool(model, number, grounds);
    if (pool === undefined) return;
    if (!pool.isOpen) {
      grounds.when(!isNamed(pool, actor), "reserve-pool/notNamed");
      return;
    }
    if (judgeMember(model, number, actor, grounds) === undefined) return;
    const isBound = lentBy(model, number, actor) + drawnBy(model, number, actor) > 0n || requestsIn(model, number) > 0;
    grounds.when(isBound, "reserve-pool/memberBound");
  },
  apply(model, actor, { pool: number }) {
    const { pools, members } = poolsOf(model);
    if (pools.at(number).isOpen) members.delete(`${number}/${actor}`);
    if (!pools.at(number).isOpen || seatsIn(model, number).length === 1) endPool(model, number);
  },
});

const setOptOut = modelMessage<OfPool & { readonly isOut: boolean }>({
  judge(model, actor, { pool: number, isOut }, grounds) {
    judgePool(model, number, grounds);
    if (judgeMember(model, number, actor, grounds) === undefined) return;
    const { optedOutMs } = poolsOf(model).members.at(`${number}/${actor}`);
    grounds.when(isOut === (optedOutMs !== undefined), "reserve-pool/optOutUnchanged");
  },
  apply(model, actor, { pool: number, isOut }) {
    const { members } = poolsOf(model);
    const { optedOutMs: _, ...rest } = members.at(`${number}/${actor}`);
    members.set(`${number}/${actor}`, isOut ? { ...rest, optedOutMs: model.timeMs } : rest);
  },
});

/** What an attestor speaks of. */
function judgeAttested(model: Model, actor: string, of: OfPool & { member: string }, grounds: Grounds) {
  const pool = judgePool(model, of.pool, grounds);
  if (pool === undefined) return undefined;
  grounds.when(pool.terms.attestor !== actor, "reserve-pool/notAttestor");
  const member = poolsOf(model).members.get(`${of.pool}/${of.member}`);
  grounds.when(member === undefined, "reserve-pool/unknownMember");
  return member;
}

interface Programme extends OfPool {
  readonly member: string;
  readonly untilMs: number;
  readonly documentHash: Uint8Array;
}

const attestProgramme = modelMessage<Programme>({
  judge(model, actor, programme, grounds) {
    judgeAttested(model, actor, programme, grounds);
    grounds.when(programme.untilMs <= model.timeMs, "reserve-pool/programmeOver");
  },
  apply(model, _actor, { pool, member, untilMs, documentHash }) {
    const { members } = poolsOf(model);
    members.set(`${pool}/${member}`, { ...members.at(`${pool}/${member}`), programme: { untilMs, documentHash } });
  },
});

const withdrawProgramme = modelMessage<OfPool & { readonly member: string }>({
  judge(model, actor, named, grounds) {
    const member = judgeAttested(model, actor, named, grounds);
    grounds.when(member !== undefined && member.programme === undefined, "reserve-pool/noProgramme");
  },
  apply(model, _actor, { pool, member }) {
    const { members } = poolsOf(model);
    const { programme: _, ...rest } = members.at(`${pool}/${member}`);
    members.set(`${pool}/${member}`, rest);
  },
});

const follows = (model: Model, { programme }: Membership) =>
  programme !== undefined && programme.untilMs > model.timeMs;

/** The price of a whole unit, where it is sound. */
function judgeUnit(model: Model, currency: string, grounds: Grounds): bigint | undefined {
  if (currency === "KDG") {
    const value = basketValue(model);
    if (grounds.when(value?.status !== "sound", "basket/valueUnsound") || value === undefined) return undefined;
    return greatest(1n, floor(value.worth.mid, value.basketKdg));
  }
  const feed = oracleOf(model).feeds.get(currency);
  if (grounds.when(feed === undefined, "oracle/unknownFeed")) return undefined;
  const isWhole = feed?.measuresPerUnit === 10n ** BigInt(decimalsOf(model, currency));
  if (grounds.when(!isWhole, "swap-lines/feedUnfit")) return undefined;
  return judgePrice(model, currency, grounds, "sound") ? priceOf(model, currency)?.range.mid : undefined;
}

function judgeRate(model: Model, lent: string, held: string, grounds: Grounds): Spot | undefined {
  const [lentNano, heldNano] = [judgeUnit(model, lent, grounds), judgeUnit(model, held, grounds)];
  return lentNano === undefined || heldNano === undefined ? undefined : { lentNano, heldNano };
}

const collateralFor = (model: Model, terms: Terms, held: string, amount: bigint, spot: Spot): bigint =>
  worth(amount, spot, [decimalsOf(model, terms.currency), decimalsOf(model, held)], terms.haircutBp);

/** What the others can bring to a request of a moment. */
function ableFor(model: Model, number: number, drawer: string, requestedMs: number): Able[] {
  const { pools, members } = poolsOf(model);
  const { currency } = pools.at(number).terms;
  return seatsIn(model, number)
    .filter(({ centralBank }) => centralBank !== drawer)
    .map(({ centralBank, quota }) => {
      const { optedOutMs = Number.POSITIVE_INFINITY } = members.at(`${number}/${centralBank}`);
      const isAble =
        optedOutMs > requestedMs && balanceRow(model, currency, centralBank)?.frozenReference === undefined;
      const most = least(quota - lentBy(model, number, centralBank), balanceOf(model, currency, centralBank));
      return { centralBank, quota, capacity: isAble ? most : 0n };
    });
}

/** Whether the contributions can be moved, once there are any. */
function judgeFunding(model: Model, number: number, drawer: string, requestedMs: number, grounds: Grounds): bigint {
  const { currency } = poolsOf(model).pools.at(number).terms;
  const capacity = sum(ableFor(model, number, drawer, requestedMs).map((able) => able.capacity));
  if (capacity > 0n) judgeTransfer(model, { currency, from: book, to: drawer, amount: 0n }, grounds);
  return capacity;
}

function fund(model: Model, number: number, drawer: string, asked: Asked): number | undefined {
  const { pools, draws } = poolsOf(model);
  const pool = pools.at(number);
  const { terms } = pool;
  const able = ableFor(model, number, drawer, asked.requestedMs);
  const amount = least(asked.amount, sum(able.map(({ capacity }) => capacity)));
  if (amount === 0n) return undefined;
  const shares = sharesOf(amount, able);
  const claims = able.flatMap(({ centralBank }, at) => {
    const share = shares[at] ?? 0n;
    return share > 0n ? [{ centralBank, amount: share }] : [];
  });
  for (const { centralBank, amount: part } of claims) {
    transfer(model, { currency: terms.currency, from: centralBank, to: drawer, amount: part });
  }
  const collateral = ceiling(asked.collateral * amount, asked.amount);
  const { currency: held } = seatsIn(model, number).find(({ centralBank }) => centralBank === drawer) as Seat;
  giveBack(model, { currency: held, from: book, to: drawer, amount: asked.collateral - collateral });
  const draw = pool.draws + 1;
  const dueMs = model.timeMs + terms.tenorDays * dayMs;
  const graceEndsMs = dueMs + parameterNumber(model, "reserve-pool.graceMs");
  const { isLinked, spot } = asked;
  pools.set(number, { ...pool, draws: draw });
  draws.set(`${number}/${draw}`, {
    ...{ drawer, amount, claims, isLinked, spot, collateral, rateBp: rateFor(terms, 0) },
    ...{ startedMs: model.timeMs, dueMs, graceEndsMs, renewals: 0 },
  });
  note(model, graceEndsMs, { pool: number, drawer, draw });
  return draw;
}

/** Whether a draw of such a size is within its member's parts: what it then needs. */
function needOf(model: Model, number: number, seat: Seat, amount: bigint) {
  const { terms } = poolsOf(model).pools.at(number);
  const most = maximumOf(seat);
  const drawn = drawnBy(model, number, seat.centralBank) + amount;
  const delinked = partOf(most, terms.delinkedBp);
  const unvoted = least(delinked, partOf(most, terms.unvotedBp));
  return { isBeyond: drawn > most, isLinked: drawn > delinked, isVoted: drawn > unvoted };
}

const requestDraw = modelMessage<OfPool & { readonly amount: bigint }>({
  judge(model, actor, { pool: number, amount }, grounds) {
    const pool = judgePool(model, number, grounds);
    if (pool === undefined) return;
    const { terms } = pool;
    grounds.when(!pool.isOpen, "reserve-pool/poolNotOpen");
    grounds.when(model.timeMs >= terms.expiresMs, "reserve-pool/poolExpired");
    const seat = judgeMember(model, number, actor, grounds);
    if (seat === undefined) return;
    const member = poolsOf(model).members.at(`${number}/${actor}`);
    grounds.when(member.optedOutMs !== undefined, "reserve-pool/optedOut");
    grounds.when(member.defaults > 0, "reserve-pool/drawsBlocked");
    const open = drawsIn(model, number).filter(({ drawer }) => drawer === actor).length;
    grounds.when(open >= parameterNumber(model, "reserve-pool.drawsMost"), "reserve-pool/tooManyDraws");
    grounds.when(model.timeMs + terms.tenorDays * dayMs > terms.expiresMs, "reserve-pool/tenorBeyondExpiry");
    grounds.when(poolsOf(model).requests.has(`${number}/${actor}`), "reserve-pool/requestOpen");
    const need = needOf(model, number, seat, amount);
    grounds.when(need.isBeyond, "reserve-pool/maximumExceeded");
    grounds.when(need.isLinked && !follows(model, member), "reserve-pool/programmeMissing");
    const spot = judgeRate(model, terms.currency, seat.currency, grounds);
    if (spot === undefined) return;
    const collateral = collateralFor(model, terms, seat.currency, amount, spot);
    judgeTransfer(model, { currency: seat.currency, from: actor, to: book, amount: collateral }, grounds);
    if (need.isVoted) return;
    const capacity = judgeFunding(model, number, actor, model.timeMs, grounds);
    grounds.when(capacity === 0n, "reserve-pool/nothingToLend");
  },
  apply(model, actor, { pool: number, amount }) {
    const { pools, requests } = poolsOf(model);
    const { terms } = pools.at(number);
    const seat = seatsIn(model, number).find(({ centralBank }) => centralBank === actor) as Seat;
    const spot = judgeRate(model, terms.currency, seat.currency, new Grounds()) as Spot;
    const collateral = collateralFor(model, terms, seat.currency, amount, spot);
    transfer(model, { currency: seat.currency, from: actor, to: book, amount: collateral });
    const { isLinked, isVoted } = needOf(model, number, seat, amount);
    const asked = { amount, isLinked, spot, collateral, requestedMs: model.timeMs };
    if (!isVoted) return { collateral, draw: fund(model, number, actor, asked) };
    const closesMs = model.timeMs + terms.voteMs;
    const others = seatsIn(model, number).filter(({ centralBank }) => centralBank !== actor);
    const weight = sum(others.map(({ quota }) => quota));
    requests.set(`${number}/${actor}`, { ...asked, closesMs, weight, votes: [] });
    note(model, closesMs, { pool: number, drawer: actor });
    return { collateral, closesMs };
  },
});

function endRequest(model: Model, number: number, drawer: string): void {
  const { requests } = poolsOf(model);
  const { collateral } = requests.at(`${number}/${drawer}`);
  const { currency } = seatsIn(model, number).find(({ centralBank }) => centralBank === drawer) as Seat;
  giveBack(model, { currency, from: book, to: drawer, amount: collateral });
  requests.delete(`${number}/${drawer}`);
}

function judgeRequest(model: Model, number: number, drawer: string, grounds: Grounds): Request | undefined {
  if (judgePool(model, number, grounds) === undefined) return undefined;
  const request = poolsOf(model).requests.get(`${number}/${drawer}`);
  grounds.when(request === undefined, "reserve-pool/unknownRequest");
  grounds.when(request !== undefined && request.closesMs <= model.timeMs, "reserve-pool/voteOver");
  return request;
}

const weightOf = (votes: Request["votes"], approves: boolean): bigint =>
  sum(votes.flatMap((vote) => (vote.approves === approves ? [vote.quota] : [])));

function outcomeOf({ weight, votes }: Request): "open" | "approved" | "rejected" {
  const [yes, no] = [weightOf(votes, true), weightOf(votes, false)];
  if (3n * yes >= 2n * weight) return "approved";
  return 3n * (weight - no) < 2n * weight ? "rejected" : "open";
}

interface Vote extends OfPool {
  readonly drawer: string;
  readonly approves: boolean;
}

function withVote(model: Model, actor: string, { pool, drawer, approves }: Vote): Request {
  const request = poolsOf(model).requests.at(`${pool}/${drawer}`);
  const { quota } = seatsIn(model, pool).find(({ centralBank }) => centralBank === actor) as Seat;
  return { ...request, votes: [...request.votes, { voter: actor, approves, quota }] };
}

/** A vote may be over after what was asked for has become impossible. */
function isFundable(model: Model, pool: number, drawer: string): boolean {
  const { pools, members } = poolsOf(model);
  const { expiresMs, tenorDays } = pools.at(pool).terms;
  return members.at(`${pool}/${drawer}`).defaults === 0 && expiresMs - tenorDays * dayMs >= model.timeMs;
}

const castVote = modelMessage<Vote>({
  judge(model, actor, vote, grounds) {
    const { pool, drawer } = vote;
    const request = judgeRequest(model, pool, drawer, grounds);
    const seat = judgeMember(model, pool, actor, grounds);
    grounds.when(seat !== undefined && actor === drawer, "reserve-pool/ownRequest");
    if (request === undefined || seat === undefined) return;
    grounds.when(
      request.votes.some(({ voter }) => voter === actor),
      "reserve-pool/alreadyVoted",
    );
    if (outcomeOf(withVote(model, actor, vote)) === "approved" && isFundable(model, pool, drawer)) {
      judgeFunding(model, pool, drawer, request.requestedMs, grounds);
    }
  },
  apply(model, actor, vote) {
    const { pool, drawer } = vote;
    const { requests } = poolsOf(model);
    const request = withVote(model, actor, vote);
    const outcome = outcomeOf(request);
    if (outcome === "open") {
      requests.set(`${pool}/${drawer}`, request);
      return { outcome };
    }
    const isPaid = outcome === "approved" && isFundable(model, pool, drawer);
    const draw = isPaid ? fund(model, pool, drawer, request) : undefined;
    if (draw === undefined) endRequest(model, pool, drawer);
    else requests.delete(`${pool}/${drawer}`);
    return draw === undefined ? { outcome } : { outcome, draw };
  },
});

const withdrawRequest = modelMessage<OfPool>({
  judge(model, actor, { pool }, grounds) {
    judgeRequest(model, pool, actor, grounds);
  },
  apply(model, actor, { pool }) {
    endRequest(model, pool, actor);
  },
});

interface OfDraw extends OfPool {
  readonly draw: number;
}

function judgeDraw(model: Model, actor: string, { pool: number, draw }: OfDraw, grounds: Grounds): Draw | undefined {
  const found = poolsOf(model).draws.get(`${number}/${draw}`);
  if (found === undefined) {
    const pool = judgePool(model, number, grounds);
    if (pool !== undefined) grounds.when(true, `reserve-pool/${draw <= pool.draws ? "drawClosed" : "unknownDraw"}`);
  }
  grounds.when(found !== undefined && found.drawer !== actor, "reserve-pool/notDrawer");
  return found;
}

/** What each contributor gets. */
type Owed = readonly { readonly to: string; readonly principal: bigint; readonly interest: bigint }[];

const owedNow = (model: Model, draw: Draw): Owed =>
  draw.claims.map(({ centralBank, amount }) => ({
    to: centralBank,
    principal: amount,
    interest: interestDue(amount, draw, model.timeMs, parameterNumber(model, "reserve-pool.penaltyBp")),
  }));

const owedForTenor = (draw: Draw, { tenorDays }: Terms): Owed =>
  draw.claims.map(({ centralBank, amount }) => ({
    to: centralBank,
    principal: 0n,
    interest: interestFor(amount, draw.rateBp, tenorDays),
  }));

const totalOf = (owed: Owed) => sum(owed.map(({ principal, interest }) => principal + interest));

function pay(model: Model, currency: string, from: string, owed: Owed): bigint {
  transfer(model, { currency, from, to: book, amount: totalOf(owed) });
  for (const { to, principal, interest } of owed) {
    giveBack(model, { currency, from: book, to, amount: principal + interest });
  }
  return sum(owed.map(({ interest }) => interest));
}

const repayDraw = modelMessage<OfDraw>({
  judge(model, actor, named, grounds) {
    const draw = judgeDraw(model, actor, named, grounds);
    if (draw === undefined) return;
    const { currency } = poolsOf(model).pools.at(named.pool).terms;
    judgeTransfer(model, { currency, from: actor, to: book, amount: totalOf(owedNow(model, draw)) }, grounds);
  },
  apply(model, actor, { pool, draw: at }) {
    const { pools, draws } = poolsOf(model);
    const draw = draws.at(`${pool}/${at}`);
    const interest = pay(model, pools.at(pool).terms.currency, actor, owedNow(model, draw));
    const { currency } = seatsIn(model, pool).find(({ centralBank }) => centralBank === actor) as Seat;
    giveBack(model, { currency, from: book, to: actor, amount: draw.collateral });
    draws.delete(`${pool}/${at}`);
    return { interest, collateralReturned: draw.collateral };
  },
});

const renewDraw = modelMessage<OfDraw>({
  judge(model, actor, named, grounds) {
    const draw = judgeDraw(model, actor, named, grounds);
    const pool = poolsOf(model).pools.get(named.pool);
    if (draw === undefined || pool === undefined) return;
    const { terms } = pool;
    const { dueMs, renewals, isLinked } = draw;
    const member = poolsOf(model).members.at(`${named.pool}/${draw.drawer}`);
    grounds.when(model.timeMs >= terms.expiresMs, "reserve-pool/poolExpired");
    grounds.when(dueMs <= model.timeMs, "reserve-pool/renewalTooLate");
    grounds.when(dueMs - dayMs > model.timeMs, "reserve-pool/renewalTooEarly");
    grounds.when(renewals >= terms.renewalsMost, "reserve-pool/renewalsExhausted");
    grounds.when(dueMs + terms.tenorDays * dayMs > terms.expiresMs, "reserve-pool/tenorBeyondExpiry");
    grounds.when(member.defaults > 0, "reserve-pool/drawsBlocked");
    grounds.when(isLinked && !follows(model, member), "reserve-pool/programmeMissing");
    const amount = totalOf(owedForTenor(draw, terms));
    judgeTransfer(model, { currency: terms.currency, from: actor, to: book, amount }, grounds);
  },
  apply(model, actor, { pool, draw: at }) {
    const { pools, draws } = poolsOf(model);
    const draw = draws.at(`${pool}/${at}`);
    const { terms } = pools.at(pool);
    const interest = pay(model, terms.currency, actor, owedForTenor(draw, terms));
    const renewals = draw.renewals + 1;
    const dueMs = draw.dueMs + terms.tenorDays * dayMs;
    const graceEndsMs = dueMs + parameterNumber(model, "reserve-pool.graceMs");
    const rateBp = rateFor(terms, renewals);
    draws.set(`${pool}/${at}`, { ...draw, startedMs: draw.dueMs, dueMs, graceEndsMs, rateBp, renewals });
    note(model, graceEndsMs, { pool, drawer: actor, draw: at });
    return { interest, rateBp, dueMs };
  },
});

/** In proportion to claims; what rounding leaves goes to the largest remainders, the first ones first. */
function divide(model: Model, pool: number, draw: Draw): void {
  const { currency } = seatsIn(model, pool).find(({ centralBank }) => centralBank === draw.drawer) as Seat;
  const parts = draw.claims.map(({ centralBank, amount }, at) => {
    const over = draw.collateral * amount;
    return { at, centralBank, share: floor(over, draw.amount), remainder: over % draw.amount };
  });
  const left = Number(draw.collateral - sum(parts.map(({ share }) => share)));
  const lucky = [...parts].sort((one, other) => Number(other.remainder - one.remainder) || one.at - other.at);
  const chosen = new Set(lucky.slice(0, left).map(({ at }) => at));
  for (const { at, centralBank, share } of parts) {
    giveBack(model, { currency, from: book, to: centralBank, amount: share + (chosen.has(at) ? 1n : 0n) });
  }
}

function fallDue(model: Model, { item }: Due): void {
  const { pool, drawer, draw: at } = item;
  const { requests, draws, pools, members } = poolsOf(model);
  if (at === undefined) {
    const request = requests.get(`${pool}/${drawer}`);
    if (request !== undefined && request.closesMs <= model.timeMs) endRequest(model, pool, drawer);
    return;
  }
  const draw = draws.get(`${pool}/${at}`);
  if (draw === undefined || draw.graceEndsMs > model.timeMs) return;
  const { currency } = pools.at(pool).terms;
  const graceMs = parameterNumber(model, "reserve-pool.graceMs");
  if (!wasFreeFor(model, currency, drawer, graceMs)) {
    const graceEndsMs = freeForFrom(model, currency, drawer, graceMs);
    draws.set(`${pool}/${at}`, { ...draw, graceEndsMs });
    note(model, graceEndsMs, item);
    return;
  }
  divide(model, pool, draw);
  draws.delete(`${pool}/${at}`);
  const member = members.at(`${pool}/${drawer}`);
  members.set(`${pool}/${drawer}`, { ...member, defaults: member.defaults + 1 });
}

function begin(model: Model): void {
  const { dues } = poolsOf(model);
  const taken = dues.value
    .filter(({ dueMs }) => dueMs <= model.timeMs)
    .sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence)
    .slice(0, duesMost);
  if (taken.length === 0) return;
  dues.value = dues.value.filter((due) => !taken.includes(due));
  for (const due of taken) fallDue(model, due);
}

const padded = (number: number) => number.toString().padStart(16, "0");

function* memberRows(model: Model): Generator<readonly [string, unknown]> {
  const { members, pools } = poolsOf(model);
  for (const [key, membership] of members.entries()) {
    const [pool = "", account = ""] = key.split("/");
    const { members: seats } = pools.at(Number(pool)).terms;
    const { currency, quota, multipleBp } = seats.find(({ centralBank }) => centralBank === account) as Seat;
    const lent = lentBy(model, Number(pool), account);
    const drawn = drawnBy(model, Number(pool), account);
    const openDraws = drawsIn(model, Number(pool)).filter(({ drawer }) => drawer === account).length;
    const row = { currency, quota, multipleBp, lent, drawn, openDraws, ...membership };
    yield [`reserve-pool/member/${padded(Number(pool))}/${account}`, row];
  }
}

function* requestRows(model: Model): Generator<readonly [string, unknown]> {
  for (const [key, { votes, ...request }] of poolsOf(model).requests.entries()) {
    const [pool = "", account = ""] = key.split("/");
    const [yes, no] = [weightOf(votes, true), weightOf(votes, false)];
    const row = { ...request, yes, no, voters: votes.map(({ voter }) => voter) };
    yield [`reserve-pool/request/${padded(Number(pool))}/${account}`, row];
  }
}

/** In each currency, what requests and draws have left. */
function* collateralRows(model: Model): Generator<readonly [string, unknown]> {
  const { requests, draws, pools } = poolsOf(model);
  const left = new Map<string, bigint>();
  const add = (pool: number, drawer: string, amount: bigint) => {
    const seat = pools.at(pool).terms.members.find(({ centralBank }) => centralBank === drawer) as Seat;
    left.set(seat.currency, (left.get(seat.currency) ?? 0n) + amount);
  };
  for (const [key, { collateral }] of requests.entries()) {
    const [pool = "", drawer = ""] = key.split("/");
    add(Number(pool), drawer, collateral);
  }
  for (const [key, { drawer, collateral }] of draws.entries()) add(Number(key.split("/")[0]), drawer, collateral);
  for (const [currency, amount] of left) if (amount > 0n) yield [`reserve-pool/collateral/${currency}`, amount];
}

export const model: ModuleModel = {
  messages: {
    ...{ proposePool, joinPool, leavePool, setOptOut, attestProgramme, withdrawProgramme },
    ...{ requestDraw, castVote, withdrawRequest, repayDraw, renewDraw },
  },
  start: (model) => openBook(model, book),
  begin,
  /** The last end of a grace alone: all of them would keep the clock from the moments of other modules. */
  moments(model) {
    const ends = poolsOf(model)
      .draws.values()
      .map(({ graceEndsMs }) => graceEndsMs);
    return ends.length === 0 ? [] : [Math.max(...ends)];
  },
  /** A heap may hold its entries in several orders. */
  unordered: ["reserve-pool/due/entry/"],
  *rows(model) {
    const { pools, given, draws, dues, noted } = poolsOf(model);
    const proposed = new Map<string, number>();
    for (const [number, { isOpen, ...pool }] of pools.entries()) {
      const joined = seatsIn(model, number).length;
      const counts = { joined, openRequests: requestsIn(model, number) };
      yield [`reserve-pool/pool/${padded(number)}`, { status: isOpen ? "open" : "proposed", ...pool, ...counts }];
      proposed.set(pool.proposer, (proposed.get(pool.proposer) ?? 0) + 1);
    }
    for (const [account, count] of proposed) yield [`reserve-pool/proposed/${account}`, count];
    if (given.value > 0) yield ["reserve-pool/next-pool", given.value + 1];
    yield* memberRows(model);
    yield* requestRows(model);
    yield* collateralRows(model);
    for (const [key, draw] of draws.entries()) {
      const [pool, at] = key.split("/").map(Number);
      yield [`reserve-pool/draw/${padded(pool ?? 0)}/${padded(at ?? 0)}`, draw];
    }
    if (noted.value === 0) return;
    yield ["reserve-pool/due/size", { size: dues.value.length, sequence: noted.value }];
    for (const [at, due] of dues.value.entries()) yield [`reserve-pool/due/entry/${padded(at)}`, due];
  },
};
