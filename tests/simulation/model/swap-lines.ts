// What the module `swap-lines` must do: lines agreed by two central banks, draws, margin calls and seizures.
import {
  accountsOf,
  burn,
  freeForFrom,
  giveBack,
  judgeHolder,
  judgeIssue,
  judgeTransfer,
  openBook,
  transfer,
  wasFreeFor,
} from "./accounts/book.ts";
import { sum } from "./arithmetic.ts";
import { isBook } from "./encoding.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { oracleOf } from "./oracle/book.ts";
import { judgePrice, priceOf } from "./oracle/prices.ts";
import { parameterNumber } from "./parameters/book.ts";
import {
  asAmount,
  banksOn,
  countFor,
  type Draw,
  type Due,
  dayMs,
  drawnBy,
  drawnFor,
  drawsOn,
  interestDue,
  interestFor,
  isBeyond,
  type Line,
  lateCallsOf,
  linesOf,
  onwardOn,
  type Party,
  rateFor,
  type Spot,
  type Terms,
} from "./swap-lines/book.ts";
import {
  book,
  decimalsOf,
  endDraw,
  forgetEnded,
  holderOf,
  note,
  openDraw,
  payLender,
  sidesOf,
  spotNow,
  worthFor,
} from "./swap-lines/lending.ts";

const duesMost = 256;

const pairKey = (one: string, other: string) => [one, other].sort().join("/");
interface Proposal {
  readonly own: string;
  readonly other: string;
  readonly ownLimit: bigint;
  readonly otherLimit: bigint;
  readonly terms: Terms;
}

const proposeLine = modelMessage<Proposal>({
  judge(model, actor, { own, other, terms }, grounds) {
    const { currencies } = accountsOf(model);
    const [mine, theirs] = [currencies.get(own), currencies.get(other)];
    grounds.when(mine === undefined || theirs === undefined, "accounts/unknownCurrency");
    grounds.when(mine !== undefined && mine.issuer !== actor, "swap-lines/notCentralBank");
    grounds.when(theirs?.issuer === actor, "swap-lines/sameCentralBank");
    grounds.when(theirs !== undefined && isBook(theirs.issuer), "swap-lines/currencyUnfit");
    const pairs = linesOf(model)
      .lines.values()
      .map(({ proposer, acceptor }) => pairKey(proposer.currency, acceptor.currency));
    grounds.when(pairs.includes(pairKey(own, other)), "swap-lines/pairTaken");
    const { tenorsDays, ladder, expiresMs } = terms;
    const isKnown = tenorsDays.every((days) => [1, 7, 30, 90, 365].includes(days));
    const isRising = tenorsDays.every((days, at) => at === 0 || (tenorsDays[at - 1] ?? 0) < days);
    grounds.when(!isKnown || !isRising || ladder.upperBp < ladder.middleBp, "swap-lines/termsUnsound");
    const latestMs = model.timeMs + parameterNumber(model, "swap-lines.lineMsMost");
    grounds.when(expiresMs <= model.timeMs || expiresMs > latestMs, "swap-lines/expiryWrong");
  },
  apply(model, actor, { own, other, ownLimit, otherLimit, terms }) {
    const { lines, given } = linesOf(model);
    const { issuer } = accountsOf(model).currencies.at(other);
    given.value += 1;
    lines.set(given.value, {
      status: "proposed",
      proposer: { centralBank: actor, currency: own, limit: ownLimit, defaults: 0 },
      acceptor: { centralBank: issuer, currency: other, limit: otherLimit, defaults: 0 },
      terms,
      draws: 0,
    });
    return { line: given.value };
  },
});

function judgeLine(model: Model, number: number, grounds: Grounds): Line | undefined {
  const { lines, given } = linesOf(model);
  const line = lines.get(number);
  if (line === undefined) grounds.when(true, number <= given.value ? "swap-lines/lineEnded" : "swap-lines/unknownLine");
  return line;
}

const isParty = ({ proposer, acceptor }: Line, actor: string) =>
  proposer.centralBank === actor || acceptor.centralBank === actor;

interface OfLine {
  readonly line: number;
}

