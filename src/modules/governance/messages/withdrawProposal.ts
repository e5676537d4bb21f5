// Whoever opened a proposal takes it back while it can be voted on.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { close, requireOpen } from "../proposing.ts";
import { refusals } from "../refusals.ts";
import { proposalNumberSchema } from "../schemas.ts";

export const withdrawProposal = defineMessage({
  summary: "Takes back an open proposal, by its proposer.",
  actors: "anyone",
  schema: z.strictObject({ proposal: proposalNumberSchema }),
  work: 60,
  handle({ state, actor }, { proposal: number }) {
    const { proposer } = requireOpen(state, number);
    if (proposer !== actor) throw refusals.notProposer({ proposal: number });

    close(state, number, "withdrawn");
  },
});
