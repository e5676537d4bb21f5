// Channels as they stand at the block's height, and who may do what with them: looked up, or refused.
import type { Account } from "#src/core/account.ts";
import { maximum } from "#src/core/arithmetic.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import type { Channel, Position, Terms } from "./schemas.ts";
import { channels, positions } from "./tables.ts";

export function requireChannel(state: StateReader, currency: string): Stored<Channel> {
  const channel = channels.get(state, currency);
  if (channel === undefined) throw refusals.unknownChannel({ currency });
  return channel;
}

/** The issuer of a currency; of one that the ledger issues itself nobody is, for nothing but its reserve may stand behind it. */
export function requireCentralBank(state: StateReader, actor: Account, currency: string): void {
  if (accounts.requireCurrency(state, currency).issuer !== actor) throw refusals.notCentralBank({ currency });
}

export function requireAgent(state: StateReader, actor: Account, currency: string): Stored<Channel> {
  const channel = requireChannel(state, currency);
  if (channel.agent !== actor) throw refusals.notAgent({ currency });
  return channel;
}

export function requireNotPaused({ pausedReference }: Stored<Channel>): void {
  if (pausedReference !== undefined) throw refusals.channelPaused({ reference: pausedReference });
}

export function requireBank(state: StateReader, actor: Account, currency: string): void {
  if (!corridors.isParticipant(state, currency, actor)) throw refusals.notBank({ currency });
}

export function termsOf({ terms, nextTerms }: Stored<Channel>, height: number): Stored<Terms> {
  return nextTerms !== undefined && nextTerms.fromHeight <= height ? nextTerms.terms : terms;
}

const nothing: Stored<Position> = { pledged: 0n, paidOut: 0n, openRequests: 0, redeeming: 0n, customers: 0 };

export function positionOf(state: StateReader, currency: string, bank: Account): Stored<Position> {
  return positions.get(state, currency, bank) ?? nothing;
}

/** A bank redeems what it holds; who was one, no more of its own pledges than are left: the rest is others'. */
export function requireMayRedeem(state: StateReader, actor: Account, currency: string, amount: bigint): void {
  const { pledged, paidOut, redeeming } = positionOf(state, currency, actor);
  if (pledged === 0n) requireBank(state, actor, currency);
  if (corridors.isParticipant(state, currency, actor)) return;
  const left = maximum(0n, pledged - paidOut - redeeming);
  if (amount > left) throw refusals.pledgesShort({ left });
}

/** Adds to a bank's position; nothing leaves no row behind. */
export function addToPosition(state: State, currency: string, bank: Account, added: Partial<Position>): void {
  const before = positionOf(state, currency, bank);
  const after = {
    pledged: before.pledged + (added.pledged ?? 0n),
    paidOut: before.paidOut + (added.paidOut ?? 0n),
    openRequests: before.openRequests + (added.openRequests ?? 0),
    redeeming: before.redeeming + (added.redeeming ?? 0n),
    customers: before.customers + (added.customers ?? 0),
  };
  const isNothing = after.pledged === 0n && after.paidOut === 0n && after.openRequests + after.customers === 0;
  if (isNothing) positions.delete(state, currency, bank);
  else positions.put(state, currency, bank, after);
}
