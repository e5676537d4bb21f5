// What the module `payments` must do: everything locked at once, one end for all legs, recalls and returns.
import { judgeHolder, judgePayee, judgeTransfer, openBook, transfer } from "./accounts/book.ts";
import { sum } from "./arithmetic.ts";
import { corridorsOf, isSame, isStopped, withoutHoles } from "./corridors/book.ts";
import { feeFor, judgeCrossing } from "./corridors/crossing.ts";
import { hex, isBook } from "./encoding.ts";
import { fxOf, type Hop, type Money } from "./fx/book.ts";
import { judgeUsable } from "./fx/quotes.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { parameterNumber } from "./parameters/book.ts";
import { addDue, isUndecided, type Payment, paymentFunds, paymentsOf, type Terms, takeDue } from "./payments/book.ts";
import { crossingFor, judgeSettling, lockedBy, settle, stepNow, undo } from "./payments/ends.ts";

type Said<More = object> = { readonly uetr: Uint8Array } & More;

function judgePlaces(model: Model, payer: string, grounds: Grounds): void {
  const all = paymentsOf(model).payments.values();
  const own = all.filter((payment) => payment.payer === payer);
  const isFull = (count: number, name: string) => count >= parameterNumber(model, `payments.${name}`);
  grounds.when(isFull(own.filter(({ state }) => isUndecided(state)).length, "openMost"), "payments/tooManyOpen");
  grounds.when(isFull(own.length, "rowsMost"), "payments/tooManyRows");
  grounds.when(isFull(all.length, "totalRowsMost"), "payments/ledgerFull");
}

interface Sides {
  readonly source: Money;
  readonly destination: Money;
  readonly hops: readonly Hop[];
}

/** What the terms come to; notes what is wrong with a quote. */
function judgeSides(model: Model, payer: string, terms: Terms, grounds: Grounds): Sides | undefined {
  const { money, quote: number, expiresMs } = terms;
  grounds.when((money === undefined) === (number === undefined), "payments/meansUnclear");
  if (grounds.has("payments/meansUnclear")) return undefined;
  if (number === undefined) return money && { source: money, destination: money, hops: [] };
  const quote = judgeUsable(model, payer, number, grounds);
  if (quote === undefined) return undefined;
  const names = ["corridor", "payee", "kind", "purpose"] as const;
  grounds.when(
    names.some((name) => quote[name] !== terms[name]),
    "payments/quoteDiffers",
  );
  grounds.when(expiresMs > quote.expiresMs, "payments/expiryAfterQuote");
  const [first, last] = [quote.hops[0], quote.hops.at(-1)];
  return first && last && { source: first.paid, destination: last.delivered, hops: quote.hops };
}

function prepared(model: Model, payer: string, terms: Terms, sides: Sides): Payment {
  const { corridor, payee, kind } = terms;
  const isStanding = paymentsOf(model).standings.get(`${payee}/${corridor}`)?.[kind] ?? false;
  const { fee } = feeFor(model, corridor, sides.source.amount);
  const history = [stepNow(model, "locked")];
  return { payer, terms, ...sides, state: "locked", isStanding, fee, history, returned: 0n };
}

const answerOf = ({ source, destination, fee, terms: { expiresMs }, isStanding }: Payment) => ({
  ...{ source, destination, fee, expiresMs, isStanding },
});

