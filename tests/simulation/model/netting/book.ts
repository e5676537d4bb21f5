// Queued items, proposals and limits as the model keeps them; queues and sums follow from the items.
import { balanceOf, balanceRow, isFrozen, isOpen, isPaused, listBalance, moveWithin } from "../accounts/book.ts";
import { byText } from "../arithmetic.ts";
import { accountBytes, cbor, hash, hex } from "../encoding.ts";
import { creditOf } from "../intraday-credit/book.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";
import { lookAtDebits, noteLeg } from "./days.ts";

export interface Leg {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
}

export interface Item {
  readonly legs: readonly Leg[];
  readonly priority: "urgent" | "normal";
  readonly expiresMs: number;
}

/** One that has its number since a block's time. */
export interface Entered extends Item {
  readonly enteredMs: number;
}

export interface Proposal extends Item {
  readonly proposer: string;
  readonly waitsFor: readonly string[];
}

export interface Allowance {
  readonly most: bigint;
  readonly used: bigint;
}

export interface Limits {
  readonly multilateral?: Allowance;
  readonly bilateral: readonly (Allowance & { readonly counterparty: string })[];
}

interface Expiry<Of> {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: Of;
}

export type Step = "entry" | "bilateral" | "multilateral" | "bypass" | "credit" | "swap";
type Sums = Readonly<Record<Step, { readonly legs: number; readonly amount: bigint }>>;

const makeBook = (log: UndoLog) => ({
  items: new UndoMap<number, Entered>(log),
  given: new UndoCell(log, 0),
  proposals: new UndoMap<string, Proposal>(log),
  itemExpiries: new UndoCell<readonly Expiry<number>[]>(log, []),
  itemsQueued: new UndoCell(log, 0),
  proposalExpiries: new UndoCell<readonly Expiry<string>[]>(log, []),
  proposalsMade: new UndoCell(log, 0),
  /** By currency. */
  settled: new UndoMap<string, Sums>(log),
  /** By `currency/account`. */
  earmarks: new UndoMap<string, { readonly direct: bigint; readonly urgent: bigint }>(log),
  limits: new UndoMap<string, Limits>(log),
  rest: new UndoCell<{ readonly balances: Uint8Array; readonly leftOut: boolean } | undefined>(log, undefined),
});

export const nettingOf = (model: Model) => model.book(makeBook);

export const placesOf = ({ legs }: Item): string[] => [
  ...new Set(legs.map(({ from, currency }) => `${currency}/${from}`)),
];
export const payersOf = ({ legs }: Item): string[] => [...new Set(legs.map(({ from }) => from))];

/** The legs of all that waits, items and proposals. */
export function openLegs(model: Model): number {
  const { items, proposals } = nettingOf(model);
  return [...items.values(), ...proposals.values()].reduce((count, { legs }) => count + legs.length, 0);
}

/** The legs that count against one account: what it pays of items, and all that it has proposed. */
export function legsAgainst(model: Model, account: string): number {
  const { items, proposals } = nettingOf(model);
  const paid = items.values().flatMap(({ legs }) => legs.filter(({ from }) => from === account));
  const proposed = proposals.values().flatMap(({ proposer, legs }) => (proposer === account ? legs : []));
  return paid.length + proposed.length;
}

/** All items that wait, as they are paid: urgent ones first, then by number. */
export function inOrder(model: Model): [number, Entered][] {
  const all = nettingOf(model).items.entries();
  return all.sort(([left, a], [right, b]) =>
    a.priority === b.priority ? left - right : a.priority === "urgent" ? -1 : 1,
  );
}

/** Whether nothing but money may stand in an item's way. */
export function canMove(model: Model, { legs, expiresMs }: Item): boolean {
  const isSound = (currency: string, account: string) =>
    isOpen(model, account) &&
    !isFrozen(model, account) &&
    balanceRow(model, currency, account)?.frozenReference === undefined;
  return (
    expiresMs > model.timeMs &&
    legs.every(
      ({ from, to, currency }) => !isPaused(model, currency) && isSound(currency, from) && isSound(currency, to),
    )
  );
}

