// Closes epochs as their time comes, prices them when it can, and settles them slice by slice.
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import type { State, Stored } from "#src/state/view.ts";
import { closeDueEpoch, priceEpoch, readPointers, requireEpoch } from "./epochs.ts";
import { events } from "./events.ts";
import { cutUnits } from "./juniors.ts";
import { isPaused } from "./money.ts";
import { type Settled, settleRequest } from "./payouts.ts";
import { endRights } from "./rights/leaving.ts";
import type { Epoch } from "./schemas.ts";
import { epochPointers, epochs, requestQueue, requests } from "./tables.ts";

export const blocks: BlockWork = {
  begin(state) {
    closeDueEpoch(state);
    endRights(state);
  },
  /** One epoch at a time, the oldest: what it pays decides what the next one can be paid. */
  end(state) {
    const { newest, oldest } = readPointers(state);
    if (oldest > newest || requireEpoch(state, oldest).state === "open" || isPaused(state)) return;
    if (requireEpoch(state, oldest).state === "closed") priceEpoch(state, oldest);
    if (requireEpoch(state, oldest).state !== "closed") settleSlice(state, oldest);
  },
};

function settleSlice(state: State, number: number): void {
  const { pricing } = requireEpoch(state, number);
  let certificatesLeft = limits.redemptionCertificatesPerBlockMax;
  for (let looked = 0; looked < limits.redemptionRequestsPerBlockMax && certificatesLeft > 0; looked += 1) {
    const request = requestQueue.peek(state, number);
    if (request === undefined) break;
    const row = requests.get(state, request);
    if (row !== undefined) {
      const settled = settleRequest(state, request, row, pricing, certificatesLeft);
      addToSums(state, number, settled);
      certificatesLeft -= settled.certificates;
      if (!settled.isDone) return;
    }
    requestQueue.take(state, number);
  }
  if (requestQueue.size(state, number) === 0) finishEpoch(state, number, requireEpoch(state, number));
}

function addToSums(state: State, number: number, settled: Settled): void {
  const epoch = requireEpoch(state, number);
  epochs.put(state, number, {
    ...epoch,
    burntMicroKdg: epoch.burntMicroKdg + settled.burntMicroKdg,
    feeMicroKdg: epoch.feeMicroKdg + settled.feeMicroKdg,
    returnedMicroKdg: epoch.returnedMicroKdg + settled.returnedMicroKdg,
    lostMicroKdg: epoch.lostMicroKdg + settled.lostMicroKdg,
  });
}

/** What holders lost by a rate below R.low, junior units lose too: it is not theirs should the metal come back. */
function finishEpoch(state: State, number: number, epoch: Stored<Epoch>): void {
  const { burntMicroKdg, feeMicroKdg, returnedMicroKdg, lostMicroKdg } = epoch;
  const juniorUnitsCut = cutUnits(state, lostMicroKdg);
  const lapsed = epoch.state === "returning";
  epochs.put(state, number, { ...epoch, state: lapsed ? "lapsed" : "settled" });
  epochPointers.put(state, { ...readPointers(state), oldest: number + 1 });
  const sums = { burntMicroKdg, feeMicroKdg, returnedMicroKdg, lostMicroKdg };
  if (lapsed) state.emit(events.epochLapsed({ epoch: number }));
  else state.emit(events.epochSettled({ epoch: number, ...sums, juniorUnitsCut }));
}
