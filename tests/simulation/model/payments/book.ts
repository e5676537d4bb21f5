// Payments as the model keeps them.
import { bookAccount } from "../encoding.ts";
import type { Hop, Money } from "../fx/book.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Terms {
  readonly corridor: string;
  readonly payee: string;
  readonly kind: "customer" | "interbank";
  readonly purpose: string;
  readonly money?: Money;
  readonly quote?: number;
  readonly attestations: readonly { readonly kind: string; readonly hash: Uint8Array }[];
  readonly expiresMs: number;
}

export interface Payment {
  readonly payer: string;
  readonly terms: Terms;
  readonly state: string;
  readonly isStanding: boolean;
  readonly source: Money;
  readonly destination: Money;
  readonly hops: readonly Hop[];
  readonly fee: bigint;
  readonly history: readonly object[];
  readonly recall?: { readonly state: string; readonly reason: string; readonly answerReason?: string };
  readonly returned: bigint;
  readonly judged?: object;
  readonly removesMs?: number;
}

export interface Due {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: Uint8Array;
}

/** What falls due, and how many ever did or will. */
const makeQueue = (log: UndoLog) => ({ dues: new UndoCell<readonly Due[]>(log, []), sequence: new UndoCell(log, 0) });

const makeBook = (log: UndoLog) => ({
  /** By the digits of the UETR. */
  payments: new UndoMap<string, Payment>(log),
  expiries: makeQueue(log),
  removals: makeQueue(log),
  /** By `account/corridor`. */
  standings: new UndoMap<string, { readonly customer: boolean; readonly interbank: boolean }>(log),
  required: new UndoMap<string, { readonly customer: readonly string[]; readonly interbank: readonly string[] }>(log),
});

export const paymentsOf = (model: Model) => model.book(makeBook);
export const paymentFunds = bookAccount("payments/locked");

export const isUndecided = (state: string): boolean => ["locked", "pending", "acceptedNotPosted"].includes(state);

type QueueName = "expiries" | "removals";

export function addDue(model: Model, name: QueueName, dueMs: number, item: Uint8Array): void {
  const { dues, sequence } = paymentsOf(model)[name];
  dues.value = [...dues.value, { dueMs, sequence: sequence.value, item }];
  sequence.value += 1;
}

/** Takes the first entry that is due. */
export function takeDue(model: Model, name: QueueName): Uint8Array | undefined {
  const { dues } = paymentsOf(model)[name];
  const [first] = dues.value
    .filter(({ dueMs }) => dueMs <= model.timeMs)
    .sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence);
  if (first !== undefined) dues.value = dues.value.filter((each) => each !== first);
  return first?.item;
}
