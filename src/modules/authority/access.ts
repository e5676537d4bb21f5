// What other modules may ask of `authority`.
import type { Account } from "#src/core/account.ts";
import type { StateReader } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import type { Role } from "./rules.ts";
import { grants } from "./tables.ts";

export { type Role, roleSchema, roles } from "./rules.ts";

function hasRole(state: StateReader, account: Account, role: Role): boolean {
  return grants.has(state, role, account);
}

export const read = {
  hasRole,
  requireRole(state: StateReader, account: Account, role: Role): void {
    if (!hasRole(state, account, role)) throw refusals.roleMissing({ account, role });
  },
  /** One of several roles is enough; the refusal names the first. */
  requireOneOf(state: StateReader, account: Account, allowed: readonly [Role, ...Role[]]): void {
    if (!allowed.some((role) => hasRole(state, account, role)))
      throw refusals.roleMissing({ account, role: allowed[0] });
  },
};
