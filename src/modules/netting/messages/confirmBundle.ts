// A payer agrees to the terms of a bundle; when all have, it settles or waits as an item.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { closeProposal, itemOf, requireProposal } from "../bundles.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { payersOf } from "../rules.ts";
import { bundleIdSchema, itemNumberSchema } from "../schemas.ts";
import { admit, enter, requireRoomOfPayers } from "../submitting.ts";
import { proposals } from "../tables.ts";

export const confirmBundle = defineMessage({
  summary: "Agrees to the terms of a bundle; once all its payers have, it settles at once or waits in their queues.",
  actors: "anyone",
  schema: z.strictObject({ bundle: bundleIdSchema }),
  /** Without an item while others have to confirm. */
  result: z.strictObject({ item: itemNumberSchema.optional(), settled: z.boolean() }),
  work: 400,
  handle({ state, actor, emit }, { bundle }) {
    const proposal = requireProposal(state, bundle);
    const { legs, expiresMs, waitsFor: before } = proposal;
    if (!payersOf(legs).includes(actor)) throw refusals.notPayer({ account: actor });
    if (!before.includes(actor)) throw refusals.alreadyConfirmed({ bundle });
    const blockTimeMs = state.timeMs;
    if (expiresMs <= blockTimeMs) throw refusals.expiryPassed({ expiresMs, blockTimeMs });

    const waitsFor = before.filter((payer) => payer !== actor);
    const isComplete = waitsFor.length === 0;
    // It takes the place that its proposal leaves.
    const settled = isComplete && admit(state, itemOf(proposal), () => requireRoomOfPayers(state, proposal));

    emit(events.bundleConfirmed({ bundle, by: actor, waitsFor }));
    if (!isComplete) {
      proposals.put(state, bundle, { ...proposal, waitsFor });
      return { settled };
    }
    closeProposal(state, bundle, proposal);
    const entered = enter(state, itemOf(proposal), settled);
    emit(events.bundleCompleted({ bundle, item: entered.item }));
    return entered;
  },
});
