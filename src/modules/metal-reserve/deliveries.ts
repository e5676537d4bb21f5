// Deliveries: the load-out queue of a vault, and what its gate lets through in a day.
import { present } from "#src/core/assert.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { addWaitingWeight } from "./books.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { backlogOn, dayMs, dayOf, deliveryDueMs } from "./rules.ts";
import type { Certificate, Vault } from "./schemas.ts";
import { deliveryRequests, loadOutQueues, loadOuts } from "./tables.ts";

/** Puts a certificate at the end of its vault's load-out queue and says when its delivery is due. */
export function joinLoadOutQueue(
  state: State,
  certificateId: number,
  { vault, grossWeightMg }: Stored<Certificate>,
  { loadOutWeightMgPerDay }: Stored<Vault>,
  instructionHash: Uint8Array,
): number {
  addWaitingWeight(state, vault, grossWeightMg);
  const { day, backlogWeightMg, waitingWeightMg } = present(loadOuts.get(state, vault), "a queue has a gate");
  const backlogMg = backlogOn(dayOf(state.timeMs), { day, backlogWeightMg }, loadOutWeightMgPerDay);
  const dueMs = deliveryDueMs(state.timeMs, backlogMg + waitingWeightMg, loadOutWeightMgPerDay);
  deliveryRequests.put(state, certificateId, { requestedMs: state.timeMs, dueMs, instructionHash });
  loadOutQueues.append(state, vault, certificateId);
  return dueMs;
}

/** Takes a certificate out of the queue, wherever it stands. */
export function leaveLoadOutQueue(
  state: State,
  certificateId: number,
  { vault, grossWeightMg }: Stored<Certificate>,
): void {
  addWaitingWeight(state, vault, -grossWeightMg);
  deliveryRequests.delete(state, certificateId);
  loadOutQueues.remove(state, certificateId);
}

/** A custodian who owes a delivery past its date and the grace takes in no more metal. */
export function requireNoOverdueLoadOut(state: StateReader, vault: string): void {
  const certificateId = loadOutQueues.first(state, vault);
  if (certificateId === undefined) return;
  const { dueMs } = present(deliveryRequests.get(state, certificateId), "a queued certificate has a request");
  const graceMs = Number(parameters.loadOutGraceMs.get(state));
  if (state.timeMs > dueMs + graceMs) throw refusals.loadOutOverdue({ vault, certificateId, dueMs });
}

/**
 * The backlog at the gate after these weights leave today. Each may start while the backlog is below a day's capacity,
 * so that a lot heavier than that leaves too, and the days after it pay for it.
 */
export function backlogAfterLoadOut(
  state: StateReader,
  vault: string,
  { loadOutWeightMgPerDay: capacityMg }: Stored<Vault>,
  grossWeightsMg: readonly bigint[],
): bigint {
  const today = dayOf(state.timeMs);
  const gate = loadOuts.get(state, vault) ?? { day: today, backlogWeightMg: 0n };
  let backlogMg = backlogOn(today, gate, capacityMg);
  for (const grossWeightMg of grossWeightsMg) {
    if (backlogMg >= capacityMg) throw refusals.loadOutCapacityReached({ vault, nextDayMs: (today + 1) * dayMs });
    backlogMg += grossWeightMg;
  }
  return backlogMg;
}

export function recordLoadOut(state: State, vault: string, backlogWeightMg: bigint): void {
  const waitingWeightMg = loadOuts.get(state, vault)?.waitingWeightMg ?? 0n;
  loadOuts.put(state, vault, { day: dayOf(state.timeMs), backlogWeightMg, waitingWeightMg });
}
