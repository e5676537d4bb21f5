// What the module `exchange-pools` must do: pools that need consent, shares by the curve, and payments of which all legs move or none.
import { accountsOf, giveBack, isPaused, judgeTransfer, openBook, type Sum, transfer } from "./accounts/book.ts";
import { floor, sum } from "./arithmetic.ts";
import { corridorsOf, judgeCentralBank, ruleBookNow } from "./corridors/book.ts";
import { type Crossing, countCrossing, feeFor, judgeCrossing, judgeHome, judgeOpen } from "./corridors/crossing.ts";
import { bookAccount, isBook } from "./encoding.ts";
import {
  allShares,
  amountMost,
  amountsIn,
  codesOf,
  dealFor,
  isHeavy,
  isOut,
  lockedShares,
  type Pool,
  type Prices,
  poolsIn,
  poolsOf,
  pricesFor,
  sharesBy,
  type Terms,
  valuesOf,
} from "./exchange-pools/book.ts";
import { dOf } from "./exchange-pools/curve.ts";
import { isNoFee } from "./fx/quotes.ts";
import { Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { oracleOf } from "./oracle/book.ts";
import { parameter } from "./parameters/book.ts";

const book = bookAccount("exchange-pools/reserves");
const poolsMost = 16;

interface Side {
  readonly currency: string;
  readonly amount: bigint;
}

function judgePool(model: Model, number: number, grounds: Grounds): Pool | undefined {
  const { pools, given } = poolsOf(model);
  const pool = pools.get(number);
  const code = number <= given.value ? "exchange-pools/poolClosed" : "exchange-pools/unknownPool";
  grounds.when(pool === undefined, code);
  return pool;
}

function judgeOperator(model: Model, actor: string, corridor: string, grounds: Grounds): boolean {
  const row = corridorsOf(model).corridors.get(corridor);
  grounds.when(row === undefined, "corridors/unknownCorridor");
  grounds.when(row !== undefined && row.operator !== actor, "corridors/notOperator");
  return row !== undefined;
}

const isFedFor = (model: Model, currency: string) => {
  const feed = oracleOf(model).feeds.get(currency);
  const { decimals = 0 } = accountsOf(model).currencies.get(currency) ?? {};
  return feed !== undefined && feed.measuresPerUnit === 10n ** BigInt(decimals);
};

interface Opening {
  readonly corridor: string;
  readonly currencies: readonly string[];
  readonly terms: Terms;
}

const openPool = modelMessage<Opening>({
  judge(model, actor, { corridor, currencies }, grounds) {
    if (!judgeOperator(model, actor, corridor, grounds)) return;
    const isOrdered = currencies.join() === [...new Set(currencies)].sort().join();
    grounds.when(!isOrdered, "exchange-pools/currenciesUnordered");
    const rated = ruleBookNow(model, corridor)?.rates.map(({ currency }) => currency) ?? [];
    for (const currency of currencies) {
      const isIn = corridorsOf(model).joined.has(`${corridor}/${currency}`) && rated.includes(currency);
      grounds.when(!isIn, "exchange-pools/currencyOutside");
      grounds.when(!isFedFor(model, currency), "exchange-pools/feedUnfit");
    }
    const others = poolsIn(model, corridor);
    const isKnown = others.some((other) => codesOf(poolsOf(model).pools.at(other)).join() === currencies.join());
    grounds.when(isKnown, "exchange-pools/poolKnown");
    grounds.when(others.length >= poolsMost, "exchange-pools/tooManyPools");
  },
  apply(model, _actor, { corridor, currencies, terms }) {
    const { pools, given } = poolsOf(model);
    given.value += 1;
    const reserves = currencies.map((currency) => ({ currency, amount: 0n, hasConsent: false }));
    pools.set(given.value, { corridor, reserves, terms, openedMs: model.timeMs });
    return { pool: given.value };
  },
});

const closePool = modelMessage<{ readonly pool: number }>({
  judge(model, actor, { pool: number }, grounds) {
    const pool = judgePool(model, number, grounds);
    if (pool === undefined) return;
    judgeOperator(model, actor, pool.corridor, grounds);
    grounds.when(allShares(model, number) > 0n, "exchange-pools/poolNotEmpty");
  },
  apply: (model, _actor, { pool }) => poolsOf(model).pools.delete(pool),
});

const says = (hasConsent: boolean) =>
  modelMessage<{ readonly pool: number; readonly currency: string }>({
    judge(model, actor, { pool: number, currency }, grounds) {
      judgeCentralBank(model, actor, currency, grounds);
      const pool = judgePool(model, number, grounds);
      if (pool === undefined) return;
      const reserve = pool.reserves.find((each) => each.currency === currency);
      grounds.when(reserve === undefined, "exchange-pools/currencyNotPooled");
      grounds.when(reserve?.hasConsent === hasConsent, "exchange-pools/consentKnown");
    },
    apply(model, _actor, { pool: number, currency }) {
      const { pools } = poolsOf(model);
      const pool = pools.at(number);
      const reserves = pool.reserves.map((each) => (each.currency === currency ? { ...each, hasConsent } : each));
      pools.set(number, { ...pool, reserves });
    },
  });

/** Amounts in the order of the pool's currencies, if each is named once at most. */
function placed(pool: Pool, sides: readonly Side[], grounds: Grounds): bigint[] {
  const codes = codesOf(pool);
  const named = sides.map(({ currency }) => currency);
  grounds.when(
    named.some((code) => !codes.includes(code)),
    "exchange-pools/currencyNotPooled",
  );
  grounds.when(new Set(named).size < named.length, "exchange-pools/currencyRepeated");
  return codes.map((code) => sum(sides.map(({ currency, amount }) => (currency === code ? amount : 0n))));
}

interface Adding {
  readonly pool: number;
  readonly amounts: readonly Side[];
  readonly sharesLeast: bigint;
}

/** Shares of a deposit, for its owner and all of them after it. */
function brought(model: Model, number: number, pool: Pool, prices: Prices, added: readonly bigint[]) {
  const before = allShares(model, number);
  if (before > 0n) {
    const shares = sharesBy(pool, prices, added, before);
    return { shares, sharesAfter: before + shares };
  }
  const worth = floor(dOf(valuesOf(added, prices), pool.terms.amplification).down, 10n ** BigInt(prices.decimals));
  return { shares: worth - lockedShares, sharesAfter: worth };
}

function judgeDeposit(
  model: Model,
  pool: Pool,
  { pool: number, amounts, sharesLeast }: Adding,
  grounds: Grounds,
): void {
  const added = placed(pool, amounts, grounds);
  const prices = pricesFor(model, pool, grounds);
  const before = amountsIn(pool);
  const after = before.map((amount, at) => amount + (added[at] ?? 0n));
  if (grounds.when(after.includes(0n), "exchange-pools/depositIncomplete") || prices === undefined) return;
  const { terms } = pool;
  const doubt = sum(prices.doubts);
  if (grounds.when(doubt > BigInt(terms.bandBp) * 100n, "exchange-pools/priceVague")) return;
  const all = allShares(model, number);
  const old = all === 0n ? undefined : valuesOf(before, prices);
  grounds.when(isOut(valuesOf(after, prices), old, terms), "exchange-pools/outsideBand");
  const { shares, sharesAfter } = brought(model, number, pool, prices, added);
  const isSmall = all === 0n && sharesAfter < parameter(model, "exchange-pools.firstWorthNano");
  grounds.when(isSmall, "exchange-pools/depositTooSmall");
  grounds.when(shares === 0n, "exchange-pools/addsNothing");
  grounds.when(sharesAfter + (all === 0n ? 0n : lockedShares) > amountMost, "exchange-pools/poolFull");
  grounds.when(shares < sharesLeast, "exchange-pools/fewerThanAsked");
}

const addLiquidity = modelMessage<Adding>({
  judge(model, actor, content, grounds) {
    const pool = judgePool(model, content.pool, grounds);
    if (pool === undefined) return;
    const { members, participants } = corridorsOf(model);
    grounds.when(!members.has(`${pool.corridor}/${actor}`), "corridors/notMember");
    judgeHome(model, actor, grounds);
    for (const { currency, hasConsent } of pool.reserves) {
      const participant = participants.get(`${currency}/${actor}`);
      grounds.when(participant === undefined, "corridors/unknownParticipant");
      grounds.when((participant?.fromHeight ?? 0) > model.height, "corridors/notYetAdmitted");
      grounds.when(!hasConsent, "exchange-pools/consentMissing");
    }
    judgeOpen(model, pool.corridor, codesOf(pool), grounds);
    judgeDeposit(model, pool, content, grounds);
    for (const side of content.amounts) judgeTransfer(model, { ...side, from: actor, to: book }, grounds);
  },
  apply(model, actor, { pool: number, amounts }) {
    const { pools, shares: owned } = poolsOf(model);
    const pool = pools.at(number);
    const added = placed(pool, amounts, new Grounds());
    const prices = pricesFor(model, pool, new Grounds());
    if (prices === undefined) throw new Error("the prices were sound");
    const answer = brought(model, number, pool, prices, added);
    for (const side of amounts) transfer(model, { ...side, from: actor, to: book });
    owned.set(`${number}/${actor}`, (owned.get(`${number}/${actor}`) ?? 0n) + answer.shares);
    fill(
      model,
      number,
      amountsIn(pool).map((amount, at) => amount + (added[at] ?? 0n)),
    );
    return answer;
  },
});

function fill(model: Model, number: number, amounts: readonly bigint[]): void {
  const { pools } = poolsOf(model);
  const pool = pools.at(number);
  const reserves = pool.reserves.map((reserve, at) => ({ ...reserve, amount: amounts[at] ?? 0n }));
  pools.set(number, { ...pool, reserves });
}

interface Removing {
  readonly pool: number;
  readonly shares: bigint;
  readonly amountsLeast?: readonly Side[];
}

const partsFor = (model: Model, number: number, shares: bigint): bigint[] => {
  const all = allShares(model, number);
  const isAll = all - shares === lockedShares;
  return amountsIn(poolsOf(model).pools.at(number)).map((amount) => (isAll ? amount : floor(amount * shares, all)));
};

const removeLiquidity = modelMessage<Removing>({
  judge(model, actor, { pool: number, shares, amountsLeast = [] }, grounds) {
    const pool = judgePool(model, number, grounds);
    if (pool === undefined) return;
    const held = poolsOf(model).shares.get(`${number}/${actor}`) ?? 0n;
    if (grounds.when(shares > held, "exchange-pools/sharesShort")) return;
    const asked = placed(pool, amountsLeast, grounds);
    const parts = partsFor(model, number, shares);
    grounds.when(
      parts.some((part, at) => part < (asked[at] ?? 0n)),
      "exchange-pools/lessThanAsked",
    );
  },
  apply: (model, actor, { pool, shares }) => ({ amounts: giveUp(model, pool, actor, shares) }),
});

const payOwnerOut = modelMessage<{ readonly pool: number; readonly account: string }>({
  judge(model, actor, { pool: number, account }, grounds) {
    const pool = judgePool(model, number, grounds);
    if (pool === undefined) return;
    judgeOperator(model, actor, pool.corridor, grounds);
    grounds.when(!pool.reserves.some(({ hasConsent }) => !hasConsent), "exchange-pools/consentsGiven");
    grounds.when(!poolsOf(model).shares.has(`${number}/${account}`), "exchange-pools/sharesShort");
  },
  apply(model, _actor, { pool, account }) {
    return { amounts: giveUp(model, pool, account, poolsOf(model).shares.at(`${pool}/${account}`)) };
  },
});

function giveUp(model: Model, number: number, owner: string, shares: bigint): Side[] {
  const { pools, shares: owned } = poolsOf(model);
  const pool = pools.at(number);
  const parts = partsFor(model, number, shares);
  const left = owned.at(`${number}/${owner}`) - shares;
  if (left === 0n) owned.delete(`${number}/${owner}`);
  else owned.set(`${number}/${owner}`, left);
  const all = codesOf(pool).map((currency, at) => ({ currency, amount: parts[at] ?? 0n }));
  const amounts = all.filter(({ amount }) => amount > 0n);
  for (const side of amounts) giveBack(model, { ...side, from: book, to: owner });
  fill(
    model,
    number,
    amountsIn(pool).map((amount, at) => amount - (parts[at] ?? 0n)),
  );
  return amounts;
}

interface Paying {
  readonly feeMost?: bigint;
  readonly pool: number;
  readonly payee: string;
  readonly kind: string;
  readonly purpose: string;
  readonly source: string;
  readonly destination: string;
  readonly fixed: string;
  readonly amount: bigint;
  readonly limit: bigint;
}

/** The deal, if the pool's own rules let it; notes why they do not. */
function findDeal(model: Model, { pool: number, source, destination, fixed, amount }: Paying, grounds: Grounds) {
  const pool = judgePool(model, number, grounds);
  if (pool === undefined) return undefined;
  const [from, to] = [source, destination].map((code) => codesOf(pool).indexOf(code)) as [number, number];
  grounds.when(source === destination, "exchange-pools/sameCurrency");
  grounds.when(from < 0 || to < 0, "exchange-pools/currencyNotPooled");
  const lacks = pool.reserves.some(({ hasConsent }) => !hasConsent);
  grounds.when(lacks, "exchange-pools/consentMissing");
  grounds.when(isPaused(model, source) || isPaused(model, destination), "accounts/currencyPaused");
  const prices = pricesFor(model, pool, grounds);
  if (grounds.any || prices === undefined) return undefined;
  const { feeBp, bandBp } = pool.terms;
  const doubt = (prices.doubts[from] ?? 0n) + (prices.doubts[to] ?? 0n);
  if (grounds.when(doubt > BigInt(bandBp) * 100n, "exchange-pools/priceVague")) return undefined;
  const asked = { from, to, fixed, amount };
  const isEmpty = allShares(model, number) === 0n;
  const deal = isEmpty ? undefined : dealFor(pool, prices, asked, BigInt(feeBp) * 100n + doubt);
  grounds.when(deal === undefined, "exchange-pools/poolShort");
  if (deal === undefined) return undefined;
  grounds.when(deal.delivered === 0n, "exchange-pools/deliversNothing");
  grounds.when(isHeavy(pool, prices, asked, deal), "exchange-pools/impactTooGreat");
  const [before, after] = [amountsIn(pool), deal.after].map((amounts) => valuesOf(amounts, prices));
  grounds.when(isOut(after ?? [], before, pool.terms), "exchange-pools/outsideBand");
  const { amplification } = pool.terms;
  const d = (values: readonly bigint[] = []) => dOf(values, amplification).down;
  if (d(after) < d(before)) throw new Error("a deal takes nothing from a pool's owners");
  return grounds.any ? undefined : { ...deal, pool };
}

type Found = NonNullable<ReturnType<typeof findDeal>>;

const crossingFor = (payer: string, said: Paying, { pool, paid, delivered }: Found): Crossing => ({
  ...{ corridor: pool.corridor, kind: said.kind, purpose: said.purpose, payer, payee: said.payee },
  source: { currency: said.source, amount: paid },
  destination: { currency: said.destination, amount: delivered },
});

function legsFor(model: Model, { corridor, payer, payee, source, destination }: Crossing): (Sum & { kind: string })[] {
  const { fee, operator } = feeFor(model, corridor, source.amount);
  return [
    { kind: "exchange", from: payer, to: book, ...source },
    { kind: "delivery", from: book, to: payee, ...destination },
    { kind: "fee", from: payer, to: operator, currency: source.currency, amount: fee },
  ];
}

const payThroughPool = modelMessage<Paying>({
  judge(model, payer, said, grounds) {
    const deal = findDeal(model, said, grounds);
    if (deal === undefined) return;
    const { paid, delivered } = deal;
    const isWorse = said.fixed === "source" ? delivered < said.limit : paid > said.limit;
    grounds.when(isWorse, "exchange-pools/worseThanAsked");
    const crossing = crossingFor(payer, said, deal);
    judgeCrossing(model, crossing, grounds);
    const { fee } = feeFor(model, crossing.corridor, paid);
    grounds.when(said.feeMost !== undefined && fee > said.feeMost, "exchange-pools/feeHigherThanAsked");
    const mark = model.log.mark;
    for (const leg of legsFor(model, crossing)) {
      if (isNoFee(leg)) continue;
      const own = new Grounds();
      own.when(leg.kind !== "exchange" && isBook(leg.to), "accounts/ledgerAccount");
      judgeTransfer(model, leg, own);
      for (const code of own.list()) grounds.when(true, code);
      if (own.any) break;
      transfer(model, leg);
    }
    model.log.undoTo(mark);
  },
  apply(model, payer, said) {
    const deal = findDeal(model, said, new Grounds());
    if (deal === undefined) throw new Error("a deal was found");
    const { paid, delivered, curved, after } = deal;
    const crossing = crossingFor(payer, said, deal);
    const legs = legsFor(model, crossing);
    for (const leg of legs) if (!isNoFee(leg)) transfer(model, leg);
    fill(model, said.pool, after);
    countCrossing(model, crossing);
    return { paid, delivered, kept: curved - delivered, legs };
  },
});

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: {
    ...{ openPool, closePool, addLiquidity, removeLiquidity, payOwnerOut, payThroughPool },
    grantConsent: says(true),
    withdrawConsent: says(false),
  },
  start: (model) => openBook(model, book),
  *rows(model) {
    const { pools, given, shares } = poolsOf(model);
    for (const [number, pool] of pools.entries()) {
      yield [`exchange-pools/pool/${padded(number)}`, { ...pool, shares: allShares(model, number) }];
    }
    if (given.value > 0) yield ["exchange-pools/next-pool", given.value + 1];
    for (const corridor of new Set(pools.values().map((pool) => pool.corridor))) {
      yield [`exchange-pools/of/${corridor}`, poolsIn(model, corridor)];
    }
    for (const [key, held] of shares.entries()) {
      const [pool, account = ""] = key.split("/");
      yield [`exchange-pools/share/${padded(Number(pool))}/${account}`, held];
    }
    const all = pools.values().flatMap(({ reserves }) => reserves);
    for (const currency of new Set(all.map((reserve) => reserve.currency))) {
      const total = sum(all.map((reserve) => (reserve.currency === currency ? reserve.amount : 0n)));
      if (total > 0n) yield [`exchange-pools/reserve/${currency}`, total];
    }
  },
};
