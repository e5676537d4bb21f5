// What other modules may do with parameters: a council's changes, judged before its vote and announced after it.
import type { State, StateReader } from "#src/state/view.ts";
import { events } from "./events.ts";
import { refusals } from "./refusals.ts";
import { parseOwner } from "./rules.ts";
import { announce, requireSetting, requireWithinRange } from "./settings.ts";

export { parameterNameSchema } from "./rules.ts";

export interface CouncilChange {
  readonly council: string;
  readonly parameter: string;
  readonly value: bigint;
}

/** Refuses a change that is not this council's to make, or that leaves the parameter's range. */
function requireCouncilChange(state: StateReader, { council, parameter, value }: CouncilChange) {
  const setting = requireSetting(state, parameter);
  const owner = parseOwner(setting);
  if (owner.kind !== "council" || owner.council !== council) {
    throw refusals.ownedByOthers({ parameter, owner: setting.owner });
  }
  requireWithinRange(parameter, value, setting);
  return setting;
}

export const read = { requireCouncilChange };

export const move = {
  /**
   * Announces a change that a council passed: it takes effect after the parameter's notice, and not before the height
   * that the proposal names. Refuses what `requireCouncilChange` refuses.
   */
  announceCouncilChange(
    state: State,
    {
      proposal,
      fromHeight = 0,
      ...change
    }: CouncilChange & { readonly proposal: number; readonly fromHeight?: number | undefined },
  ): void {
    const { council, parameter, value } = change;
    const setting = requireCouncilChange(state, change);
    const from = Math.max(fromHeight, state.height + setting.noticeBlocks);
    announce(state, parameter, setting, { value, fromHeight: from, by: { kind: "proposal", council, proposal } });
    state.emit(events.changeVoted({ parameter, value, fromHeight: from, council, proposal }));
  },
};
