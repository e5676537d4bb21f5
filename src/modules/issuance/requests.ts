// Requests for redemption: their rows, with what is locked for them tallied against the book's total.
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import type { Request } from "./schemas.ts";
import { accountRequests, lastRequests, requests } from "./tables.ts";

export function requireRequest(state: StateReader, request: number): Stored<Request> {
  const row = requests.get(state, request);
  if (row !== undefined) return row;
  const wasGiven = request <= (lastRequests.get(state) ?? 0);
  throw wasGiven ? refusals.redemptionClosed({ request }) : refusals.unknownRedemption({ request });
}

export function putRequest(state: State, request: number, after: Stored<Request>): void {
  const before = requests.get(state, request);
  requests.put(state, request, after);
  state.tally("issuance/redeeming", after.leftMicroKdg - (before?.leftMicroKdg ?? 0n));
}

/** A new request with all of its amount locked; returns its number. */
export function openRequest(
  state: State,
  terms: Pick<Request, "account" | "epoch" | "amountMicroKdg" | "metal" | "rest">,
): number {
  const request = (lastRequests.get(state) ?? 0) + 1;
  lastRequests.put(state, request);
  accountRequests.put(state, terms.account, request, {});
  putRequest(state, request, {
    ...terms,
    state: "queued",
    leftMicroKdg: terms.amountMicroKdg,
    burntMicroKdg: 0n,
    feeMicroKdg: 0n,
    returnedMicroKdg: 0n,
    paidMetals: [],
    paidCash: [],
  });
  return request;
}

/** A request given up: one that was never taken up leaves only its event, a stranded one stays as a record. */
export function giveUpRequest(state: State, request: number, row: Stored<Request>): void {
  const { account, leftMicroKdg, returnedMicroKdg } = row;
  if (row.state === "stranded") {
    const returned = returnedMicroKdg + leftMicroKdg;
    putRequest(state, request, { ...row, state: "settled", leftMicroKdg: 0n, returnedMicroKdg: returned });
    return;
  }
  requests.delete(state, request);
  accountRequests.delete(state, account, request);
  state.tally("issuance/redeeming", -leftMicroKdg);
}
