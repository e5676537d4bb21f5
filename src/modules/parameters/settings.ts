// Looks up what may be done with a parameter, and by whom.
import type { Account } from "#src/core/account.ts";
import { type ParameterSetting, parameterSettings } from "#src/machine/parameter.ts";
import { read as authority, type Role } from "#src/modules/authority/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";

export function requireSetting(state: StateReader, parameter: string): ParameterSetting {
  const setting = parameterSettings.get(state, parameter);
  if (setting === undefined) throw refusals.unknownParameter({ parameter });
  return setting;
}

/** The parameter's setting, once the actor is known to hold the role that owns it. */
export function requireOwnedSetting(state: StateReader, parameter: string, actor: Account): ParameterSetting {
  const setting = requireSetting(state, parameter);
  authority.requireRole(state, actor, setting.owner as Role);
  return setting;
}
