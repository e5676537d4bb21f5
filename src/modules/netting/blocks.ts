// Work at the end of each block: what has expired goes, then the queues are settled as far as they can be.
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import { create as credit } from "#src/modules/intraday-credit/access.ts";
import type { State } from "#src/state/view.ts";
import { closeProposal } from "./bundles.ts";
import { events } from "./events.ts";
import { fundsOf } from "./funds.ts";
import { closeItems } from "./items.ts";
import { hasQueues, resolveQueues } from "./resolving.ts";
import { itemExpiries, items, proposalExpiries, proposals, rests } from "./tables.ts";

export const blocks: BlockWork = {
  end(state) {
    expireItems(state);
    expireProposals(state);
    // What was lent comes back before anything is paid of it. The earmark for direct payments keeps what those need.
    credit.repayFirst(state, (currency, account) => fundsOf(state, currency, account).direct);
    resolveQueues(state);
  },
  /** After items have passed others or settled with credit, the next block looks at the queues again. */
  isUnfinished: (state) => hasQueues(state) && rests.get(state) === undefined,
};

/** Those beyond the bound wait for the next block; meanwhile they are not settled either. */
function expireItems(state: State): void {
  const due = itemExpiries.takeDue(state, limits.dueItemsPerBlockMax);
  const expired = new Map(
    due.flatMap((number) => {
      const item = items.get(state, number);
      return item === undefined ? [] : [[number, item] as const];
    }),
  );
  if (expired.size === 0) return;
  // All at once: each queue is written once, however many of its items go.
  closeItems(state, expired);
  for (const [number, item] of expired) state.emit(events.itemExpired({ item: number, ...item }));
}

/** A bundle has one expiry: none of its payers is bound to it a moment longer than another. */
function expireProposals(state: State): void {
  for (const bundle of proposalExpiries.takeDue(state, limits.dueItemsPerBlockMax)) {
    const proposal = proposals.get(state, bundle);
    if (proposal === undefined) continue;
    closeProposal(state, bundle, proposal);
    state.emit(events.bundleExpired({ bundle }));
  }
}
