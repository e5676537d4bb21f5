// All votes on one proposal.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { requireProposal } from "../proposing.ts";
import { proposalNumberSchema, voteSchema } from "../schemas.ts";
import { votes as rows } from "../tables.ts";

export const votes = defineQuery({
  summary: "Who voted how on one proposal, by account.",
  readers: "public",
  params: z.strictObject({ proposal: proposalNumberSchema, ...pageParams }),
  result: pageOf(z.strictObject({ member: accountSchema, ...voteSchema.shape })),
  answer({ state }, { proposal, after, limit }) {
    requireProposal(state, proposal);
    return readPage(
      rows.scan(state, { within: [proposal], after }),
      limit,
      ({ parts, value }) => ({ member: (parts[1] ?? "") as Account, ...value }),
      ({ parts }) => parts[1] ?? "",
    );
  },
});
