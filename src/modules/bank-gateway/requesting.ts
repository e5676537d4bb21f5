// Requests: how they begin, pass the throttle, and end.
import type { Account } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { read as accounts, move, tie } from "#src/modules/accounts/access.ts";
import { addedFlow, emptyFlow } from "#src/modules/corridors/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { redemptionsBook } from "./books.ts";
import { addToPosition, positionOf, requireChannel, termsOf } from "./channels.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { mostOf, type Passage, passesMs } from "./rules.ts";
import type { Channel, Request, Throttles } from "./schemas.ts";
import { bankFlows, channels, dues, flows, receipts, requests, waiting, waitingCurrencies } from "./tables.ts";

type Kind = Request["kind"];
const sideOf = (kind: Kind) => (kind === "issuance" ? "inflow" : "outflow");

interface Asked {
  readonly kind: Kind;
  readonly bank: Account;
  readonly amount: bigint;
}

/** A window of one bank, or of all, as a request meets it now. */
function passageOf(state: StateReader, currency: string, { kind, bank }: Asked, whose: keyof Throttles): Passage {
  const terms = termsOf(requireChannel(state, currency), state.height);
  const flow = whose === "all" ? flows.get(state, currency) : bankFlows.get(state, currency, bank);
  const throttle = (kind === "issuance" ? terms.issue : terms.redeem)[whose];
  const supply = accounts.supply(state, currency);
  return { flow: flow ?? emptyFlow, side: sideOf(kind), throttle, supply, supplyFloor: terms.supplyFloor };
}

/** Refuses what would never pass, for its size alone. */
export function requireSize(state: StateReader, currency: string, asked: Asked): void {
  for (const whose of ["bank", "all"] as const) {
    const most = mostOf(passageOf(state, currency, asked, whose));
    if (asked.amount > most) throw refusals.amountTooLarge({ most });
  }
}

export function passes(state: StateReader, currency: string, asked: Asked, whose: keyof Throttles): boolean {
  return passesMs(passageOf(state, currency, asked, whose), asked.amount, state.timeMs) <= state.timeMs;
}

export function requirePasses(state: StateReader, currency: string, asked: Asked, whose: keyof Throttles): void {
  const soonestMs = passesMs(passageOf(state, currency, asked, whose), asked.amount, state.timeMs);
  if (soonestMs > state.timeMs) throw refusals.throttled({ passesMs: soonestMs });
}

/** Counts an amount in the windows of all banks, or of its own. */
export function count(state: State, currency: string, { kind, bank, amount }: Asked, whose: keyof Throttles): void {
  const sums = { inflow: 0n, outflow: 0n, [sideOf(kind)]: amount };
  const before = whose === "all" ? flows.get(state, currency) : bankFlows.get(state, currency, bank);
  const after = addedFlow(before ?? emptyFlow, state.timeMs, sums);
  if (whose === "all") flows.put(state, currency, after);
  else bankFlows.put(state, currency, bank, after);
}

export function requireFewRequests(state: StateReader, currency: string, bank: Account): void {
  const most = Number(parameters.requestsMost.get(state));
  if (positionOf(state, currency, bank).openRequests >= most) throw refusals.tooManyRequests({ most });
}

/** Writes a request, new, changed or ended: what redemptions hand in counts against the channel's sum. */
function putRequest(state: State, currency: string, number: number, after: Stored<Request> | undefined): void {
  const held = (request: Stored<Request> | undefined) => (request?.kind === "redemption" ? request.amount : 0n);
  const before = requests.get(state, currency, number);
  if (after === undefined) requests.delete(state, currency, number);
  else requests.put(state, currency, number, after);
  state.tally(redeemingTally(currency), held(after) - held(before));
}

function putChannel(state: State, currency: string, before: Stored<Channel>, change: Partial<Channel>): void {
  const after = { ...before, ...change };
  channels.put(state, currency, after);
  state.tally(redeemingTally(currency), before.redeeming - after.redeeming);
}

const redeemingTally = (currency: string) => `bank-gateway/redeeming/${currency}`;

/** Opens a request that was checked before. */
export function openRequest(
  state: State,
  currency: string,
  asked: Asked & Pick<Request, "status"> & { readonly reference?: string },
) {
  const channel = requireChannel(state, currency);
  const number = channel.requests + 1;
  const expiresMs = state.timeMs + Number(parameters.requestMs.get(state));
  const held = asked.kind === "redemption" ? asked.amount : 0n;
  putChannel(state, currency, channel, { requests: number, redeeming: channel.redeeming + held });
  putRequest(state, currency, number, { ...asked, requestedMs: state.timeMs, expiresMs });
  dues.add(state, expiresMs, { currency, request: number });
  addToPosition(state, currency, asked.bank, { openRequests: 1, redeeming: held });
  tie.add(state, asked.bank);
  state.emit(events.requestMade({ currency, request: number, ...asked, expiresMs }));
  return { request: number, status: asked.status, expiresMs };
}

