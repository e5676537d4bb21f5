// At the beginning of each block: misbehaviour, absences, and the planned changes that fall due.
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { BlockWork } from "#src/machine/module.ts";
import type { State } from "#src/state/view.ts";
import { countMiss } from "./downtime.ts";
import { events } from "./events.ts";
import { judgeMisbehaviour } from "./misbehaviour.ts";
import { dueChangesOf, getValidator, putDueChanges, replaceValidator, totalsOf } from "./roster.ts";
import { afterPlan, isMoreThanThird, signingPower } from "./rules.ts";
import type { Plan, Validator } from "./schemas.ts";

export const blocks: BlockWork = {
  begin(state, { misbehaviour, lastCommit }) {
    for (const proved of misbehaviour) judgeMisbehaviour(state, proved);
    for (const { validatorAddress, signed } of lastCommit) {
      if (!signed) countMiss(state, bytesToHex(validatorAddress));
    }
    carryOutPlans(state);
  },
};

/** The plans of a block move at most a third of the power, or are one plan alone: the rest waits for the next block. */
function carryOutPlans(state: State): void {
  const list = dueChangesOf(state);
  const { activePower } = totalsOf(state);
  let movedPower = 0n;
  let done = 0;
  for (const { fromHeight, validator: address } of list) {
    if (fromHeight > state.height) break;
    const before = present(getValidator(state, address), "a listed plan has its validator");
    const plan = present(before.plan, "a listed plan stands with its validator");
    const after = afterPlan(before, plan);
    const change = signingPower(after) - signingPower(before);
    const moves = change < 0n ? -change : change;
    if (movedPower > 0n && isMoreThanThird(movedPower + moves, activePower)) break;
    movedPower += moves;
    done += 1;
    carryOut(state, address, { before, plan, after });
  }
  if (done > 0) putDueChanges(state, list.slice(done));
}

interface Step {
  readonly before: Validator;
  readonly plan: Plan;
  readonly after: Validator;
}

function carryOut(state: State, address: string, { before, plan, after }: Step): void {
  const changed = { validator: address, power: after.power };
  const isLast = plan.change === "removal" && before.status === "active" && totalsOf(state).active === 1;
  if (isLast) {
    const { plan: _, ...kept } = before;
    replaceValidator(state, before, kept);
    state.emit(events.removalSkipped(changed));
    return;
  }
  replaceValidator(state, before, after);
  state.emit(announcements[plan.change](changed));
}

const announcements = {
  admission: events.validatorAdmitted,
  power: events.powerChanged,
  removal: events.validatorRemoved,
  reinstatement: events.validatorReinstated,
} as const;
