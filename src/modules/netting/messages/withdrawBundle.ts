// A payer withdraws from a bundle that is not complete yet: it is void for all.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { closeProposal, requireProposal } from "../bundles.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { payersOf } from "../rules.ts";
import { bundleIdSchema } from "../schemas.ts";

export const withdrawBundle = defineMessage({
  summary: "Voids a bundle that waits for its payers, by any of them.",
  actors: "anyone",
  schema: z.strictObject({ bundle: bundleIdSchema }),
  work: 60,
  handle({ state, actor, emit }, { bundle }) {
    const proposal = requireProposal(state, bundle);
    if (!payersOf(proposal.legs).includes(actor)) throw refusals.notPayer({ account: actor });

    closeProposal(state, bundle, proposal);
    emit(events.bundleWithdrawn({ bundle, by: actor }));
  },
});