const preparePayment = modelMessage<Said<Terms & { readonly feeMost?: bigint }>>({
  judge(model, payer, { uetr, feeMost, ...said }, grounds) {
    const terms = withoutHoles(said);
    const { payments, required } = paymentsOf(model);
    const known = payments.get(hex(uetr));
    if (known !== undefined) {
      grounds.when(known.payer !== payer || !isSame(known.terms, terms), "payments/uetrTaken");
      return;
    }
    judgePlaces(model, payer, grounds);
    grounds.when(terms.expiresMs <= model.timeMs, "payments/expiryPassed");
    const latestMs = model.timeMs + parameterNumber(model, "payments.expiryMsMost");
    grounds.when(terms.expiresMs > latestMs, "payments/expiryTooLate");
    const brought = new Set(terms.attestations.map(({ kind }) => kind));
    const asked = required.get(terms.corridor)?.[terms.kind] ?? [];
    grounds.when(!asked.every((kind) => brought.has(kind)), "payments/attestationMissing");
    const sides = judgeSides(model, payer, terms, grounds);
    if (sides === undefined) return;
    judgeHolder(model, terms.payee, grounds);
    judgePayee(model, sides.destination.currency, terms.payee, grounds);
    const payment = prepared(model, payer, terms, sides);
    judgeCrossing(model, crossingFor(payment), grounds);
    grounds.when(feeMost !== undefined && payment.fee > feeMost, "payments/feeHigherThanAsked");
    judgeTransfer(model, lockedBy(payment), grounds);
    if (grounds.any || !payment.isStanding) return;
    const mark = model.log.mark;
    transfer(model, lockedBy(payment));
    judgeSettling(model, payment, grounds);
    model.log.undoTo(mark);
  },
  apply(model, payer, { uetr, feeMost: _, ...said }) {
    const terms = withoutHoles(said);
    const { payments } = paymentsOf(model);
    const { quotes } = fxOf(model);
    const known = payments.get(hex(uetr));
    if (known !== undefined) return answerOf(known);
    const quote = terms.quote === undefined ? undefined : quotes.at(terms.quote);
    const [first, last] = [quote?.hops[0], quote?.hops.at(-1)];
    const source = first?.paid ?? terms.money ?? { currency: "", amount: 0n };
    const sides = { source, destination: last?.delivered ?? source, hops: quote?.hops ?? [] };
    const payment = prepared(model, payer, terms, sides);
    transfer(model, lockedBy(payment));
    if (quote !== undefined && terms.quote !== undefined) quotes.set(terms.quote, { ...quote, boundTo: uetr });
    payments.set(hex(uetr), payment);
    addDue(model, "expiries", terms.expiresMs, uetr);
    if (payment.isStanding) settle(model, uetr, payment);
    return answerOf(payment);
  },
});

/** A payment of which somebody says something; notes who may not. */
function judgeParty(
  model: Model,
  uetr: Uint8Array,
  actor: string,
  side: "payer" | "payee",
  grounds: Grounds,
): Payment | undefined {
  const payment = paymentsOf(model).payments.get(hex(uetr));
  if (grounds.when(payment === undefined, "payments/unknownPayment") || payment === undefined) return undefined;
  const party = side === "payer" ? payment.payer : payment.terms.payee;
  grounds.when(party !== actor, side === "payer" ? "payments/notPayer" : "payments/notPayee");
  return payment;
}

function judgeUndecided(model: Model, { state, terms }: Payment, grounds: Grounds): void {
  const isOpen = isUndecided(state);
  grounds.when(!isOpen, "payments/paymentClosed");
  grounds.when(isOpen && model.timeMs >= terms.expiresMs, "payments/expiryReached");
}

const found = (model: Model, uetr: Uint8Array): Payment => paymentsOf(model).payments.at(hex(uetr));

function change(model: Model, uetr: Uint8Array, changed: Partial<Payment>, step: object): void {
  const payment = found(model, uetr);
  paymentsOf(model).payments.set(hex(uetr), { ...payment, ...changed, history: [...payment.history, step] });
}

const acceptPayment = modelMessage<Said>({
  judge(model, actor, { uetr }, grounds) {
    const payment = judgeParty(model, uetr, actor, "payee", grounds);
    if (payment === undefined) return;
    judgeUndecided(model, payment, grounds);
    if (isUndecided(payment.state)) judgeSettling(model, payment, grounds);
  },
  apply: (model, _actor, { uetr }) => ({ legs: settle(model, uetr, found(model, uetr)) }),
});

const rejectPayment = modelMessage<Said<{ readonly as: string; readonly reason: string }>>({
  judge(model, actor, { uetr }, grounds) {
    const payment = judgeParty(model, uetr, actor, "payee", grounds);
    if (payment !== undefined) judgeUndecided(model, payment, grounds);
  },
  apply: (model, _actor, { uetr, as, reason }) => undo(model, uetr, found(model, uetr), as, reason),
});

const cancelPayment = modelMessage<Said>({
  judge(model, actor, { uetr }, grounds) {
    const payment = judgeParty(model, uetr, actor, "payer", grounds);
    if (payment === undefined) return;
    judgeUndecided(model, payment, grounds);
    grounds.when(isUndecided(payment.state) && payment.state !== "locked", "payments/payeeDeciding");
  },
  apply: (model, _actor, { uetr }) => undo(model, uetr, found(model, uetr), "cancelled", "ED05"),
});

