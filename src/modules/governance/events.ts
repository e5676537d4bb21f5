// Events of the module `governance`.
import { z } from "zod";
import { accountSchema, councilIdSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  charterSchema,
  newCouncilSchema,
  proposalNumberSchema,
  proposalSchema,
  revisionSchema,
  voteSchema,
} from "./schemas.ts";

const { council, proposer, purpose, action, endsMs, tally, state, failure } = proposalSchema.shape;

export const events = defineEvents("governance", {
  councilFounded: newCouncilSchema.extend({ by: accountSchema }),
  proposalOpened: z.strictObject({ proposal: proposalNumberSchema, council, proposer, purpose, action, endsMs }),
  voteCounted: z.strictObject({ proposal: proposalNumberSchema, member: accountSchema, ...voteSchema.shape }),
  /** With the votes as they stood, and the reason where what was passed could not be done. */
  proposalClosed: z.strictObject({ proposal: proposalNumberSchema, council, state, tally, failure }),
  charterChanged: z.strictObject({ council: councilIdSchema, revision: revisionSchema, charter: charterSchema }),
});
