// Zones, participants and corridors as they stand at the block's height: looked up, or refused.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { isModuleAccount } from "#src/machine/moduleAccount.ts";
import { read as accounts, tie } from "#src/modules/accounts/access.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { ruleBookFlaw, ruleBookHash } from "./rules.ts";
import type { Calendar, Corridor, RuleBook, Zone, ZoneLimits } from "./schemas.ts";
import { corridors, ruleBooks, zones } from "./tables.ts";

export function requireZone(state: StateReader, currency: string): Stored<Zone> {
  const zone = zones.get(state, currency);
  if (zone === undefined) throw refusals.unknownZone({ currency });
  return zone;
}

/** The issuer of a currency; of one that the ledger issues itself, whoever holds the role. */
export function isCentralBank(state: StateReader, actor: Account, currency: string): boolean {
  const { issuer } = accounts.requireCurrency(state, currency);
  return isModuleAccount(issuer) ? authority.hasRole(state, actor, "issuer") : issuer === actor;
}

export function requireCentralBank(state: StateReader, actor: Account, currency: string): void {
  if (!isCentralBank(state, actor, currency)) throw refusals.notCentralBank({ currency });
}

export function calendarOf({ calendar, nextCalendar }: Stored<Zone>, height: number): Stored<Calendar> {
  return nextCalendar !== undefined && nextCalendar.fromHeight <= height ? nextCalendar.calendar : calendar;
}

export function limitsOf({ limits, nextLimits }: Stored<Zone>, height: number): Stored<ZoneLimits> {
  return nextLimits !== undefined && nextLimits.fromHeight <= height ? nextLimits.limits : limits;
}

/** Why a zone is stopped, if it is. */
export function stopOf({ stop }: Stored<Zone>, height: number): string | undefined {
  const isOver = stop?.untilHeight !== undefined && stop.untilHeight <= height;
  return isOver ? undefined : stop?.reference;
}

/** The height from which something looser may take effect. */
export function afterNotice(state: StateReader): number {
  return state.height + Number(parameters.noticeBlocks.get(state));
}

export function requireCorridor(state: StateReader, corridor: string): Stored<Corridor> {
  const row = corridors.get(state, corridor);
  if (row === undefined) throw refusals.unknownCorridor({ corridor });
  return row;
}

export function requireOperator(state: StateReader, actor: Account, corridor: string): Stored<Corridor> {
  const row = requireCorridor(state, corridor);
  if (row.operator !== actor) throw refusals.notOperator({ corridor });
  return row;
}

export function revisionOf({ revision, next }: Stored<Corridor>, height: number): number {
  return next !== undefined && next.fromHeight <= height ? next.revision : revision;
}

export interface InForce {
  readonly revision: number;
  readonly hash: Uint8Array;
  readonly ruleBook: Stored<RuleBook>;
}

export function ruleBookInForce(state: StateReader, corridor: string, row: Stored<Corridor>): InForce {
  const revision = revisionOf(row, state.height);
  const revised = present(ruleBooks.get(state, corridor, revision), "a revision of a corridor has a rule book");
  return { revision, ...revised };
}

export function requireSoundRuleBook(state: StateReader, ruleBook: Stored<RuleBook>): void {
  const flaw = ruleBookFlaw(ruleBook);
  if (flaw !== undefined) throw refusals.ruleBookUnsound({ flaw });
  for (const { currency } of ruleBook.rates) accounts.requireCurrency(state, currency);
}

/** Opens a corridor that was checked before; its zones join it on their own. */
export function addCorridor(
  state: State,
  corridor: string,
  opened: Pick<Corridor, "name" | "operator">,
  ruleBook: Stored<RuleBook>,
): void {
  const hash = ruleBookHash(corridor, 1, ruleBook);
  corridors.put(state, corridor, { ...opened, openedMs: state.timeMs, revision: 1, lastRevision: 1, zones: 0 });
  ruleBooks.put(state, corridor, 1, { ruleBook, hash });
  tie.add(state, opened.operator);
  state.emit(events.corridorOpened({ corridor, ...opened }));
  state.emit(events.ruleBookPublished({ corridor, revision: 1, ruleBook, hash, fromHeight: state.height }));
}