const order = ["locked", "pending", "acceptedNotPosted"];

const pendPayment = modelMessage<Said<{ readonly as: string; readonly reason?: string }>>({
  judge(model, actor, { uetr, as }, grounds) {
    const payment = judgeParty(model, uetr, actor, "payee", grounds);
    if (payment === undefined) return;
    judgeUndecided(model, payment, grounds);
    const isBack = isUndecided(payment.state) && order.indexOf(as) <= order.indexOf(payment.state);
    grounds.when(isBack, "payments/alreadyPended");
  },
  apply: (model, _actor, { uetr, as, reason }) =>
    change(model, uetr, { state: as }, withoutHoles(stepNow(model, as, { reason }))),
});

const requestRecall = modelMessage<Said<{ readonly reason: string }>>({
  judge(model, actor, { uetr }, grounds) {
    const payment = judgeParty(model, uetr, actor, "payer", grounds);
    grounds.when(payment !== undefined && payment.state !== "settled", "payments/notSettled");
    grounds.when(payment?.recall !== undefined, "payments/recallKnown");
  },
  apply: (model, _actor, { uetr, reason }) =>
    change(model, uetr, { recall: { state: "requested", reason } }, stepNow(model, "recallRequested", { reason })),
});

const answerRecall = modelMessage<Said<{ readonly answer: "pended" | "refused"; readonly reason: string }>>({
  judge(model, actor, { uetr, answer }, grounds) {
    const payment = judgeParty(model, uetr, actor, "payee", grounds);
    if (payment === undefined) return;
    const { state } = payment.recall ?? {};
    grounds.when(state === undefined, "payments/noRecall");
    const follows: Readonly<Record<string, readonly string[]>> = {
      requested: ["pended", "refused"],
      pended: ["refused"],
    };
    grounds.when(state !== undefined && !(follows[state] ?? []).includes(answer), "payments/recallAnswered");
  },
  apply(model, _actor, { uetr, answer, reason }) {
    const { recall } = found(model, uetr);
    const asked = { reason: recall?.reason ?? "" };
    const step = answer === "pended" ? "recallPended" : "recallRefused";
    change(
      model,
      uetr,
      { recall: { ...asked, state: answer, answerReason: reason } },
      stepNow(model, step, { reason }),
    );
  },
});

const returnsMost = 6;

const returnPayment = modelMessage<Said<{ readonly amount: bigint; readonly reason: string }>>({
  judge(model, actor, { uetr, amount }, grounds) {
    const payment = judgeParty(model, uetr, actor, "payee", grounds);
    if (payment === undefined) return;
    const { state, destination, returned, payer, history } = payment;
    grounds.when(state !== "settled", "payments/notSettled");
    grounds.when(returned + amount > destination.amount, "payments/returnTooLarge");
    const parts = history.filter((each) => (each as { step: string }).step === "partlyReturned").length;
    grounds.when(parts >= returnsMost, "payments/tooManyReturns");
    const { currency } = destination;
    const zone = corridorsOf(model).zones.get(currency);
    grounds.when(zone === undefined, "corridors/unknownZone");
    grounds.when(zone !== undefined && isStopped(model, zone), "corridors/zoneStopped");
    grounds.when(isBook(payer), "accounts/ledgerAccount");
    judgeTransfer(model, { currency, from: actor, to: payer, amount }, grounds);
  },
  apply(model, actor, { uetr, amount, reason }) {
    const { payer, destination, returned: before, recall } = found(model, uetr);
    transfer(model, { currency: destination.currency, from: actor, to: payer, amount });
    const returned = before + amount;
    const isWhole = returned === destination.amount;
    const state = isWhole ? "granted" : "partlyGranted";
    const granted = recall === undefined || recall.state === "refused" ? {} : { recall: { ...recall, state } };
    const step = stepNow(model, isWhole ? "returned" : "partlyReturned", { reason, amount });
    change(model, uetr, { returned, ...(isWhole ? { state: "returned" } : {}), ...granted }, step);
    return { returned };
  },
});

interface Standing {
  readonly corridor: string;
  readonly customer: boolean;
  readonly interbank: boolean;
}

