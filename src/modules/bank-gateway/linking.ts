// Customers of banks: their links, and the waterfall that keeps what they hold within the limit.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { read as accounts, move, tie, watch } from "#src/modules/accounts/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { addToPosition, requireChannel, termsOf } from "./channels.ts";
import { events } from "./events.ts";
import { refusals } from "./refusals.ts";
import { limitOf } from "./rules.ts";
import type { Link } from "./schemas.ts";
import { links, offers } from "./tables.ts";

export function requireLink(state: StateReader, currency: string, customer: Account): Stored<Link> {
  const link = links.get(state, currency, customer);
  if (link === undefined) throw refusals.unknownLink({ currency });
  return link;
}

export function requireLimit(state: StateReader, currency: string, className: string): bigint {
  const limit = limitOf(termsOf(requireChannel(state, currency), state.height), className);
  if (limit === undefined) throw refusals.unknownClass({ className });
  return limit;
}

/** Takes an offer off the books, made or taken back. */
export function removeOffer(state: State, currency: string, customer: Account, bank: Account): void {
  offers.delete(state, currency, customer, bank);
  addToPosition(state, currency, bank, { customers: -1 });
  tie.remove(state, bank);
}

export function addCustomer(state: State, currency: string, bank: Account): void {
  addToPosition(state, currency, bank, { customers: 1 });
  tie.add(state, bank);
}

/** Takes a link off the books; what the customer holds stays where it is. */
export function removeLink(state: State, currency: string, customer: Account, bank: Account, by: Account): void {
  links.delete(state, currency, customer);
  addToPosition(state, currency, bank, { customers: -1 });
  tie.remove(state, bank);
  tie.remove(state, customer);
  watch.end(state, currency, customer);
  state.emit(events.linkEnded({ currency, customer, bank, by }));
}

/**
 * Looks at one customer's holding: what is beyond the limit goes to the bank. Where it cannot it stays, and is not listed again
 * by itself: a frozen bank's many customers would take up the work of all later blocks.
 */
export function sweep(state: State, currency: string, customer: Account): void {
  const link = present(links.get(state, currency, customer), "a balance is watched while it is linked");
  const { bank } = link;
  // A bank is nobody's customer: its own issuance stays its own, and two banks cannot pass money round.
  if (corridors.isParticipant(state, currency, customer)) {
    removeLink(state, currency, customer, bank, customer);
    return;
  }
  const limit = requireLimit(state, currency, link.className);
  const excess = accounts.balance(state, currency, customer) - limit;
  if (excess > 0n) {
    if (isHindered(state, currency, customer, bank)) {
      links.put(state, currency, customer, { ...link, heldMost: limit + excess });
      return;
    }
    move.transfer(state, { currency, from: customer, to: bank, amount: excess });
    state.emit(events.excessPassed({ currency, customer, bank, amount: excess, limit }));
  }
  if (link.heldMost !== limit) links.put(state, currency, customer, { ...link, heldMost: limit });
}

/** A freeze of either side keeps money where it is; of a currency that is paused nobody is looked at. */
function isHindered(state: StateReader, currency: string, customer: Account, bank: Account): boolean {
  return [customer, bank].some(
    (account) => accounts.isBalanceFrozen(state, currency, account) || accounts.isFrozen(state, account),
  );
}
