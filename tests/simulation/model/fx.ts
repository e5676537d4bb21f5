// What the module `fx` must do: rates, quotes with money set aside, and exchanges of which all legs move or none.
import { accountsOf, judgeTransfer, openBook, type Sum, transfer } from "./accounts/book.ts";
import { ceiling, floor, sum } from "./arithmetic.ts";
import { corridorsOf } from "./corridors/book.ts";
import { countCrossing, feeFor, judgeCrossing } from "./corridors/crossing.ts";
import { fxOf, type Hop, providersOf, type Tier } from "./fx/book.ts";
import { isNoFee, judgeFree, judgeUsable, legsOf, moved, release, reservedFunds, tryLegs } from "./fx/quotes.ts";
import { crossingBy, findRoute, type Request } from "./fx/routes.ts";
import { Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { oracleOf } from "./oracle/book.ts";
import { isFresh, priceOf } from "./oracle/prices.ts";
import { parameter, parameterNumber } from "./parameters/book.ts";

const placesMost = 8;
const dueMost = 1_000;

interface Pair {
  readonly base: string;
  readonly quote: string;
}

/** The oracle's range for a currency, where a fresh feed has its unit. */
function rangeOf(model: Model, currency: string) {
  const feed = oracleOf(model).feeds.get(currency);
  const { decimals = 0 } = accountsOf(model).currencies.get(currency) ?? {};
  if (feed === undefined || feed.measuresPerUnit !== 10n ** BigInt(decimals)) return undefined;
  const price = priceOf(model, currency);
  return isFresh(price) ? price.worst : undefined;
}

function judgeBand(model: Model, { base, quote }: Pair, tiers: readonly Tier[], grounds: Grounds): void {
  const [left, right] = [rangeOf(model, base), rangeOf(model, quote)];
  if (left === undefined || right === undefined) return;
  const bandBp = parameter(model, "fx.bandBp");
  const low = floor(left.low * (10_000n - bandBp) * 1_000_000_000n, right.high * 10_000n);
  const high = ceiling(left.high * (10_000n + bandBp) * 1_000_000_000n, right.low * 10_000n);
  const isOut = tiers.some(({ bidNano, askNano }) => bidNano < low || askNano > high);
  grounds.when(isOut, "fx/outsideBand");
}

interface Publication extends Pair {
  readonly tiers: readonly Tier[];
  readonly validUntilMs: number;
}

/** The provider that a full market lets go of. */
const outdated = (model: Model, { base, quote }: Pair): string | undefined =>
  providersOf(model, base, quote).find(
    (provider) => fxOf(model).rates.at(`${base}/${quote}/${provider}`).validUntilMs <= model.timeMs,
  );

const publishRate = modelMessage<Publication>({
  judge(model, actor, { tiers, validUntilMs, ...pair }, grounds) {
    const { base, quote } = pair;
    grounds.when(base >= quote, "fx/pairUnordered");
    for (const currency of [base, quote]) {
      const participant = corridorsOf(model).participants.get(`${currency}/${actor}`);
      grounds.when(participant === undefined, "corridors/unknownParticipant");
      grounds.when((participant?.fromHeight ?? 0) > model.height, "corridors/notYetAdmitted");
    }
    const isRising = tiers.every(({ baseMost }, at) => at === 0 || (tiers[at - 1]?.baseMost ?? 0n) < baseMost);
    const isCrossed = tiers.some(({ bidNano, askNano }) => bidNano > askNano);
    grounds.when(!isRising || isCrossed, "fx/tiersUnsound");
    const latestMs = model.timeMs + parameterNumber(model, "fx.rateMsMost");
    grounds.when(validUntilMs <= model.timeMs || validUntilMs > latestMs, "fx/validityWrong");
    judgeBand(model, pair, tiers, grounds);
    const providers = providersOf(model, base, quote);
    const isFull = !providers.includes(actor) && providers.length >= placesMost;
    grounds.when(isFull && outdated(model, pair) === undefined, "fx/marketFull");
  },
  apply(model, actor, { base, quote, tiers, validUntilMs }) {
    const { rates } = fxOf(model);
    const providers = providersOf(model, base, quote);
    if (!providers.includes(actor) && providers.length >= placesMost) {
      rates.delete(`${base}/${quote}/${outdated(model, { base, quote })}`);
    }
    rates.set(`${base}/${quote}/${actor}`, { tiers, validUntilMs, publishedMs: model.timeMs });
  },
});

const withdrawRate = modelMessage<Pair>({
  judge(model, actor, { base, quote }, grounds) {
    grounds.when(!fxOf(model).rates.has(`${base}/${quote}/${actor}`), "fx/unknownRate");
  },
  apply: (model, actor, { base, quote }) => fxOf(model).rates.delete(`${base}/${quote}/${actor}`),
});

const setAside = ({ provider, delivered }: Hop): Sum => ({ ...delivered, from: provider, to: reservedFunds });

interface Taking extends Request {
  readonly limit?: bigint;
}

const takeQuote = modelMessage<Taking>({
  judge(model, payer, { limit, ...request }, grounds) {
    const hops = findRoute(model, payer, request, grounds);
    if (hops === undefined) return;
    const delivered = hops.at(-1)?.delivered.amount ?? 0n;
    const paid = hops[0]?.paid.amount ?? 0n;
    const isWorse = limit !== undefined && (request.fixed === "source" ? delivered < limit : paid > limit);
    grounds.when(isWorse, "fx/worseThanAsked");
    const own = fxOf(model)
      .quotes.values()
      .filter((quote) => quote.payer === payer);
    grounds.when(own.length >= parameterNumber(model, "fx.quotesMost"), "fx/tooManyQuotes");
    judgeCrossing(model, crossingBy({ ...request, payer, hops }), grounds);
    for (const hop of hops) judgeTransfer(model, setAside(hop), grounds);
  },
  apply(model, payer, { limit: _, ...request }) {
    const { quotes, given, expiries } = fxOf(model);
    const hops = findRoute(model, payer, request, new Grounds()) ?? [];
    const { corridor, payee, kind, purpose } = request;
    const lifeMs = parameterNumber(model, kind === "customer" ? "fx.retailMs" : "fx.wholesaleMs");
    const expiresMs = model.timeMs + lifeMs;
    for (const hop of hops) transfer(model, setAside(hop));
    given.value += 1;
    const quote = given.value;
    quotes.set(quote, { corridor, payee, kind, purpose, payer, hops, expiresMs });
    expiries.value = [...expiries.value, { dueMs: expiresMs, sequence: quote - 1, item: quote }];
    return { quote, hops, expiresMs };
  },
});

const cancelQuote = modelMessage<{ readonly quote: number }>({
  judge(model, actor, { quote }, grounds) {
    judgeFree(model, actor, quote, grounds);
  },
  apply: (model, _actor, { quote }) => release(model, quote),
});

const executeQuote = modelMessage<{ readonly quote: number; readonly feeMost?: bigint }>({
  judge(model, actor, { quote: number, feeMost }, grounds) {
    const quote = judgeUsable(model, actor, number, grounds);
    if (quote === undefined) return;
    judgeCrossing(model, crossingBy(quote), grounds);
    const { fee } = feeFor(model, quote.corridor, quote.hops[0]?.paid.amount ?? 0n);
    grounds.when(feeMost !== undefined && fee > feeMost, "fx/feeHigherThanAsked");
    tryLegs(model, legsOf(model, quote), quote.payer, grounds);
  },
  apply(model, _actor, { quote: number }) {
    const { quotes } = fxOf(model);
    const quote = quotes.at(number);
    const legs = legsOf(model, quote);
    quotes.delete(number);
    for (const leg of legs) if (!isNoFee(leg)) transfer(model, moved(leg, quote.payer));
    countCrossing(model, crossingBy(quote));
    return { legs };
  },
});

/** Quotes past their expiry give back what was set aside, oldest due first. */
function end(model: Model): void {
  const { quotes, expiries } = fxOf(model);
  const due = expiries.value
    .filter(({ dueMs }) => dueMs <= model.timeMs)
    .sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence)
    .slice(0, dueMost);
  if (due.length === 0) return;
  expiries.value = expiries.value.filter((expiry) => !due.includes(expiry));
  for (const { item } of due) if (quotes.has(item) && quotes.at(item).boundTo === undefined) release(model, item);
}

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: { publishRate, withdrawRate, takeQuote, cancelQuote, executeQuote },
  start: (model) => openBook(model, reservedFunds),
  end,
  /** The last one alone: all of them would keep the clock from the moments of other modules. */
  moments(model) {
    const due = fxOf(model)
      .quotes.values()
      .flatMap(({ expiresMs, boundTo }) => (boundTo === undefined ? [expiresMs] : []));
    return due.length === 0 ? [] : [Math.max(...due)];
  },
  /** A heap may hold its entries in several orders. */
  unordered: ["fx/expiry/entry/"],
  *rows(model) {
    const { rates, quotes, given, expiries } = fxOf(model);
    for (const [key, rate] of rates.entries()) yield [`fx/rate/${key}`, rate];
    const pairs = new Set(rates.keys().map((key) => key.split("/").slice(0, 2).join("/")));
    for (const pair of pairs) {
      const [base = "", quote = ""] = pair.split("/");
      yield [`fx/market/${pair}`, providersOf(model, base, quote)];
    }
    const open = quotes.values();
    for (const [number, quote] of quotes.entries()) yield [`fx/quote/${padded(number)}`, quote];
    for (const payer of new Set(open.map((quote) => quote.payer))) {
      yield [`fx/taken/${payer}`, open.filter((quote) => quote.payer === payer).length];
    }
    const aside = open.flatMap(({ hops }) => hops.map(({ delivered }) => delivered));
    for (const currency of new Set(aside.map((each) => each.currency))) {
      yield [`fx/reserved/${currency}`, sum(aside.map((each) => (each.currency === currency ? each.amount : 0n)))];
    }
    if (given.value === 0) return;
    yield ["fx/next-quote", given.value + 1];
    yield ["fx/expiry/size", { size: expiries.value.length, sequence: given.value }];
    for (const [at, expiry] of expiries.value.entries()) yield [`fx/expiry/entry/${padded(at)}`, expiry];
  },
};
