// What the module `intraday-credit` must do: lines, draws by message, repayments, and the ends of graces.
import {
  accountsOf,
  freeForFrom,
  giveBack,
  judgeCurrency,
  judgeHolder,
  judgeIssue,
  judgePayer,
  judgeTransfer,
  openBook,
  wasFreeFor,
} from "./accounts/book.ts";
import { isBook } from "./encoding.ts";
import {
  creditOf,
  creditsAt,
  debtsAt,
  drawnAt,
  endLine,
  isBehind,
  owingIn,
  putDebts,
  type Terms,
} from "./intraday-credit/book.ts";
import { book, drawsMost, lend, note, parts, payDebts } from "./intraday-credit/lending.ts";
import { type Model, type ModuleModel, modelMessage } from "./model.ts";
import { parameterNumber } from "./parameters/book.ts";
import { linesOf } from "./swap-lines/book.ts";
import { measureFor } from "./swap-lines/onward.ts";

const duesMost = 256;
const linesMost = 4_096;

const linesIn = (model: Model, currency: string): number =>
  creditOf(model)
    .lines.keys()
    .filter((place) => place.startsWith(`${currency}/`)).length;

interface Granting extends Terms {
  readonly currency: string;
  readonly bank: string;
}

const grantLine = modelMessage<Granting>({
  judge(model, actor, { currency, bank, limit, expiresMs, collateral }, grounds) {
    const known = accountsOf(model).currencies.get(currency);
    if (known === undefined) {
      grounds.when(true, "accounts/unknownCurrency");
      return;
    }
    grounds.when(isBook(known.issuer), "intraday-credit/currencyUnfit");
    grounds.when(known.issuer !== actor, "intraday-credit/notCentralBank");
    grounds.when(bank === known.issuer, "intraday-credit/bankUnfit");
    judgeHolder(model, bank, grounds);
    const isKnown = collateral === undefined || accountsOf(model).currencies.has(collateral.currency);
    grounds.when(!isKnown, "accounts/unknownCurrency");
    grounds.when(collateral?.currency === currency, "intraday-credit/collateralUnfit");
    const latestMs = model.timeMs + parameterNumber(model, "intraday-credit.lineMsMost");
    grounds.when(expiresMs <= model.timeMs || expiresMs > latestMs, "intraday-credit/expiryWrong");
    const place = `${currency}/${bank}`;
    grounds.when(limit < drawnAt(model, place), "intraday-credit/limitBelowDrawn");
    const isNew = !creditOf(model).lines.has(place);
    grounds.when(isNew && linesIn(model, currency) >= linesMost, "intraday-credit/tooManyLines");
  },
  apply(model, _actor, { currency, bank, ...terms }) {
    const { lines } = creditOf(model);
    const { freeFromMs } = lines.get(`${currency}/${bank}`) ?? {};
    const began = freeFromMs === undefined ? {} : { freeFromMs };
    lines.set(`${currency}/${bank}`, { ...terms, ...began, isEnded: false });
  },
});

interface Named {
  readonly currency: string;
  readonly bank: string;
}

const closeLine = modelMessage<Named>({
  judge(model, actor, { currency, bank }, grounds) {
    const known = accountsOf(model).currencies.get(currency);
    grounds.when(known === undefined, "accounts/unknownCurrency");
    grounds.when(known !== undefined && known.issuer !== actor, "intraday-credit/notCentralBank");
    const line = creditOf(model).lines.get(`${currency}/${bank}`);
    grounds.when(line === undefined, "intraday-credit/unknownLine");
    grounds.when(line?.isEnded === true, "intraday-credit/lineEnded");
  },
  apply: (model, _actor, { currency, bank }) => endLine(model, `${currency}/${bank}`, true),
});

interface Sum {
  readonly currency: string;
  readonly amount: bigint;
}

const drawCredit = modelMessage<Sum>({
  judge(model, actor, { currency, amount }, grounds) {
    const place = `${currency}/${actor}`;
    const line = creditOf(model).lines.get(place);
    if (line === undefined) {
      grounds.when(true, "intraday-credit/unknownLine");
      return;
    }
    grounds.when(line.isEnded, "intraday-credit/lineEnded");
    grounds.when(line.expiresMs <= model.timeMs, "intraday-credit/lineExpired");
    const isOverdue = isBehind(model, place);
    grounds.when(isOverdue, "intraday-credit/debtOverdue");
    grounds.when(drawnAt(model, place) + amount > line.limit, "intraday-credit/limitExceeded");
    const open = debtsAt(model, place).length;
    grounds.when(open >= drawsMost, "intraday-credit/tooManyDraws");
    const isFull = owingIn(model, currency) >= parameterNumber(model, "intraday-credit.debtorsMost");
    grounds.when(open === 0 && isFull, "intraday-credit/tooManyDebtors");
    const { collateral: asked } = line;
    if (asked !== undefined) {
      const measure = measureFor(model, currency, asked.currency, asked.haircutBp);
      if (grounds.when(measure === undefined, "intraday-credit/priceUnsound") || measure === undefined) return;
      const sum = { currency: asked.currency, from: actor, to: book, amount: measure.collateral(amount) };
      judgeTransfer(model, sum, grounds);
    }
    judgeIssue(model, currency, actor, amount, grounds);
  },
  apply(model, actor, { currency, amount }) {
    const { draw, dueMs, collateral } = lend(model, `${currency}/${actor}`, amount);
    return { draw, dueMs, ...(collateral === undefined ? {} : { collateral }) };
  },
});

