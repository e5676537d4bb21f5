// What every planned change is judged by: notice, room, and one plan a validator.
import type { State, StateReader } from "#src/state/view.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { addPlan, getValidator, totalsOf } from "./roster.ts";
import { replaceShare } from "./rules.ts";
import { type Plan, totalPowerMax, type Validator } from "./schemas.ts";

export function requireKnown(state: StateReader, validator: string): Validator {
  const found = getValidator(state, validator);
  if (found === undefined) throw refusals.unknownValidator({ validator });
  return found;
}

/** A validator that is in office or suspended, and for which nothing is planned. */
export function requirePlannable(state: StateReader, validator: string): Validator {
  const found = requireKnown(state, validator);
  if (found.status === "removed" || found.status === "tombstoned") throw refusals.validatorGone({ validator });
  if (found.plan !== undefined) throw refusals.changePlanned({ validator, fromHeight: found.plan.fromHeight });
  return found;
}

/** The height from which a change holds. */
export function requireNotice(state: StateReader, fromHeight: number | undefined): number {
  const earliest = state.height + Number(parameters.noticeBlocks.get(state));
  if (fromHeight !== undefined && fromHeight < earliest) throw refusals.noticeTooShort({ earliest });
  return fromHeight ?? earliest;
}

/** Plans a change, unless all seats together could then hold more power than the engine can count. */
export function plan(state: State, before: Validator | undefined, after: Validator, change: Plan): void {
  const { reservedPower } = replaceShare(totalsOf(state), before, { ...after, plan: change });
  if (reservedPower > totalPowerMax) throw refusals.powerTooHigh({ most: totalPowerMax });
  addPlan(state, before, after, change);
}
