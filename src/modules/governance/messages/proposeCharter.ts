// A member proposes another charter for its council: other members, weights or rules.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { openAsMember } from "../proposing.ts";
import { newCouncilSchema, proposalNumberSchema } from "../schemas.ts";

export const proposeCharter = defineMessage({
  summary: "Puts a new charter of a council to the vote of its members: who they are, and what a vote takes.",
  actors: "anyone",
  schema: newCouncilSchema,
  result: z.strictObject({ proposal: proposalNumberSchema, endsMs: timeMsSchema }),
  // The due queue and the rows of the proposal, and an account for each member.
  work: ({ members }) => 120 + 10 * members.length,
  handle: ({ state, actor }, { council, purpose, ...charter }) =>
    openAsMember(state, { council, proposer: actor, purpose, action: { kind: "charter", charter } }),
});
