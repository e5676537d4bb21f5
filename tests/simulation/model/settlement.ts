// What the module `settlement` must do: payments, groups of them, and locks.
import { giveBack, judgeHolder, judgePayee, judgeTransfer, openBook, transfer } from "./accounts/book.ts";
import { sum } from "./arithmetic.ts";
import { hash, hex, isBook } from "./encoding.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { parameterNumber } from "./parameters/book.ts";
import { type Lock, lockedFunds, settlementOf } from "./settlement/book.ts";

interface Leg {
  readonly currency: string;
  readonly to: string;
  readonly amount: bigint;
}

function judgeLeg(model: Model, from: string, leg: Leg, grounds: Grounds): void {
  grounds.when(leg.to === from, "settlement/payeeIsPayer");
  grounds.when(isBook(leg.to), "accounts/ledgerAccount");
  judgeTransfer(model, { ...leg, from }, grounds);
}

const pay = modelMessage<Leg>({
  judge: (model, actor, leg, grounds) => judgeLeg(model, actor, leg, grounds),
  apply: (model, from, leg) => transfer(model, { ...leg, from }),
});

const settleLegs = modelMessage<{ readonly legs: readonly Leg[] }>({
  /** Each leg is judged after those before it, which are taken back again. */
  judge(model, from, { legs }, grounds) {
    const mark = model.log.mark;
    for (const leg of legs) {
      judgeLeg(model, from, leg, grounds);
      if (grounds.any) break;
      transfer(model, { ...leg, from });
    }
    model.log.undoTo(mark);
  },
  apply(model, from, { legs }) {
    for (const leg of legs) transfer(model, { ...leg, from });
  },
});

type LockTerms = Leg & Pick<Lock, "expiresMs" | "condition" | "fulfiller">;

const lockFunds = modelMessage<LockTerms>({
  judge(model, from, { to, expiresMs, fulfiller, ...leg }, grounds) {
    grounds.when(to === from, "settlement/payeeIsPayer");
    grounds.when(expiresMs <= model.timeMs, "settlement/expiryPassed");
    const latestMs = model.timeMs + parameterNumber(model, "settlement.lockMsMax");
    grounds.when(expiresMs > latestMs, "settlement/expiryTooLate");
    judgeHolder(model, to, grounds);
    judgePayee(model, leg.currency, to, grounds);
    if (fulfiller !== undefined) judgeHolder(model, fulfiller, grounds);
    judgeTransfer(model, { ...leg, from, to: lockedFunds }, grounds);
  },
  apply(model, payer, { to: payee, ...terms }) {
    const { locks, given, expiries } = settlementOf(model);
    transfer(model, { ...terms, from: payer, to: lockedFunds });
    given.value += 1;
    const lock = given.value;
    locks.set(lock, { payer, payee, ...terms });
    expiries.value = [...expiries.value, { dueMs: terms.expiresMs, sequence: lock - 1, item: lock }];
    return { lock };
  },
});

/** The lock, if it is open; notes why not. */
function judgeOpen(model: Model, number: number, grounds: Grounds): Lock | undefined {
  const { locks, given } = settlementOf(model);
  const lock = locks.get(number);
  if (lock === undefined)
    grounds.when(true, number <= given.value ? "settlement/lockClosed" : "settlement/unknownLock");
  return lock;
}

interface Fulfilment {
  readonly lock: number;
  readonly preimage?: Uint8Array;
}

function judgePreimage(condition: Uint8Array | undefined, preimage: Uint8Array | undefined, grounds: Grounds): void {
  if (condition === undefined) grounds.when(preimage !== undefined, "settlement/preimageNotAsked");
  else if (preimage === undefined) grounds.when(true, "settlement/preimageMissing");
  else grounds.when(hex(hash(preimage)) !== hex(condition), "settlement/preimageWrong");
}

const fulfilLock = modelMessage<Fulfilment>({
  judge(model, actor, { lock: number, preimage }, grounds) {
    const lock = judgeOpen(model, number, grounds);
    if (lock === undefined) return;
    const { payee, fulfiller = payee, expiresMs, condition, currency, amount } = lock;
    grounds.when(actor !== fulfiller, "settlement/notFulfiller");
    grounds.when(model.timeMs >= expiresMs, "settlement/expiryReached");
    judgePreimage(condition, preimage, grounds);
    judgeTransfer(model, { currency, from: lockedFunds, to: payee, amount }, grounds);
  },
  apply(model, _actor, { lock: number }) {
    const { locks } = settlementOf(model);
    const { payee, currency, amount } = locks.at(number);
    locks.delete(number);
    transfer(model, { currency, from: lockedFunds, to: payee, amount });
    return { currency, amount };
  },
});

function returnLock(model: Model, number: number) {
  const { locks } = settlementOf(model);
  const { payer, currency, amount } = locks.at(number);
  locks.delete(number);
  giveBack(model, { currency, from: lockedFunds, to: payer, amount });
  return { currency, amount };
}

const cancelLock = modelMessage<{ readonly lock: number }>({
  judge(model, actor, { lock: number }, grounds) {
    const lock = judgeOpen(model, number, grounds);
    if (lock === undefined) return;
    const { payer, payee, expiresMs } = lock;
    grounds.when(actor !== payer && actor !== payee, "settlement/notPartyToLock");
    grounds.when(actor === payer && model.timeMs < expiresMs, "settlement/lockBinding");
  },
  apply: (model, _actor, { lock }) => returnLock(model, lock),
});

const dueMost = 1_000;

/** Money of locks past their expiry goes back, oldest due first. */
function end(model: Model): void {
  const { locks, expiries } = settlementOf(model);
  const due = expiries.value
    .filter(({ dueMs }) => dueMs <= model.timeMs)
    .sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence)
    .slice(0, dueMost);
  if (due.length === 0) return;
  expiries.value = expiries.value.filter((expiry) => !due.includes(expiry));
  for (const { item } of due) {
    if (locks.get(item) !== undefined) returnLock(model, item);
  }
}

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: { pay, settleLegs, lockFunds, fulfilLock, cancelLock },
  start: (model) => openBook(model, lockedFunds),
  end,
  moments: (model) => settlementOf(model).expiries.value.map(({ dueMs }) => dueMs),
  /** A heap may hold its entries in several orders. */
  unordered: ["settlement/expiry/entry/"],
  *rows(model) {
    const { locks, given, expiries } = settlementOf(model);
    for (const [number, lock] of locks.entries()) {
      yield [`settlement/lock/${padded(number)}`, lock];
      yield [`settlement/payer-lock/${lock.payer}/${padded(number)}`, {}];
      yield [`settlement/payee-lock/${lock.payee}/${padded(number)}`, {}];
    }
    const currencies = new Set(locks.values().map(({ currency }) => currency));
    for (const currency of currencies) {
      const amounts = locks.values().map((lock) => (lock.currency === currency ? lock.amount : 0n));
      yield [`settlement/total/${currency}`, sum(amounts)];
    }
    if (given.value === 0) return;
    yield ["settlement/next-lock", given.value + 1];
    yield ["settlement/expiry/size", { size: expiries.value.length, sequence: given.value }];
    for (const [at, expiry] of expiries.value.entries()) yield [`settlement/expiry/entry/${padded(at)}`, expiry];
  },
};
