// Bans a validator for ever that the engine proved to have signed two things at once.
import { bytesToHex } from "#src/crypto/hex.ts";
import type { Misbehaviour } from "#src/machine/block.ts";
import type { State } from "#src/state/view.ts";
import { events } from "./events.ts";
import { getValidator, replaceValidator, totalsOf, unlistPlan } from "./roster.ts";

/** Evidence may come late, against one that has left: its key is banned all the same. */
export function judgeMisbehaviour(state: State, { kind, validatorAddress, height }: Misbehaviour): void {
  const address = bytesToHex(validatorAddress);
  const validator = getValidator(state, address);
  if (validator === undefined || validator.status === "tombstoned") return;
  const proved = { validator: address, kind, height };
  if (validator.status === "active" && totalsOf(state).active === 1) {
    state.emit(events.misbehaviourTolerated(proved));
    return;
  }
  const { plan: _, ...kept } = validator;
  unlistPlan(state, address);
  replaceValidator(state, validator, { ...kept, status: "tombstoned" });
  state.emit(events.validatorTombstoned(proved));
}
