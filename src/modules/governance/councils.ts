// Looks up councils and their charters, and founds and changes them.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import type { Charter } from "./schemas.ts";
import { charters, councils } from "./tables.ts";

export function requireCouncil(state: StateReader, council: string) {
  const row = councils.get(state, council);
  if (row === undefined) throw refusals.unknownCouncil({ council });
  return row;
}

/** A charter that some council has or had: proposals name one that was in force. */
export function charterOf(state: StateReader, council: string, revision: number): Stored<Charter> {
  return present(charters.get(state, council, revision), "a revision of a council has a charter");
}

/** The weight of a member's vote. */
export function requireWeight(charter: Stored<Charter>, council: string, account: Account): number {
  const member = charter.members.find((each) => each.account === account);
  if (member === undefined) throw refusals.notMember({ council, account });
  return member.weight;
}

/** Refuses a charter that names an account twice, or one that cannot act: it could never vote. */
export function requireSoundCharter(state: StateReader, { members }: Stored<Charter>): void {
  const seen = new Set<Account>();
  for (const { account } of members) {
    if (seen.has(account)) throw refusals.memberTwice({ account });
    seen.add(account);
    accounts.requireCanHold(state, account);
  }
}

/** Founds a council; its name is never free again. */
export function found(state: State, council: string, purpose: string, charter: Stored<Charter>): void {
  if (councils.has(state, council)) throw refusals.councilExists({ council });
  requireSoundCharter(state, charter);
  councils.put(state, council, { purpose, foundedMs: state.timeMs, revision: 1 });
  charters.put(state, council, 1, charter);
}
