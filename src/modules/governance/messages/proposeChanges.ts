// A member proposes changes of parameters that its council owns.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { councilIdSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { openAsMember } from "../proposing.ts";
import { changeSchema, proposalNumberSchema, purposeSchema } from "../schemas.ts";

export const proposeChanges = defineMessage({
  summary: "Puts changes of a council's parameters to the vote of its members.",
  actors: "anyone",
  schema: z.strictObject({
    council: councilIdSchema,
    purpose: purposeSchema,
    changes: z.array(changeSchema).min(1).max(limits.changesPerProposalMax),
  }),
  result: z.strictObject({ proposal: proposalNumberSchema, endsMs: timeMsSchema }),
  // The due queue and the rows of the proposal, and a setting for each change.
  work: ({ changes }) => 120 + 10 * changes.length,
  handle: ({ state, actor }, { council, purpose, changes }) =>
    openAsMember(state, { council, proposer: actor, purpose, action: { kind: "parameters", changes } }),
});
