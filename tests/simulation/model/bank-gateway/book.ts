// Channels, requests and customers as the model keeps them; sums are taken over what happened when they are shown.
import { accountsOf, supplyOf } from "../accounts/book.ts";
import { floor, greatest, least, sum } from "../arithmetic.ts";
import { countedIn, type Passage } from "../corridors/book.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Bound {
  readonly amountMost?: bigint;
  readonly supplyBp?: number;
}
type Throttle = Readonly<Record<"hour" | "day", Bound>>;
export type Throttles = Readonly<Record<"bank" | "all", Throttle>>;

export interface Terms {
  readonly classes: readonly { readonly name: string; readonly limit: bigint }[];
  readonly supplyFloor: bigint;
  readonly issue: Throttles;
  readonly redeem: Throttles;
}

export interface Channel {
  readonly agent: string;
  readonly openedMs: number;
  readonly terms: Terms;
  readonly nextTerms?: { readonly terms: Terms; readonly fromHeight: number };
  readonly pausedReference?: string;
  readonly requests: number;
}

export interface Request {
  readonly kind: "issuance" | "redemption";
  readonly status: "waiting" | "open" | "paying";
  readonly bank: string;
  readonly amount: bigint;
  readonly reference?: string;
  readonly requestedMs: number;
  readonly expiresMs: number;
}

export interface Receipt {
  readonly kind: "issuance" | "redemption";
  readonly request: number;
  readonly bank: string;
  readonly amount: bigint;
  readonly atMs: number;
}

export interface Link {
  readonly bank: string;
  readonly className: string;
  readonly pullPerDayMost: bigint;
  readonly pulled: { readonly day: number; readonly amount: bigint };
  readonly heldMost: bigint;
}

interface Line {
  readonly first: number;
  readonly list: readonly number[];
}

interface Due {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: { readonly currency: string; readonly request: number };
}

const makeBook = (log: UndoLog) => ({
  channels: new UndoMap<string, Channel>(log),
  /** By `currency/number`. */
  requests: new UndoMap<string, Request>(log),
  /** By `currency/reference`. */
  receipts: new UndoMap<string, Receipt>(log),
  /** By `currency`, or `currency/bank`. */
  flows: new UndoMap<string, readonly Passage[]>(log),
  lines: new UndoMap<string, Line>(log),
  waiting: new UndoCell<readonly string[]>(log, []),
  /** By `currency/customer/bank`. */
  offers: new UndoMap<string, { readonly className: string; readonly pullPerDayMost: bigint }>(log),
  /** By `currency/customer`. */
  links: new UndoMap<string, Link>(log),
  dues: new UndoCell<readonly Due[]>(log, []),
  /** Dues ever noted. */
  noted: new UndoCell(log, 0),
});

export const gatewayOf = (model: Model) => model.book(makeBook);

export const termsNow = (model: Model, { terms, nextTerms }: Channel): Terms =>
  nextTerms !== undefined && nextTerms.fromHeight <= model.height ? nextTerms.terms : terms;

export const limitIn = ({ classes }: Terms, className: string): bigint | undefined =>
  classes.find(({ name }) => name === className)?.limit;

/** Requests of a currency that have not ended. */
export const openIn = (model: Model, currency: string): Request[] =>
  gatewayOf(model)
    .requests.entries()
    .flatMap(([key, request]) => (key.startsWith(`${currency}/`) ? [request] : []));

export const receiptsIn = (model: Model, currency: string): Receipt[] =>
  gatewayOf(model)
    .receipts.entries()
    .flatMap(([key, receipt]) => (key.startsWith(`${currency}/`) ? [receipt] : []));

export const reservesOf = (model: Model, currency: string): bigint =>
  sum(receiptsIn(model, currency).map(({ kind, amount }) => (kind === "issuance" ? amount : -amount)));

export const redeemingIn = (model: Model, currency: string): bigint =>
  sum(openIn(model, currency).map(({ kind, amount }) => (kind === "redemption" ? amount : 0n)));

/** Offers and links of a bank in a currency. */
export const customersOf = (model: Model, currency: string, bank: string): number => {
  const { offers, links } = gatewayOf(model);
  const offered = offers.keys().filter((key) => key.startsWith(`${currency}/`) && key.endsWith(`/${bank}`));
  const linked = links.entries().filter(([key, link]) => key.startsWith(`${currency}/`) && link.bank === bank);
  return offered.length + linked.length;
};

export const pledgedBy = (model: Model, currency: string, bank: string, kind: Receipt["kind"]): bigint =>
  sum(
    receiptsIn(model, currency).map((receipt) =>
      receipt.bank === bank && receipt.kind === kind ? receipt.amount : 0n,
    ),
  );

export interface Asked {
  readonly currency: string;
  readonly kind: Request["kind"];
  readonly bank: string;
  readonly amount: bigint;
}

export interface Room {
  /** What a window could ever let pass. */
  readonly most: bigint;
  /** What it lets pass now. */
  readonly left: bigint;
}

/** The narrower of both windows of a bank, or of all. */
export function roomFor(model: Model, { currency, kind, bank }: Asked, whose: "bank" | "all"): Room {
  const terms = termsNow(model, gatewayOf(model).channels.at(currency));
  const throttle = terms[kind === "issuance" ? "issue" : "redeem"][whose];
  const passages = gatewayOf(model).flows.get(whose === "all" ? currency : `${currency}/${bank}`) ?? [];
  const base = greatest(supplyOf(model, currency), terms.supplyFloor);
  const rooms = (["hour", "day"] as const).map((window) => {
    const { amountMost, supplyBp } = throttle[window];
    const part = supplyBp === undefined ? 2n ** 96n - 1n : floor(base * BigInt(supplyBp), 10_000n);
    const most = least(amountMost ?? 2n ** 96n - 1n, part);
    const { inflow, outflow } = countedIn(passages, window, model.timeMs);
    return { most, left: most - (kind === "issuance" ? inflow : outflow) };
  });
  return { most: least(...rooms.map(({ most }) => most)), left: least(...rooms.map(({ left }) => left)) };
}

export function* tiedByGateway(model: Model): Generator<string> {
  const { channels, requests, offers, links } = gatewayOf(model);
  for (const { agent } of channels.values()) yield agent;
  for (const { bank } of requests.values()) yield bank;
  for (const key of offers.keys()) yield key.split("/")[2] ?? "";
  for (const [key, { bank }] of links.entries()) yield* [bank, key.split("/")[1] ?? ""];
}

export const issuerIn = (model: Model, currency: string): string | undefined =>
  accountsOf(model).currencies.get(currency)?.issuer;