const acceptLine = modelMessage<OfLine>({
  judge(model, actor, { line: number }, grounds) {
    const line = judgeLine(model, number, grounds);
    if (line === undefined) return;
    grounds.when(line.acceptor.centralBank !== actor, "swap-lines/notCounterparty");
    grounds.when(line.status !== "proposed", "swap-lines/lineAgreed");
    grounds.when(line.terms.expiresMs <= model.timeMs, "swap-lines/lineExpired");
  },
  apply(model, _actor, { line }) {
    const { lines } = linesOf(model);
    lines.set(line, { ...lines.at(line), status: "open" });
  },
});

const closeLine = modelMessage<OfLine>({
  judge(model, actor, { line: number }, grounds) {
    const line = judgeLine(model, number, grounds);
    if (line === undefined) return;
    grounds.when(!isParty(line, actor), "swap-lines/notParty");
    grounds.when(line.status === "closing", "swap-lines/lineClosing");
  },
  apply(model, _actor, { line }) {
    const { lines } = linesOf(model);
    const openDraws = drawsOn(model, line).length;
    if (openDraws === 0) lines.delete(line);
    else lines.set(line, { ...lines.at(line), status: "closing" });
    return { openDraws };
  },
});

interface Use {
  readonly number: number;
  readonly drawer: string;
  readonly fromMs: number;
  readonly tenorDays: number;
}

function judgeUse(model: Model, line: Line, { number, drawer, fromMs, tenorDays }: Use, grounds: Grounds): void {
  const { expiresMs, tenorsDays } = line.terms;
  grounds.when(line.status !== "open", "swap-lines/lineNotOpen");
  grounds.when(expiresMs <= model.timeMs, "swap-lines/lineExpired");
  grounds.when(!tenorsDays.includes(tenorDays), "swap-lines/tenorNotAgreed");
  grounds.when(fromMs + tenorDays * dayMs > expiresMs, "swap-lines/tenorBeyondExpiry");
  grounds.when(sidesOf(line, drawer)[0].defaults > 0, "swap-lines/drawsBlocked");
  grounds.when(lateCallsOf(model, number, drawer) > 0, "swap-lines/drawsFrozen");
}

/** Whether both currencies have a sound price for a whole unit. */
function judgeSpot(model: Model, currencies: readonly string[], grounds: Grounds): Spot | undefined {
  const prices = currencies.map((currency) => {
    const feed = oracleOf(model).feeds.get(currency);
    if (grounds.when(feed === undefined, "oracle/unknownFeed")) return undefined;
    const isWhole = feed?.measuresPerUnit === 10n ** BigInt(decimalsOf(model, currency));
    if (grounds.when(!isWhole, "swap-lines/feedUnfit")) return undefined;
    return judgePrice(model, currency, grounds, "sound") ? priceOf(model, currency)?.range.mid : undefined;
  });
  const [lentNano, heldNano] = prices;
  return lentNano === undefined || heldNano === undefined ? undefined : { lentNano, heldNano };
}

interface Drawing extends OfLine {
  readonly amount: bigint;
  readonly tenorDays: number;
}

const drawLine = modelMessage<Drawing>({
  judge(model, actor, { line: number, amount, tenorDays }, grounds) {
    const line = judgeLine(model, number, grounds);
    if (line === undefined || grounds.when(!isParty(line, actor), "swap-lines/notParty")) return;
    const [side, lender] = sidesOf(line, actor);
    judgeUse(model, line, { number, drawer: actor, fromMs: model.timeMs, tenorDays }, grounds);
    const most = parameterNumber(model, "swap-lines.drawsMost");
    grounds.when(drawsOn(model, number).length - onwardOn(model, number) >= most, "swap-lines/tooManyDraws");
    grounds.when(drawnBy(model, number, actor) + amount > side.limit, "swap-lines/limitExceeded");
    const spot = judgeSpot(model, [lender.currency, side.currency], grounds);
    if (spot === undefined) return;
    const collateral = worthFor(model, [side, lender], amount, spot, line.terms.haircutBp);
    judgeTransfer(model, { currency: side.currency, from: actor, to: book, amount: collateral }, grounds);
    judgeIssue(model, lender.currency, actor, amount, grounds);
  },
  apply: (model, drawer, { line, amount, tenorDays }) => openDraw(model, { line, drawer, amount, tenorDays }),
});

interface OfDraw extends OfLine {
  readonly draw: number;
}