const repayDebts = modelMessage<Sum>({
  judge(model, actor, { currency, amount }, grounds) {
    judgeCurrency(model, currency, grounds);
    judgePayer(model, currency, actor, amount, grounds);
    grounds.when(debtsAt(model, `${currency}/${actor}`).length === 0, "intraday-credit/nothingOwed");
  },
  apply: (model, actor, { currency, amount }) => ({ taken: payDebts(model, `${currency}/${actor}`, amount) }),
});

interface Choice {
  readonly currency: string;
  readonly credit: boolean;
  readonly swapLine?: number;
}

const setAutomaticDraws = modelMessage<Choice>({
  judge(model, actor, { currency, credit, swapLine }, grounds) {
    const place = `${currency}/${actor}`;
    const { lines, sources } = creditOf(model);
    grounds.when(!accountsOf(model).currencies.has(currency), "accounts/unknownCurrency");
    grounds.when(!credit && swapLine === undefined && !sources.has(place), "intraday-credit/nothingSet");
    const lacksLine = credit && !lines.has(place);
    const lacksSwap = swapLine !== undefined && !linesOf(model).banks.has(`${swapLine}/${place}`);
    grounds.when(lacksLine || lacksSwap, "intraday-credit/nothingToDraw");
  },
  apply(model, actor, { currency, credit, swapLine }) {
    const { sources } = creditOf(model);
    const place = `${currency}/${actor}`;
    if (!credit && swapLine === undefined) sources.delete(place);
    else sources.set(place, { credit, ...(swapLine === undefined ? {} : { swapLine }) });
  },
});

function endGrace(model: Model, place: string, draw: number): void {
  const debt = creditsAt(model, place).find((each) => each.draw === draw);
  if (debt === undefined) return;
  const graceMs = parameterNumber(model, "intraday-credit.graceMs");
  if (!wasFreeFor(model, ...parts(place), graceMs)) {
    note(model, freeForFrom(model, ...parts(place), graceMs), place, draw);
    return;
  }
  if (debt.collateral !== undefined) {
    const { issuer } = accountsOf(model).currencies.at(place.split("/")[0] ?? "");
    giveBack(model, { ...debt.collateral, from: book, to: issuer });
    putDebts(
      model,
      place,
      debtsAt(model, place).filter((each) => each !== debt),
    );
  }
  endLine(model, place, true);
}

function begin(model: Model): void {
  const { dues } = creditOf(model);
  const taken = dues.value
    .filter(({ dueMs }) => dueMs <= model.timeMs)
    .sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence)
    .slice(0, duesMost);
  if (taken.length === 0) return;
  dues.value = dues.value.filter((due) => !taken.includes(due));
  for (const { item } of taken) endGrace(model, `${item.currency}/${item.account}`, item.draw);
}

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: { grantLine, closeLine, drawCredit, repayDebts, setAutomaticDraws },
  start: (model) => openBook(model, book),
  begin,
  /** The last moment at which a draw falls due: all of them would keep the clock from the moments of other modules. */
  moments(model) {
    const { debts } = creditOf(model);
    const ends = debts.keys().flatMap((place) => creditsAt(model, place).map(({ dueMs }) => dueMs + 1));
    return ends.length === 0 ? [] : [Math.max(...ends)];
  },
  unordered: ["intraday-credit/due/entry/", "intraday-credit/debtor/", "intraday-credit/debtor-place/"],
  *rows(model) {
    const { lines, sources, debts, given, dues, noted } = creditOf(model);
    for (const [place, line] of lines.entries()) {
      yield [`intraday-credit/line/${place}`, { ...line, drawn: drawnAt(model, place) }];
    }
    for (const currency of new Set(lines.keys().map((place) => place.split("/")[0] ?? ""))) {
      yield [`intraday-credit/line-count/${currency}`, linesIn(model, currency)];
    }
    for (const [place, source] of sources.entries()) yield [`intraday-credit/sources/${place}`, source];
    for (const [at, place] of debts.keys().entries()) {
      const [currency, account] = place.split("/");
      yield [`intraday-credit/debts/${place}`, debtsAt(model, place)];
      yield [`intraday-credit/debtor/${padded(at)}`, { currency, account }];
      yield [`intraday-credit/debtor-place/${place}`, at];
    }
    for (const currency of new Set(debts.keys().map((place) => place.split("/")[0] ?? ""))) {
      yield [`intraday-credit/currency-debtors/${currency}`, owingIn(model, currency)];
    }
    if (debts.size > 0) yield ["intraday-credit/debtor-count", debts.size];
    if (given.value > 0) yield ["intraday-credit/next-draw", given.value + 1];
    yield* exposureRows(model);
    if (noted.value === 0) return;
    yield ["intraday-credit/due/size", { size: dues.value.length, sequence: noted.value }];
    for (const [at, due] of dues.value.entries()) yield [`intraday-credit/due/entry/${padded(at)}`, due];
  },
};

function* exposureRows(model: Model): Generator<readonly [string, unknown]> {
  const sums = new Map<string, { lent: bigint; collateral: bigint }>();
  const add = (currency: string, lent: bigint, collateral: bigint) => {
    const before = sums.get(currency) ?? { lent: 0n, collateral: 0n };
    sums.set(currency, { lent: before.lent + lent, collateral: before.collateral + collateral });
  };
  for (const place of creditOf(model).debts.keys()) {
    for (const { amount, collateral } of creditsAt(model, place)) {
      add(place.split("/")[0] ?? "", amount, 0n);
      if (collateral !== undefined) add(collateral.currency, 0n, collateral.amount);
    }
  }
  for (const [currency, sum] of sums) {
    if (sum.lent > 0n || sum.collateral > 0n) yield [`intraday-credit/exposure/${currency}`, sum];
  }
}