/** The places of payers that cannot afford a set of items together, each with so much more than it has. */
export function shortPlaces(model: Model, set: readonly Item[], more: (place: string) => bigint = () => 0n): string[] {
  const { earmarks, limits } = nettingOf(model);
  const legs = set.flatMap((item) => item.legs);
  const places = [...new Set(set.flatMap(placesOf))];
  return places.filter((place) => {
    const [currency = "", account = ""] = place.split("/");
    const out = legs.filter((leg) => leg.currency === currency && leg.from === account);
    const back = legs.filter((leg) => leg.currency === currency && leg.to === account);
    const net = (counterparty?: string) =>
      total(out.filter(({ to }) => counterparty === undefined || to === counterparty)) -
      total(back.filter(({ from }) => counterparty === undefined || from === counterparty));
    const { direct, urgent } = earmarks.get(place) ?? { direct: 0n, urgent: 0n };
    const isNormal = set.some((item) => item.priority === "normal" && placesOf(item).includes(place));
    const floor = direct + (isNormal ? urgent : 0n);
    if (balanceOf(model, currency, account) + more(place) - net() < floor) return true;
    const { multilateral, bilateral = [] } = limits.get(place) ?? {};
    const isOver = ({ most, used }: Allowance, flow: bigint) => used + flow > most;
    if (multilateral !== undefined && isOver(multilateral, net())) return true;
    return bilateral.some((limit) => isOver(limit, net(limit.counterparty)));
  });
}

const total = (legs: readonly Leg[]): bigint => legs.reduce((sum, { amount }) => sum + amount, 0n);

const bound = 2n ** 96n - 1n;
const bounded = (value: bigint): bigint => (value > bound ? bound : value < -bound ? -bound : value);
const nothing = { legs: 0, amount: 0n };

/** Pays all legs of an item, counts them, and uses limits up; the set that it belongs to is finished afterwards. */
export function settleItem(model: Model, { legs, ...times }: Entered, step: Step): void {
  const { settled, limits, rest } = nettingOf(model);
  for (const leg of legs) {
    const { currency, from, to, amount } = leg;
    moveWithin(model, leg);
    noteLeg(model, leg, times, step);
    const before = settled.get(currency) ?? {
      entry: nothing,
      bilateral: nothing,
      multilateral: nothing,
      bypass: nothing,
      credit: nothing,
      swap: nothing,
    };
    const sum = { legs: before[step].legs + 1, amount: bounded(before[step].amount + amount) };
    settled.set(currency, { ...before, [step]: sum });
    for (const [account, other, flow] of [
      [from, to, amount],
      [to, from, -amount],
    ] as const) {
      const row = limits.get(`${currency}/${account}`);
      if (row === undefined) continue;
      const flowed = <Of extends Allowance>(limit: Of): Of => ({ ...limit, used: bounded(limit.used + flow) });
      limits.set(`${currency}/${account}`, {
        ...(row.multilateral && { multilateral: flowed(row.multilateral) }),
        bilateral: row.bilateral.map((limit) => (limit.counterparty === other ? flowed(limit) : limit)),
      });
      rest.value = undefined;
    }
  }
}

/** What settled together is paid net: who has more by it is credited, and everybody's debit of the day is looked at. */
export function finishSet(model: Model, items: readonly Item[]): void {
  const nets = new Map<string, bigint>();
  for (const { currency, from, to, amount } of items.flatMap(({ legs }) => legs)) {
    nets.set(`${currency}/${from}`, (nets.get(`${currency}/${from}`) ?? 0n) - amount);
    nets.set(`${currency}/${to}`, (nets.get(`${currency}/${to}`) ?? 0n) + amount);
  }
  for (const [place, net] of [...nets].sort(([left], [right]) => byText(left, right))) {
    const [currency = "", account = ""] = place.split("/");
    if (net > 0n && balanceRow(model, currency, account)?.watch === "quiet") listBalance(model, currency, account);
  }
  lookAtDebits(model);
}

/** A hash of what those have whose items wait, and of whether something may be drawn for them. */
export function balancesOf(model: Model): Uint8Array {
  const places = new Set(nettingOf(model).items.values().flatMap(placesOf));
  const lines = [...places].map((place) => {
    const [currency = "", account = ""] = place.split("/");
    const word = creditOf(model).sources.has(place) ? " credit" : "";
    return `${place} ${balanceOf(model, currency, account)}${word}\n`;
  });
  return hash(lines.sort(byText).join(""));
}

/** The hash by which all payers know a bundle. */
export function bundleOf(proposer: string, { legs, ...terms }: Item): string {
  const shown = {
    ...terms,
    proposer: accountBytes(proposer),
    legs: legs.map((leg) => ({ ...leg, from: accountBytes(leg.from), to: accountBytes(leg.to) })),
  };
  return hex(hash("kedge/netting-bundle/1\n", cbor(shown)));
}
