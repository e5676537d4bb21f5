// The proposals of a council that are in one state.
import { z } from "zod";
import { councilIdSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { requireCouncil } from "../councils.ts";
import { requireProposal } from "../proposing.ts";
import { proposalNumberSchema, proposalSchema, proposalStateSchema } from "../schemas.ts";
import { listed } from "../tables.ts";

export const proposals = defineQuery({
  summary: "The proposals of a council in one state, by number.",
  readers: "public",
  params: z.strictObject({ council: councilIdSchema, state: proposalStateSchema, ...pageParams }),
  result: pageOf(z.strictObject({ number: proposalNumberSchema, proposal: proposalSchema })),
  answer({ state }, { council, state: wanted, after, limit }) {
    requireCouncil(state, council);
    return readPage(
      listed.scan(state, { within: [council, wanted], after }),
      limit,
      ({ parts }) => ({ number: Number(parts[2]), proposal: requireProposal(state, Number(parts[2])) }),
      ({ parts }) => parts[2] ?? "",
    );
  },
});
