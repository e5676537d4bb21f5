// The settlement of queues at the end of a block: from what is affordable alone to what all payers can afford together.
import { present } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as credit } from "#src/modules/intraday-credit/access.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { settleWithCredit, type Waiting } from "./crediting.ts";
import { Problem, Standing } from "./funds.ts";
import { closeItems, eachHeldQueue, queueOf } from "./items.ts";
import { parameters } from "./parameters.ts";
import { type Book, openBook } from "./resolver/book.ts";
import { Settlement } from "./resolver/settlement.ts";
import { settleAlone, settlePairs, settlePassing } from "./resolver/steps.ts";
import { placeName } from "./rules.ts";
import type { Step } from "./schemas.ts";
import { type Settled, settle } from "./settling.ts";
import { heldQueueCounts, items, rests } from "./tables.ts";

/** Settles what can be settled, unless nothing has changed since nothing could. */
export function resolveQueues(state: State): void {
  if (!hasQueues(state) || isAtRest(state)) return;
  const { waiting, leftOut } = waitingItems(state);
  const settled = settledOf(state, waiting);
  finish(state, settled);
  const gone = new Set(settled.map(({ number }) => number));
  const { credited, isWanting } = settleWithCredit(
    state,
    waiting.filter(({ number }) => !gone.has(number)),
  );
  finish(state, credited);
  // What passed others, or came with credit, brings money to some who could not be looked at again: the next block does.
  const isDone = credited.length === 0 && settled.every(({ step }) => step !== "bypass");
  if (isDone && hasQueues(state)) rest(state, leftOut || isWanting);
}

function finish(state: State, settled: readonly Settled[]): void {
  if (settled.length === 0) return;
  settle(state, settled);
  closeItems(state, new Map(settled.map(({ number, item }) => [number, item])));
}

/** Nothing is written where it says so already: a look that finds nothing changes no state. */
function rest(state: State, leftOut: boolean): void {
  const before = rests.get(state);
  const balances = balancesNow(state);
  if (before?.leftOut !== leftOut || !bytesEqual(before.balances, balances)) rests.put(state, { balances, leftOut });
}

export function hasQueues(state: StateReader): boolean {
  return (heldQueueCounts.get(state) ?? 0) > 0;
}

/** Whether the queues are as they were when nothing more could be settled. Messages that change them remove the row. */
function isAtRest(state: StateReader): boolean {
  const before = rests.get(state);
  if (before === undefined) return false;
  const isRetried = before.leftOut && state.height % Number(parameters.retryBlocks.get(state)) === 0;
  return !isRetried && bytesEqual(before.balances, balancesNow(state));
}

const text = new TextEncoder();

/** A hash of the balances of all whose items wait, and of whether there is credit: that is what the queues wait for. */
function balancesNow(state: StateReader): Uint8Array {
  const lines = [...eachHeldQueue(state)].map((place) => {
    const balance = accounts.balance(state, place.currency, place.account);
    return `${placeName(place)} ${balance}${credit.hasSources(state, place) ? " credit" : ""}\n`;
  });
  return sha256(text.encode(lines.sort(compareText).join("")));
}

/** All items that wait and could be paid if there were money enough, urgent ones first, then by number. */
function waitingItems(state: StateReader): { readonly waiting: readonly Waiting[]; readonly leftOut: boolean } {
  const numbers = { urgent: new Set<number>(), normal: new Set<number>() };
  for (const place of eachHeldQueue(state)) {
    const queue = queueOf(state, place);
    for (const number of queue.urgent) numbers.urgent.add(number);
    for (const number of queue.normal) numbers.normal.add(number);
  }
  const standing = new Standing(state);
  const ordered = [numbers.urgent, numbers.normal].flatMap((set) => [...set].sort((left, right) => left - right));
  const all = ordered.map((number) => ({ number, item: present(items.get(state, number), "a queued item has a row") }));
  const waiting = all.filter(({ item }) => standing.canSettle(item));
  return { waiting, leftOut: waiting.length < all.length };
}

/** What is settled of the items that wait, and by which step. */
function settledOf(state: StateReader, waiting: readonly Waiting[]): Settled[] {
  const problem = Problem.of(
    state,
    waiting.map(({ item }) => item),
  );
  const book = openBook(problem);
  const settlement = new Settlement(book);
  const settled: Settled[] = [];
  const note = (step: Step, found: readonly number[]) => {
    for (const at of found) settled.push({ ...present(waiting[at], "an item of the book waits"), step });
  };
  note("entry", settleAlone(book, settlement));
  note("bilateral", settlePairs(book, settlement));
  note("multilateral", settlement.settleGreatest());
  note("bypass", betweenRuns(state, book, settlement));
  note("multilateral", settlement.settleGreatest());
  return settled;
}

/** What may bring more into play between two runs of the resolver: here, items that pass others within a bounded number. */
function betweenRuns(state: StateReader, book: Book, settlement: Settlement): number[] {
  return settlePassing(book, settlement, Number(parameters.bypassItemsMost.get(state)));
}