function judgeDraw(model: Model, actor: string, { line: number, draw }: OfDraw, grounds: Grounds): Draw | undefined {
  const line = judgeLine(model, number, grounds);
  if (line === undefined) return undefined;
  const found = linesOf(model).draws.get(`${number}/${draw}`);
  if (found === undefined) grounds.when(true, `swap-lines/${draw <= line.draws ? "drawClosed" : "unknownDraw"}`);
  grounds.when(found !== undefined && holderOf(found) !== actor, "swap-lines/notDrawer");
  return found;
}

const repayDraw = modelMessage<OfDraw>({
  judge(model, actor, named, grounds) {
    const draw = judgeDraw(model, actor, named, grounds);
    if (draw === undefined) return;
    const { lent } = draw;
    const interest = interestDue(lent.amount, draw, model.timeMs, parameterNumber(model, "swap-lines.penaltyBp"));
    judgeTransfer(model, { currency: lent.currency, from: actor, to: book, amount: interest }, grounds);
    // The same money is asked for by both: what is lent must be there beside the interest.
    judgeTransfer(model, { currency: lent.currency, from: actor, to: book, amount: interest + lent.amount }, grounds);
  },
  apply(model, actor, named) {
    const draw = linesOf(model).draws.at(`${named.line}/${named.draw}`);
    const { lent, counter, collateral } = draw;
    const interest = interestDue(lent.amount, draw, model.timeMs, parameterNumber(model, "swap-lines.penaltyBp"));
    payLender(model, draw, interest);
    burn(model, lent.currency, actor, lent.amount);
    giveBack(model, { currency: counter.currency, from: book, to: actor, amount: collateral });
    endDraw(model, named, false);
    return { interest, collateralReturned: collateral };
  },
});

interface Extension extends OfDraw {
  readonly tenorDays: number;
}

const rollOverDraw = modelMessage<Extension>({
  judge(model, actor, { tenorDays, ...named }, grounds) {
    const draw = judgeDraw(model, actor, named, grounds);
    const line = linesOf(model).lines.get(named.line);
    if (draw === undefined || line === undefined) return;
    const { dueMs, lent, rateBp, rollovers } = draw;
    grounds.when(draw.onward !== undefined, "swap-lines/drawLentOn");
    const use = { number: named.line, drawer: draw.drawer, fromMs: dueMs, tenorDays };
    judgeUse(model, line, use, grounds);
    grounds.when(model.timeMs >= dueMs, "swap-lines/rolloverTooLate");
    grounds.when(model.timeMs + dayMs < dueMs, "swap-lines/rolloverTooEarly");
    grounds.when(rollovers >= line.terms.rolloversMost, "swap-lines/rolloversExhausted");
    const interest = interestFor(lent.amount, rateBp, draw.tenorDays);
    judgeTransfer(model, { currency: lent.currency, from: actor, to: book, amount: interest }, grounds);
  },
  apply(model, actor, { line: number, draw: at, tenorDays }) {
    const { lines, draws } = linesOf(model);
    const draw = draws.at(`${number}/${at}`);
    const { lent, dueMs: startedMs } = draw;
    const line = lines.at(number);
    const interest = interestFor(lent.amount, draw.rateBp, draw.tenorDays);
    payLender(model, draw, interest);
    const rollovers = draw.rollovers + 1;
    const rateBp = rateFor(line.terms, drawnBy(model, number, actor), sidesOf(line, actor)[0].limit, rollovers);
    const dueMs = startedMs + tenorDays * dayMs;
    const graceEndsMs = dueMs + parameterNumber(model, "swap-lines.graceMs");
    draws.set(`${number}/${at}`, { ...draw, startedMs, dueMs, graceEndsMs, tenorDays, rateBp, rollovers });
    note(model, graceEndsMs, { line: number, draw: at, kind: "seizure" });
    return { interest, rateBp, dueMs };
  },
});

