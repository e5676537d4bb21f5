// One member's vote.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireProposal } from "../proposing.ts";
import { refusals } from "../refusals.ts";
import { proposalNumberSchema, voteSchema } from "../schemas.ts";
import { votes } from "../tables.ts";

export const vote = defineQuery({
  summary: "How one member voted on one proposal, and with what weight.",
  readers: "public",
  params: z.strictObject({ proposal: proposalNumberSchema, member: accountSchema }),
  result: voteSchema,
  proves: ({ proposal, member }) => votes.key(proposal, member),
  answer({ state }, { proposal, member }) {
    requireProposal(state, proposal);
    const row = votes.get(state, proposal, member);
    if (row === undefined) throw refusals.notVoted({ proposal });
    return row;
  },
});