const setStandingAcceptance = modelMessage<Standing>({
  judge(model, actor, { corridor, customer, interbank }, grounds) {
    const isMember = corridorsOf(model).members.has(`${corridor}/${actor}`);
    grounds.when((customer || interbank) && !isMember, "payments/notMember");
  },
  apply(model, actor, { corridor, customer, interbank }) {
    const { standings } = paymentsOf(model);
    if (customer || interbank) standings.set(`${actor}/${corridor}`, { customer, interbank });
    else standings.delete(`${actor}/${corridor}`);
  },
});

interface Required {
  readonly corridor: string;
  readonly customer: readonly string[];
  readonly interbank: readonly string[];
}

const setRequiredAttestations = modelMessage<Required>({
  judge(model, actor, { corridor }, grounds) {
    const row = corridorsOf(model).corridors.get(corridor);
    grounds.when(row === undefined, "corridors/unknownCorridor");
    grounds.when(row !== undefined && row.operator !== actor, "payments/notOperator");
  },
  apply(model, _actor, { corridor, customer, interbank }) {
    const { required } = paymentsOf(model);
    if ([...customer, ...interbank].length > 0) required.set(corridor, { customer, interbank });
    else required.delete(corridor);
  },
});

const most = { expiries: 256, entries: 2_048, removals: 1_024 } as const;

/** Oldest first: payments that nobody decided about are void, and closed ones go in time. */
function end(model: Model): void {
  const { payments } = paymentsOf(model);
  let voided = 0;
  for (let at = 0; at < most.entries && voided < most.expiries; at += 1) {
    const item = takeDue(model, "expiries");
    if (item === undefined) break;
    const payment = payments.get(hex(item));
    if (payment === undefined || !isUndecided(payment.state) || payment.terms.expiresMs > model.timeMs) continue;
    undo(model, item, payment, "expired", "AB03");
    voided += 1;
  }
  for (let at = 0; at < most.removals; at += 1) {
    const item = takeDue(model, "removals");
    if (item === undefined) break;
    payments.delete(hex(item));
  }
}

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: {
    ...{ preparePayment, pendPayment, acceptPayment, rejectPayment, cancelPayment },
    ...{ requestRecall, answerRecall, returnPayment, setStandingAcceptance, setRequiredAttestations },
  },
  start: (model) => openBook(model, paymentFunds),
  end,
  /** The last expiry and the last removal alone: all of them would keep the clock from the moments of other modules. */
  *moments(model) {
    const all = paymentsOf(model).payments.values();
    const open = all.filter(({ state }) => isUndecided(state)).map(({ terms }) => terms.expiresMs);
    const closed = all.flatMap(({ removesMs }) => (removesMs === undefined ? [] : [removesMs]));
    for (const moments of [open, closed]) if (moments.length > 0) yield Math.max(...moments);
  },
  /** A heap may hold its entries in several orders. */
  unordered: ["payments/expiry/entry/", "payments/removal/entry/"],
  *rows(model) {
    const { payments, expiries, removals, standings, required } = paymentsOf(model);
    const all = payments.values();
    for (const [uetr, payment] of payments.entries()) {
      yield [`payments/payment/${uetr}`, payment];
      yield [`payments/payer-payment/${payment.payer}/${uetr}`, {}];
      yield [`payments/payee-payment/${payment.terms.payee}/${uetr}`, {}];
    }
    for (const payer of new Set(all.map((payment) => payment.payer))) {
      const own = all.filter((payment) => payment.payer === payer);
      const open = own.filter(({ state }) => isUndecided(state)).length;
      yield [`payments/counts/${payer}`, { open, rows: own.length }];
    }
    if (all.length > 0) yield ["payments/rows", all.length];
    const locked = all.filter(({ state }) => isUndecided(state)).map(lockedBy);
    for (const currency of new Set(locked.map((each) => each.currency))) {
      yield [`payments/total/${currency}`, sum(locked.map((each) => (each.currency === currency ? each.amount : 0n)))];
    }
    for (const [key, standing] of standings.entries()) yield [`payments/standing/${key}`, standing];
    for (const [corridor, kinds] of required.entries()) yield [`payments/required/${corridor}`, kinds];
    for (const [name, { dues, sequence }] of Object.entries({ expiry: expiries, removal: removals })) {
      if (sequence.value === 0) continue;
      yield [`payments/${name}/size`, { size: dues.value.length, sequence: sequence.value }];
      for (const [at, due] of dues.value.entries()) yield [`payments/${name}/entry/${padded(at)}`, due];
    }
  },
};
