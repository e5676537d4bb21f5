// Takes proofs out of the sums as they end, a bounded number in each block.
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import { changeSums, readSums, requireProof } from "./books.ts";
import { events } from "./events.ts";
import { feesOf } from "./fees.ts";
import { ends, liveProofs, proofs } from "./tables.ts";

export const blocks: BlockWork = {
  /** Before any message of the block, so that a fee taken after a proof's end is not shared with it. */
  begin(state) {
    for (const proof of ends.takeDue(state, limits.dueItemsPerBlockMax)) {
      const row = requireProof(state, proof);
      const before = readSums(state);
      proofs.put(state, proof, { ...row, endIndex: before.feeIndex });
      liveProofs.delete(state, proof);
      changeSums(state, {
        live: before.live - 1,
        slope: before.slope - row.slope,
        slopeTimesEnd: before.slopeTimesEnd - row.slope * BigInt(row.endMs),
        carriedMicroKdg: before.carriedMicroKdg + feesOf(state, row).excess,
      });
      state.emit(events.supportEnded({ proof }));
    }
  },
};
