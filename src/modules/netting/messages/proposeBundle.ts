// A payer proposes legs that settle together or not at all; those of others wait for them to confirm.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { openProposal } from "../bundles.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { bundleIdOf, payersOf } from "../rules.ts";
import { bundleIdSchema, bundleTermsSchema, itemNumberSchema } from "../schemas.ts";
import { admit, enter, requireRoom, requireSoundTerms } from "../submitting.ts";
import { proposalCounts, proposals } from "../tables.ts";

export const proposeBundle = defineMessage({
  summary:
    "Proposes legs of one or several payers that settle together or not at all, with one expiry for all of them.",
  actors: "anyone",
  schema: bundleTermsSchema,
  result: z.strictObject({
    bundle: bundleIdSchema,
    /** Where the proposer is the only payer, so that nobody need confirm. */
    item: itemNumberSchema.optional(),
    settled: z.boolean(),
  }),
  work: ({ legs }) => 60 + 40 * legs.length,
  handle({ state, actor, emit }, terms) {
    const payers = payersOf(terms.legs);
    if (!payers.includes(actor)) throw refusals.notPayer({ account: actor });
    requireSoundTerms(state, terms);
    const bundle = bundleIdOf({ proposer: actor, ...terms });
    if (payers.length === 1) {
      const settled = admit(state, terms, () => requireRoom(state, actor, terms));
      return { bundle, ...enter(state, terms, settled) };
    }
    if (proposals.has(state, bundle)) throw refusals.bundleOpen({ bundle });
    const most = Number(parameters.proposalsMost.get(state));
    if ((proposalCounts.get(state, actor) ?? 0) >= most) throw refusals.tooManyProposals({ most });
    requireRoom(state, actor, terms);

    const proposal = { proposer: actor, ...terms, waitsFor: payers.filter((payer) => payer !== actor) };
    openProposal(state, bundle, proposal);
    emit(events.bundleProposed({ bundle, ...proposal }));
    return { bundle, settled: false };
  },
});