/** The request of a number, if it has not ended. */
export function requireRequest(state: StateReader, currency: string, number: number): Stored<Request> {
  const channel = requireChannel(state, currency);
  const request = requests.get(state, currency, number);
  if (request !== undefined) return request;
  throw number <= channel.requests
    ? refusals.requestEnded({ request: number })
    : refusals.unknownRequest({ request: number });
}

export function requireNotExpired(state: StateReader, number: number, { expiresMs }: Stored<Request>): void {
  if (state.timeMs >= expiresMs) throw refusals.requestExpired({ request: number, expiresMs });
}

/** A reference counts once on a channel, for pledges and payouts alike. */
export function requireUnused(state: StateReader, currency: string, reference: string): void {
  const used = receipts.get(state, currency, reference);
  if (used !== undefined) throw refusals.referenceUsed({ request: used.request });
}

/** Takes a request off the books; the caller moves the money. */
export function endRequest(state: State, currency: string, number: number, change: Partial<Channel> = {}): void {
  const { kind, bank, amount } = requireRequest(state, currency, number);
  const channel = requireChannel(state, currency);
  const held = kind === "redemption" ? amount : 0n;
  putRequest(state, currency, number, undefined);
  putChannel(state, currency, channel, { redeeming: channel.redeeming - held, ...change });
  addToPosition(state, currency, bank, { openRequests: -1, redeeming: -held });
  tie.remove(state, bank);
}

/** What was attested stands in a receipt, and on the channel's and the bank's sums. */
export function settleRequest(state: State, currency: string, number: number, reference: string): void {
  const { kind, bank, amount } = requireRequest(state, currency, number);
  const { reserves, outstanding } = requireChannel(state, currency);
  const delta = kind === "issuance" ? amount : -amount;
  endRequest(state, currency, number, { reserves: reserves + delta, outstanding: outstanding + delta });
  addToPosition(state, currency, bank, kind === "issuance" ? { pledged: amount } : { paidOut: amount });
  receipts.put(state, currency, reference, { kind, request: number, bank, amount, atMs: state.timeMs });
  state.emit(events.requestSettled({ currency, request: number, kind, bank, amount, reference }));
}

/** What a bank has handed in goes back to it, frozen or paused as it may be: it was never anybody else's. */
export function returnMoney(state: State, currency: string, { kind, bank, amount }: Stored<Request>): void {
  if (kind === "redemption") move.giveBack(state, { currency, from: redemptionsBook, to: bank, amount });
}

export function isAnyWaiting(state: StateReader, currency: string): boolean {
  return waiting.size(state, currency) > 0;
}

export function putInLine(state: State, currency: string, number: number): void {
  if (!isAnyWaiting(state, currency)) {
    waitingCurrencies.put(state, [...(waitingCurrencies.get(state) ?? []), currency]);
  }
  waiting.push(state, currency, number);
}

/** Lets redemptions pass from the head of the line, as far as the throttle allows: nobody overtakes. Answers how many it looked at. */
export function releaseWaiting(state: State, currency: string, most: number): number {
  let looked = 0;
  while (looked < most) {
    const number = waiting.peek(state, currency);
    if (number === undefined) break;
    const request = requests.get(state, currency, number);
    if (request !== undefined) {
      if (!passes(state, currency, request, "all")) break;
      count(state, currency, request, "all");
      requests.put(state, currency, number, { ...request, status: "open" });
      const { kind, bank, amount } = request;
      state.emit(events.redemptionReleased({ currency, request: number, kind, bank, amount }));
    }
    waiting.take(state, currency);
    looked += 1;
  }
  return looked;
}

/** Ends what has expired: not what the agent is paying out, which the agent alone knows the end of. */
export function lapse(state: State, currency: string, number: number): void {
  const request = requests.get(state, currency, number);
  if (request === undefined || request.status === "paying") return;
  returnMoney(state, currency, request);
  endRequest(state, currency, number);
  const { kind, bank, amount } = request;
  state.emit(events.requestLapsed({ currency, request: number, kind, bank, amount }));
}

/** The channel of a currency that has waiting redemptions is there. */
export function waitingNow(state: StateReader): readonly string[] {
  return waitingCurrencies.get(state) ?? [];
}

export function keepWaiting(state: State, currencies: readonly string[]): void {
  const still = currencies.filter((currency) => isAnyWaiting(state, currency));
  if (still.length === 0) waitingCurrencies.delete(state);
  else waitingCurrencies.put(state, still);
}

export const waitingMost = limits.gatewayWaitingMax;
