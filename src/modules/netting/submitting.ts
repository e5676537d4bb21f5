// Taking an item in: what is checked of its terms, and whether it settles at once or waits.
import type { Account } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { Problem, Standing } from "./funds.ts";
import { openItem, queueOf, takeNumber } from "./items.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { openBook } from "./resolver/book.ts";
import { Settlement } from "./resolver/settlement.ts";
import { hasEarlier, payersOf, placesOf, sizeOf } from "./rules.ts";
import type { Item, Leg, Proposal } from "./schemas.ts";
import { settle } from "./settling.ts";
import { accountLegCounts, openCounts, queuedTotals } from "./tables.ts";

/**
 * What can be said of an item when it comes. Rules about payees are asked here alone: a cap on what an account may hold
 * would make inflow harmful, and the resolver rests on its never being so.
 */
export function requireSoundTerms(state: StateReader, { expiresMs, legs }: Stored<Item>): void {
  const blockTimeMs = state.timeMs;
  if (expiresMs <= blockTimeMs) throw refusals.expiryPassed({ expiresMs, blockTimeMs });
  const latestMs = blockTimeMs + Number(parameters.itemMsMost.get(state));
  if (expiresMs > latestMs) throw refusals.expiryTooLate({ latestMs });
  for (const leg of legs) requireSoundLeg(state, leg);
}

function requireSoundLeg(state: StateReader, { from, to, currency, amount }: Stored<Leg>): void {
  if (from === to) throw refusals.payeeIsPayer({});
  accounts.requireCanHold(state, from);
  accounts.requireCanSend(state, currency, from, 0n);
  accounts.requireCanHold(state, to);
  accounts.requireCanReceive(state, currency, to);
  const supply = accounts.supply(state, currency);
  if (amount > supply) throw refusals.amountAboveSupply({ currency, supply });
}

/** Banks and issuers pay for many: each may have so many times what another account may. */
const bankShares = 8;

function isBank(state: StateReader, account: Account): boolean {
  return authority.hasRole(state, account, "participant-bank") || authority.hasRole(state, account, "issuer");
}

/** Room for legs more within an account's share of the places: else one that has no money could fill them all. */
function requireOwnRoom(state: StateReader, account: Account, legs: number): void {
  const most = Number(parameters.accountLegsMost.get(state)) * (isBank(state, account) ? bankShares : 1);
  if ((accountLegCounts.get(state, account) ?? 0) + legs > most) throw refusals.tooManyOwnItems({ account, most });
}

/** What a complete bundle needs of those who confirmed it: its legs leave its proposer's share and count against their payers'. */
export function requireRoomOfPayers(state: StateReader, { proposer, legs }: Stored<Proposal>): void {
  for (const payer of payersOf(legs)) {
    if (payer === proposer) continue;
    requireOwnRoom(state, payer, legs.filter(({ from }) => from === payer).length);
  }
}

/** Room for the legs of one more item or proposal; the last half of the places is not for everybody to fill. */
export function requireRoom(state: StateReader, actor: Account, { legs }: Pick<Stored<Item>, "legs">): void {
  requireOwnRoom(state, actor, legs.length);
  const all = Number(parameters.legsMost.get(state));
  const open = (openCounts.get(state) ?? 0) + legs.length;
  const half = all >> 1;
  if (open <= half) return;
  const most = isBank(state, actor) ? all : half;
  if (open > most) throw refusals.tooManyItems({ most });
}

function requireRoomInQueues(state: StateReader, item: Stored<Item>): void {
  const most = Number(parameters.queueItemsMost.get(state));
  for (const place of placesOf(item)) {
    if (sizeOf(queueOf(state, place)) >= most) throw refusals.queueFull({ ...place, most });
  }
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of item.legs) {
    const sum = (sums.get(currency) ?? queuedTotals.get(state, currency)?.amount ?? 0n) + amount;
    if (sum > limits.amountMax) throw refusals.queuedTooMuch({ currency });
    sums.set(currency, sum);
  }
}

/** Whether nothing waits that it must not pass, and all its payers can afford it now. */
function settlesAtOnce(state: StateReader, item: Stored<Item>): boolean {
  const mayPass = placesOf(item).every((place) => !hasEarlier(queueOf(state, place), item.priority));
  if (!mayPass || !new Standing(state).canSettle(item)) return false;
  return new Settlement(openBook(Problem.of(state, [item]))).settleGreatest().length > 0;
}

/** Whether an item settles at once; refuses where it would have to wait and has no place to. */
export function admit(state: StateReader, item: Stored<Item>, requirePlace: () => void): boolean {
  if (settlesAtOnce(state, item)) return true;
  requirePlace();
  requireRoomInQueues(state, item);
  return false;
}

/** Settles an item that was admitted, or queues it. */
export function enter(state: State, terms: Stored<Item>, settled: boolean) {
  const item = { ...terms, enteredMs: state.timeMs };
  const number = takeNumber(state);
  if (settled) settle(state, [{ number, item, step: "entry" }]);
  else openItem(state, number, item);
  return { item: number, settled };
}