const answerMarginCall = modelMessage<OfDraw>({
  judge(model, actor, named, grounds) {
    const draw = judgeDraw(model, actor, named, grounds);
    if (draw === undefined) return;
    grounds.when(draw.call === undefined, "swap-lines/noMarginCall");
    const sum = { currency: draw.counter.currency, from: actor, to: book, amount: draw.call?.amount ?? 0n };
    if (draw.call !== undefined) judgeTransfer(model, sum, grounds);
  },
  apply(model, actor, { line, draw: at }) {
    const { draws } = linesOf(model);
    const { call, ...draw } = draws.at(`${line}/${at}`);
    if (call === undefined) throw new Error("the call was judged open");
    const { amount, spot } = call;
    transfer(model, { currency: draw.counter.currency, from: actor, to: book, amount });
    const collateral = draw.collateral + amount;
    draws.set(`${line}/${at}`, { ...draw, collateral, collateralSpot: spot });
    return { collateral };
  },
});

interface Onward extends OfLine {
  readonly currency: string;
  readonly bank: string;
  readonly limit: bigint;
}

const setOnwardLimit = modelMessage<Onward>({
  judge(model, actor, { line: number, currency, bank, limit }, grounds) {
    const before = linesOf(model).banks.get(`${number}/${currency}/${bank}`);
    if (limit === 0n) {
      grounds.when(before === undefined, "swap-lines/unknownOnwardLimit");
      grounds.when(before !== undefined && before.centralBank !== actor, "swap-lines/notParty");
      return;
    }
    const line = judgeLine(model, number, grounds);
    if (line === undefined || grounds.when(!isParty(line, actor), "swap-lines/notParty")) return;
    const [, other] = sidesOf(line, actor);
    grounds.when(other.currency !== currency, "swap-lines/currencyNotLent");
    grounds.when(line.terms.intradayFreeMs === undefined, "swap-lines/onwardNotAgreed");
    grounds.when(line.status === "closing", "swap-lines/lineClosing");
    grounds.when(line.status === "proposed", "swap-lines/lineNotOpen");
    grounds.when(isParty(line, bank), "swap-lines/bankUnfit");
    judgeHolder(model, bank, grounds);
    grounds.when(limit < drawnFor(model, `${number}/${currency}/${bank}`), "swap-lines/limitBelowDrawn");
    const others = banksOn(model, `${number}/${currency}/`).length;
    grounds.when(before === undefined && others >= 256, "swap-lines/tooManyBanks");
  },
  apply(model, actor, { line, currency, bank, limit }) {
    const { banks } = linesOf(model);
    const key = `${line}/${currency}/${bank}`;
    const before = banks.get(key) ?? { centralBank: actor };
    if (limit > 0n) banks.set(key, { ...before, limit, isEnded: false });
    else {
      banks.set(key, { ...banks.at(key), isEnded: true });
      forgetEnded(model, key);
    }
  },
});

function review(model: Model, item: Due["item"], draw: Draw): void {
  const { lines, draws } = linesOf(model);
  const key = `${item.line}/${item.draw}`;
  const intervalMs = parameterNumber(model, "swap-lines.reviewIntervalMs");
  const spot = spotNow(model, draw.lent.currency, draw.counter.currency);
  note(model, model.timeMs + (spot === undefined ? Math.floor(intervalMs / 24) : intervalMs), item);
  const line = lines.at(item.line);
  const { thresholdBp, haircutBp, callMs } = line.terms;
  if (spot === undefined || draw.call !== undefined || !isBeyond(draw.collateralSpot, spot, thresholdBp)) return;
  const wanted = asAmount(worthFor(model, sidesOf(line, draw.drawer), draw.lent.amount, spot, haircutBp));
  if (wanted > draw.collateral) {
    const dueMs = model.timeMs + callMs;
    draws.set(key, { ...draw, call: { amount: wanted - draw.collateral, spot, dueMs, isLate: false } });
    note(model, dueMs, { ...item, kind: "call" });
    return;
  }
  const amount = draw.collateral - wanted;
  giveBack(model, { currency: draw.counter.currency, from: book, to: draw.drawer, amount });
  draws.set(key, { ...draw, collateral: wanted, collateralSpot: spot });
}

