// The judge of the simulation: after every block no bundle is half settled, nothing is lost, and each bundle ends once.
import type { Account } from "#src/core/account.ts";
import type { BlockResult, TransactionResult } from "#src/machine/block.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { StateEvent, StateReader } from "#src/state/view.ts";
import { Book } from "./book.ts";
import { accountOf, books, currencies, firstBalance, watched } from "./setting.ts";
import type { Bundle, Leg, Outcome, Sent } from "./terms.ts";

/** Legs as events name them, and the ends that events announce. */
interface Announced {
  readonly from?: Account;
  readonly payer?: Account;
  readonly to?: Account;
  readonly payee?: Account;
  readonly currency: string;
  readonly amount: bigint;
}

interface Side {
  readonly currency: string;
  readonly amount: bigint;
}

interface Hop {
  readonly provider: Account;
  readonly paid: Side;
  readonly delivered: Side;
}

/** Where the parts of a bundle of locks stand. */
interface LockParts {
  paid: number;
  returned: number;
  byPayee: boolean;
}

type Content = Record<string, unknown>;

const settledBy: Readonly<Record<string, Outcome>> = {
  entry: "settled from the queue alone",
  bilateral: "settled from the queue with others",
  multilateral: "settled from the queue with others",
  bypass: "settled past others",
};

const aliases = new Map(watched.map((name) => [accountOf(name), name]));

export class Observer {
  readonly book = new Book(watched, currencies);
  readonly open = new Set<Bundle>();
  readonly #totals = new Map<string, number>();
  readonly #byLock = new Map<number, { readonly bundle: Bundle; readonly leg: Leg }>();
  readonly #byBundleId = new Map<string, Bundle>();
  readonly #byItem = new Map<number, Bundle>();
  readonly #byQuote = new Map<number, { readonly bundle: Bundle; readonly hops: readonly Hop[] }>();
  readonly #parts = new Map<Bundle, LockParts>();
  readonly #touched = new Set<Bundle>();
  readonly #onEnd: (bundle: Bundle) => void;
  #timeMs = 0;
  /** The highest numbers that the ledger has given so far. */
  lastLock = 0;
  lastQuote = 0;

  constructor(onEnd: (bundle: Bundle) => void) {
    this.#onEnd = onEnd;
    for (const name of watched) for (const code of currencies) this.book.add(name, code, firstBalance(name));
    for (const code of currencies) this.#totals.set(code, this.book.sum(code));
  }

  /** Judges one block by what was sent, what came of it, and what the ledger's rows say now. */
  judge(sent: readonly Sent[], result: BlockResult, timeMs: number, state: StateReader): void {
    this.#timeMs = timeMs;
    sent.forEach((each, at) => {
      const outcome = result.results[at];
      if (outcome === undefined) throw new Error(`transaction ${at} has no result`);
      this.#takeResult(each, outcome);
    });
    for (const event of result.blockEvents) this.#takeEvent(event, undefined);
    this.#judgeLocks();
    this.#compare(state);
    this.#touched.clear();
  }

