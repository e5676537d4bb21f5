// Judges a payment across a corridor: who, where, when, for what, how much; and which counters it would move.
import type { Account } from "#src/core/account.ts";
import { assert } from "#src/core/assert.ts";
import { Refusal } from "#src/core/refusal.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { hoursAt, opensNextMs } from "./calendar.ts";
import { type Move, movesOf, requireConcentration, requireRoom } from "./firewalls.ts";
import type { Payment } from "./payment.ts";
import { refusals } from "./refusals.ts";
import { worthNano } from "./rules.ts";
import type { RuleBook, Side } from "./schemas.ts";
import { homes, joined, members, participants } from "./tables.ts";
import { calendarOf, type InForce, limitsOf, requireCorridor, requireZone, ruleBookInForce, stopOf } from "./zones.ts";

/** A payment that may be made, with what it is judged by and what it moves. */
export interface Assessment extends InForce {
  readonly corridor: string;
  readonly moves: readonly Move[];
  readonly sourceNano: bigint;
  readonly destinationNano: bigint;
}

/** The assessment, or the refusal; writes nothing. */
export function assess(state: StateReader, payment: Payment): Assessment | Refusal {
  try {
    return requireAssessment(state, payment);
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal;
    throw refusal;
  }
}

export function requireAssessment(state: StateReader, payment: Payment): Assessment {
  const { corridor, source, destination, payer, payee } = payment;
  const isExchanged = source.currency !== destination.currency;
  assert(isExchanged || source.amount === destination.amount, "in one currency the payee gets what the payer pays");
  const inForce = ruleBookInForce(state, corridor, requireCorridor(state, corridor));
  const { ruleBook } = inForce;
  requirePermitted(payment, ruleBook);
  const payerHome = requireMember(state, corridor, payer);
  const payeeHome = requireMember(state, corridor, payee);
  if (payerHome === payeeHome) throw refusals.sameZone({ currency: payerHome });
  const touched = [payerHome, payeeHome, source.currency, destination.currency, payment.via?.currency];
  for (const currency of new Set(touched)) if (currency !== undefined) requireOpenZone(state, payment, currency);
  requireParticipant(state, source.currency, payer);
  requireParticipant(state, destination.currency, payee);
  const sourceNano = requireSize(state, ruleBook, source);
  const destinationNano = requireSize(state, ruleBook, destination);
  if (payment.via !== undefined) requireSize(state, ruleBook, payment.via);
  const worths = { payerHome, payeeHome, sourceNano, destinationNano };
  const moves = movesOf(state, payment, ruleBook, worths);
  for (const move of moves) requireRoom(move, ruleBook);
  requireConcentration(state, payment, ruleBook, worths);
  return { ...inForce, corridor, moves, sourceNano, destinationNano };
}

function requirePermitted({ corridor, kind, purpose }: Payment, { stage, purposes }: Stored<RuleBook>): void {
  if (stage === "closed") throw refusals.corridorClosed({ corridor });
  if (stage === "pilot" && kind === "customer") throw refusals.customersNotAdmitted({});
  if (stage !== "open" && !purposes.includes(purpose)) throw refusals.purposeNotPermitted({ purpose });
}

/**
 * Refuses what banks do with currencies of a corridor, without paying anybody, while it is closed, or while one of the zones
 * has left it, is stopped, or is shut to banks.
 */
export function requireOpen(state: StateReader, corridor: string, currencies: readonly string[]): void {
  const { ruleBook } = ruleBookInForce(state, corridor, requireCorridor(state, corridor));
  if (ruleBook.stage === "closed") throw refusals.corridorClosed({ corridor });
  for (const currency of currencies) requireOpenZone(state, { corridor, kind: "interbank" }, currency);
}

/** The home of a bank that the corridor has admitted. */
export function requireMember(state: StateReader, corridor: string, account: Account): string {
  if (!members.has(state, corridor, account)) throw refusals.notMember({ account });
  const home = homes.get(state, account);
  if (home === undefined) throw refusals.homeMissing({ account });
  requireParticipant(state, home, account);
  return home;
}

/** The zone in which a bank is at home now; a home that it has accepted begins with its admission. */
export function homeOf(state: StateReader, account: Account): string | undefined {
  const home = homes.get(state, account);
  const fromHeight = home === undefined ? undefined : participants.get(state, home, account)?.fromHeight;
  return fromHeight !== undefined && fromHeight <= state.height ? home : undefined;
}

/** A stop in one zone leaves payments between others alone: only zones that the payment touches are asked. */
function requireOpenZone(
  state: StateReader,
  { corridor, kind }: Pick<Payment, "corridor" | "kind">,
  currency: string,
): void {
  if (!joined.has(state, corridor, currency)) throw refusals.notJoined({ currency });
  const zone = requireZone(state, currency);
  const reference = stopOf(zone, state.height);
  if (reference !== undefined) throw refusals.zoneStopped({ currency, reference });
  const calendar = calendarOf(zone, state.height);
  const hours = hoursAt(calendar, state.timeMs);
  if (hours === "open" || (hours === "interbank" && kind === "interbank")) return;
  const opensMs = opensNextMs(calendar, state.timeMs);
  throw hours === "shut" ? refusals.zoneShut({ currency, opensMs }) : refusals.cutOffPassed({ currency, opensMs });
}

export function requireParticipant(state: StateReader, currency: string, account: Account): void {
  const participant = participants.get(state, currency, account);
  if (participant === undefined) throw refusals.unknownParticipant({ currency, account });
  const { fromHeight } = participant;
  if (state.height < fromHeight) throw refusals.notYetAdmitted({ account, fromHeight });
}

/** What one side counts for, if one payment may be so large. */
function requireSize(state: StateReader, { rates, singleNanoMost }: Stored<RuleBook>, { currency, amount }: Side) {
  const rate = rates.find((each) => each.currency === currency);
  if (rate === undefined) throw refusals.currencyUnrated({ currency });
  const { singleMost } = limitsOf(requireZone(state, currency), state.height);
  if (singleMost !== undefined && amount > singleMost) throw refusals.singleTooLarge({ most: singleMost });
  const worth = worthNano(amount, accounts.requireCurrency(state, currency).decimals, rate.unitNano);
  if (worth > singleNanoMost) throw refusals.singleTooLarge({ most: singleNanoMost });
  return worth;
}
