// Clears and settles auctions whose bids are open: the first that can go on, and a slice of its bids, in each block.
import type { BlockWork } from "#src/machine/module.ts";
import { read as issuance } from "#src/modules/issuance/access.ts";
import { requireAuction } from "./auctions.ts";
import { clearDue, settleSlice } from "./settling.ts";
import { liveAuctions } from "./tables.ts";

export const blocks: BlockWork = {
  /** Waits while KDG is paused: nothing is burnt, minted or forfeited then. */
  end(state) {
    const live = liveAuctions.get(state) ?? [];
    if (live.length === 0 || issuance.isPaused(state)) return;
    for (const auction of live) {
      const row = requireAuction(state, auction);
      if (state.timeMs < row.revealEndsMs) continue;
      if (row.state === "open" && !clearDue(state, auction, row)) continue;
      settleSlice(state, auction);
      return;
    }
  },
};
