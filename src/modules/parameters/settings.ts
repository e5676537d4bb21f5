// Looks up what may be done with a parameter, and by whom.
import type { Account } from "#src/core/account.ts";
import {
  type ParameterSetting,
  type ParameterValue,
  parameterSettings,
  parameterValues,
} from "#src/machine/parameter.ts";
import { read as authority, type Role } from "#src/modules/authority/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { isWithinRange, parseOwner, standingOf } from "./rules.ts";

export function requireSetting(state: StateReader, parameter: string): ParameterSetting {
  const setting = parameterSettings.get(state, parameter);
  if (setting === undefined) throw refusals.unknownParameter({ parameter });
  return setting;
}

/** The parameter's setting, once the actor is known to hold the role that owns it; a council changes its own by vote alone. */
export function requireOwnedSetting(state: StateReader, parameter: string, actor: Account): ParameterSetting {
  const setting = requireSetting(state, parameter);
  const owner = parseOwner(setting);
  if (owner.kind === "council") throw refusals.ownedByCouncil({ parameter, council: owner.council });
  authority.requireRole(state, actor, owner.role as Role);
  return setting;
}

export function requireWithinRange(parameter: string, value: bigint, setting: ParameterSetting): void {
  if (!isWithinRange(value, setting)) {
    throw refusals.valueOutOfRange({ parameter, least: setting.least, most: setting.most });
  }
}

/** Puts the next value beside the one in force; one announced before and not yet in force is replaced. */
export function announce(
  state: State,
  parameter: string,
  setting: ParameterSetting,
  next: NonNullable<Stored<ParameterValue>["next"]>,
): void {
  const { value } = standingOf(parameterValues.get(state, parameter), setting, state.height);
  parameterValues.put(state, parameter, { value, next });
}