  #takeResult({ role, bundle }: Sent, { code, events }: TransactionResult): void {
    if (role === "disturbance" || bundle === undefined) return;
    if (code !== 0) {
      if (events.length > 0) throw new Error(`${nameOf(bundle)}: refused with ${code}, and yet it announced something`);
      if (role === "open") this.#end(bundle, "refused");
      return;
    }
    if (role === "forbidden") throw new Error(`${nameOf(bundle)}: something was accepted that must be refused`);
    if (role === "open") this.open.add(bundle);
    if (role === "open" && (bundle.path === "pay" || bundle.path === "settleLegs"))
      this.#settlePayments(bundle, events);
    else {
      // What names a bundle's parts comes first, wherever it stands among the events.
      for (const event of events) this.#takeName(event, bundle);
      for (const event of events) this.#takeEvent(event, bundle);
    }
  }

  #settlePayments(bundle: Bundle, events: readonly StateEvent[]): void {
    const paid = events.filter(({ type }) => type === "settlement/paymentSettled");
    requireLegs(
      bundle,
      paid.map(({ content }) => content as unknown as Announced),
    );
    this.#settle(bundle, "settled");
  }

  #takeName({ type, content }: StateEvent, bundle: Bundle): void {
    const told = content as Content;
    if (type === "netting/bundleProposed") {
      bundle.bundleId = told.bundle as string;
      this.#byBundleId.set(bundle.bundleId, bundle);
    } else if (type === "netting/bundleCompleted") {
      bundle.item = told.item as number;
      this.#byItem.set(bundle.item, bundle);
      this.#byBundleId.delete(told.bundle as string);
    }
  }

  #takeEvent({ type, content }: StateEvent, sender: Bundle | undefined): void {
    const told = content as Content;
    if (type.startsWith("settlement/")) this.#takeLockEvent(type, told, sender);
    else if (type.startsWith("netting/")) this.#takeNettingEvent(type, told, sender);
    else if (type.startsWith("fx/")) this.#takeQuoteEvent(type, told, sender);
  }

  #takeLockEvent(type: string, told: Content, sender: Bundle | undefined): void {
    const number = told.lock as number;
    if (type === "settlement/fundsLocked") {
      if (sender === undefined) throw new Error(`lock ${number} belongs to no bundle`);
      const leg = sender.legs[sender.locks.length];
      if (leg === undefined) throw new Error(`${nameOf(sender)}: more locks than legs`);
      requireLeg(sender, leg, told as unknown as Announced);
      sender.locks = [...sender.locks, number];
      this.lastLock = Math.max(this.lastLock, number);
      this.#byLock.set(number, { bundle: sender, leg });
      this.#parts.set(sender, this.#parts.get(sender) ?? { paid: 0, returned: 0, byPayee: false });
      this.book.move(leg.currency, leg.from, books.locked, leg.amount);
      this.#touched.add(sender);
      return;
    }
    const found = this.#byLock.get(number);
    const parts = found && this.#parts.get(found.bundle);
    if (found === undefined || parts === undefined) throw new Error(`lock ${number} was closed already, or is unknown`);
    const { bundle, leg } = found;
    this.#byLock.delete(number);
    this.#touched.add(bundle);
    if (type === "settlement/lockFulfilled") {
      this.#requireInTime(bundle);
      parts.paid += 1;
      this.book.move(leg.currency, books.locked, leg.to, leg.amount);
      return;
    }
    if (type === "settlement/lockCancelled") parts.byPayee = true;
    else this.#requireOverdue(bundle);
    parts.returned += 1;
    this.book.move(leg.currency, books.locked, leg.from, leg.amount);
  }

  /** At the end of a block either all locks of a bundle are paid, or none is. */
  #judgeLocks(): void {
    for (const bundle of this.#touched) {
      const parts = this.#parts.get(bundle);
      if (parts === undefined) continue;
      const { paid, returned, byPayee } = parts;
      const all = bundle.legs.length;
      if (bundle.locks.length !== all)
        throw new Error(`${nameOf(bundle)}: only ${bundle.locks.length} legs are locked`);
      if (paid !== 0 && paid !== all)
        throw new Error(`${nameOf(bundle)} is half settled: ${paid} of ${all} locks paid`);
      if (paid + returned < all) continue;
      this.#parts.delete(bundle);
      this.#end(bundle, paid === all ? "settled" : byPayee ? "cancelled" : "expired");
    }
  }

  #takeNettingEvent(type: string, told: Content, sender: Bundle | undefined): void {
    if (type === "netting/bundleWithdrawn" || type === "netting/bundleExpired") {
      const bundle = this.#byBundleId.get(told.bundle as string);
      if (bundle === undefined) throw new Error(`a proposal ended that was not open: ${told.bundle}`);
      this.#byBundleId.delete(told.bundle as string);
      if (type === "netting/bundleExpired") this.#requireOverdue(bundle);
      this.#end(bundle, type === "netting/bundleExpired" ? "expired" : "withdrawn");
      return;
    }
    if (!["netting/itemSettled", "netting/itemCancelled", "netting/itemExpired"].includes(type)) return;
    const item = told.item as number;
    const bundle = this.#byItem.get(item);
    if (bundle === undefined) throw new Error(`item ${item} ended already, or is unknown`);
    this.#byItem.delete(item);
    if (type === "netting/itemSettled") {
      requireLegs(bundle, told.legs as readonly Announced[]);
      this.#settle(bundle, sender === undefined ? (settledBy[told.step as string] ?? "settled") : "settled");
      return;
    }
    if (type === "netting/itemExpired") this.#requireOverdue(bundle);
    this.#end(bundle, type === "netting/itemExpired" ? "expired" : "cancelled");
  }

  #takeQuoteEvent(type: string, told: Content, sender: Bundle | undefined): void {
    const number = told.number as number;
    if (type === "fx/quoteTaken") {
      if (sender === undefined) throw new Error(`quote ${number} belongs to no bundle`);
      const hops = told.hops as readonly Hop[];
      if (hops.length !== (sender.path === "oneHopQuote" ? 1 : 2))
        throw new Error(`${nameOf(sender)}: ${hops.length} hops`);
      sender.quote = number;
      sender.expiresMs = told.expiresMs as number;
      this.lastQuote = Math.max(this.lastQuote, number);
      this.#byQuote.set(number, { bundle: sender, hops });
      for (const { provider, delivered } of hops) this.#moveSide(delivered, aliasOf(provider), books.reserved);
      this.#touched.add(sender);
      return;
    }
    const found = this.#byQuote.get(number);
    if (type === "fx/ratePublished") return;
    if (found === undefined) throw new Error(`quote ${number} was closed already, or is unknown`);
    const { bundle, hops } = found;
    this.#byQuote.delete(number);
    this.#touched.add(bundle);
    if (type === "fx/exchangeSettled") {
      this.#requireInTime(bundle);
      this.#settleQuote(bundle, hops, told.legs as readonly (Announced & { readonly kind: string })[]);
      this.#end(bundle, "settled");
      return;
    }
    for (const { provider, delivered } of hops) this.#moveSide(delivered, books.reserved, aliasOf(provider));
    if (type === "fx/quoteLapsed") this.#requireOverdue(bundle);
    this.#end(bundle, type === "fx/quoteLapsed" ? "expired" : "cancelled");
  }

  /** By the hops of the quote as it was taken; of what the execution announces, the fee alone is new. */
  #settleQuote(bundle: Bundle, hops: readonly Hop[], legs: readonly (Announced & { readonly kind: string })[]): void {
    const [terms] = bundle.legs;
    if (terms === undefined) throw new Error(`${nameOf(bundle)} has no terms`);
    hops.forEach(({ provider, paid }, at) => {
      this.#moveSide(paid, at === 0 ? terms.from : books.reserved, aliasOf(provider));
    });
    const last = hops.at(-1);
    if (last === undefined) throw new Error(`${nameOf(bundle)} has no hop`);
    this.#moveSide(last.delivered, books.reserved, terms.to);
    const announced = legs.filter(({ kind }) => kind !== "fee");
    if (announced.length !== 2 * hops.length + 1)
      throw new Error(`${nameOf(bundle)} is half settled: ${announced.length} legs`);
    for (const fee of legs.filter(({ kind }) => kind === "fee")) {
      const most = terms.amount / 10_000 + 1;
      if (Number(fee.amount) > most) throw new Error(`${nameOf(bundle)}: a fee of ${fee.amount}`);
      this.#moveSide(fee, terms.from, aliasOf(fee.to));
    }
  }

  #moveSide({ currency, amount }: Side, from: string, to: string): void {
    this.book.move(currency, from, to, Number(amount));
  }

  #settle(bundle: Bundle, outcome: Outcome): void {
    this.#requireInTime(bundle);
    for (const { currency, from, to, amount } of bundle.legs) this.book.move(currency, from, to, amount);
    this.#touched.add(bundle);
    this.#end(bundle, outcome);
  }

  #requireInTime(bundle: Bundle): void {
    const { expiresMs } = bundle;
    if (expiresMs !== undefined && this.#timeMs >= expiresMs) {
      throw new Error(`${nameOf(bundle)} settled at ${this.#timeMs}, and expired at ${expiresMs}`);
    }
  }

  #requireOverdue(bundle: Bundle): void {
    const { expiresMs } = bundle;
    if (expiresMs === undefined || this.#timeMs < expiresMs) throw new Error(`${nameOf(bundle)} expired too early`);
  }

  #end(bundle: Bundle, outcome: Outcome): void {
    if (bundle.outcome !== undefined) {
      throw new Error(`${nameOf(bundle)} ended twice: ${bundle.outcome}, then ${outcome}`);
    }
    bundle.outcome = outcome;
    this.open.delete(bundle);
    this.#onEnd(bundle);
  }

  /** The ledger's balances are those of the book, to the unit, and add up to what there was at first. */
  #compare(state: StateReader): void {
    for (const currency of currencies) {
      let sum = 0n;
      for (const [account, name] of aliases) {
        const held = accounts.balance(state, currency, account);
        sum += held;
        const expected = this.book.of(name, currency);
        if (held === BigInt(expected)) continue;
        const suspects = [...this.#touched].filter(({ legs }) =>
          legs.some(({ from, to }) => from === name || to === name),
        );
        throw new Error(
          `half settled: ${name} holds ${held} ${currency} instead of ${expected}; ` +
            `touched by ${suspects.map(nameOf).join(", ") || "no bundle"}`,
        );
      }
      const total = BigInt(this.#totals.get(currency) ?? 0);
      if (sum !== total || accounts.supply(state, currency) !== total) {
        throw new Error(
          `${currency} adds up to ${sum}, supply ${accounts.supply(state, currency)}, instead of ${total}`,
        );
      }
    }
  }

  /** Once everything is over: no bundle is open, and no book of the ledger holds money. */
  judgeEnd(state: StateReader): void {
    if (this.open.size > 0) throw new Error(`${this.open.size} bundles never ended: ${nameOf([...this.open][0])}`);
    for (const currency of currencies) {
      for (const name of Object.values(books)) {
        const left = accounts.balance(state, currency, accountOf(name));
        if (left !== 0n) throw new Error(`${name} keeps ${left} ${currency}`);
      }
    }
  }
}

function nameOf(bundle: Bundle | undefined): string {
  return bundle === undefined ? "nothing" : `bundle ${bundle.index} (${bundle.path}, ${bundle.fault})`;
}

function aliasOf(account: Account | undefined): string {
  const alias = account === undefined ? undefined : aliases.get(account);
  if (alias === undefined) throw new Error(`${account} is not observed`);
  return alias;
}

function requireLegs(bundle: Bundle, announced: readonly Announced[]): void {
  const { legs } = bundle;
  if (announced.length !== legs.length) {
    throw new Error(`${nameOf(bundle)} is half settled: ${announced.length} of ${legs.length} legs`);
  }
  legs.forEach((leg, at) => {
    requireLeg(bundle, leg, announced[at]);
  });
}

function requireLeg(bundle: Bundle, leg: Leg, told: Announced | undefined): void {
  const isSame =
    told !== undefined &&
    aliasOf(told.from ?? told.payer) === leg.from &&
    aliasOf(told.to ?? told.payee) === leg.to &&
    told.currency === leg.currency &&
    told.amount === BigInt(leg.amount);
  if (!isSame) throw new Error(`${nameOf(bundle)}: a leg that differs from its terms`);
}