function fallDue(model: Model, { item }: Due): void {
  const { draws } = linesOf(model);
  const key = `${item.line}/${item.draw}`;
  const draw = draws.get(key);
  if (draw === undefined) return;
  const { call, counter, collateral, lender } = draw;
  if (item.kind === "review") review(model, item, draw);
  if (item.kind === "call" && call !== undefined && call.dueMs <= model.timeMs) {
    draws.set(key, { ...draw, call: { ...call, isLate: true } });
  }
  if (item.kind === "seizure" && draw.graceEndsMs <= model.timeMs) {
    const graceMs = parameterNumber(model, "swap-lines.graceMs");
    if (!wasFreeFor(model, draw.lent.currency, holderOf(draw), graceMs)) {
      const graceEndsMs = freeForFrom(model, draw.lent.currency, holderOf(draw), graceMs);
      draws.set(key, { ...draw, graceEndsMs });
      note(model, graceEndsMs, item);
      return;
    }
    giveBack(model, { currency: counter.currency, from: book, to: lender, amount: collateral });
    endDraw(model, item, true);
  }
}

function begin(model: Model): void {
  const { dues } = linesOf(model);
  const taken = dues.value
    .filter(({ dueMs }) => dueMs <= model.timeMs)
    .sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence)
    .slice(0, duesMost);
  if (taken.length === 0) return;
  dues.value = dues.value.filter((due) => !taken.includes(due));
  for (const due of taken) fallDue(model, due);
}

const padded = (number: number) => number.toString().padStart(16, "0");

/** A side as its row has it: with what its open draws come to. */
const shown = (model: Model, line: number, party: Party) => ({
  ...party,
  drawn: drawnBy(model, line, party.centralBank),
  lateCalls: lateCallsOf(model, line, party.centralBank),
});

export const model: ModuleModel = {
  messages: { proposeLine, acceptLine, closeLine, drawLine, repayDraw, rollOverDraw, answerMarginCall, setOnwardLimit },
  start: (model) => openBook(model, book),
  begin,
  /** The last end of a grace alone: all of them would keep the clock from the moments of other modules. */
  moments(model) {
    const ends = linesOf(model)
      .draws.values()
      .map(({ graceEndsMs }) => graceEndsMs);
    return ends.length === 0 ? [] : [Math.max(...ends)];
  },
  /** A heap may hold its entries in several orders. */
  unordered: ["swap-lines/due/entry/"],
  *rows(model) {
    const { lines, given, draws, banks, dues, noted } = linesOf(model);
    for (const [number, line] of lines.entries()) {
      const [proposer, acceptor] = [shown(model, number, line.proposer), shown(model, number, line.acceptor)];
      const openDraws = drawsOn(model, number).length;
      yield [
        `swap-lines/line/${padded(number)}`,
        { ...line, proposer, acceptor, openDraws, onwardDraws: onwardOn(model, number) },
      ];
      yield [`swap-lines/pair/${pairKey(proposer.currency, acceptor.currency)}`, number];
    }
    if (given.value > 0) yield ["swap-lines/next-line", given.value + 1];
    for (const [key, draw] of draws.entries()) {
      const [line, at] = key.split("/").map(Number);
      yield [`swap-lines/draw/${padded(line ?? 0)}/${padded(at ?? 0)}`, draw];
    }
    for (const [key, limit] of banks.entries()) {
      const [line, currency, bank] = key.split("/");
      const row = { ...limit, drawn: drawnFor(model, key), draws: countFor(model, key) };
      yield [`swap-lines/onward/${padded(Number(line))}/${currency}/${bank}`, row];
    }
    for (const side of new Set(banks.keys().map((key) => key.slice(0, key.lastIndexOf("/") + 1)))) {
      const [line, currency] = side.split("/");
      yield [`swap-lines/onward-count/${padded(Number(line))}/${currency}`, banksOn(model, side).length];
    }
    const open = draws.values();
    for (const currency of new Set(open.flatMap(({ lent, counter }) => [lent.currency, counter.currency]))) {
      const lent = sum(open.map((draw) => (draw.lent.currency === currency ? draw.lent.amount : 0n)));
      const collateral = sum(open.map((draw) => (draw.counter.currency === currency ? draw.collateral : 0n)));
      if (lent > 0n || collateral > 0n) yield [`swap-lines/exposure/${currency}`, { lent, collateral }];
    }
    if (noted.value === 0) return;
    yield ["swap-lines/due/size", { size: dues.value.length, sequence: noted.value }];
    for (const [at, due] of dues.value.entries()) yield [`swap-lines/due/entry/${padded(at)}`, due];
  },
};
