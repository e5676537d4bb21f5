// One line.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireLine } from "../lending.ts";
import { useOf } from "../rules.ts";
import { lineNumberSchema, lineSchema, useSchema } from "../schemas.ts";
import { lines } from "../tables.ts";

export const line = defineQuery({
  summary: "A line: its sides, terms and draws, and how much of each limit is used.",
  readers: party(["proposer.centralBank", "acceptor.centralBank"], ["proposer.currency", "acceptor.currency"]),
  params: z.strictObject({ line: lineNumberSchema }),
  result: z.strictObject({ ...lineSchema.shape, proposerUse: useSchema, acceptorUse: useSchema }),
  proves: (params) => lines.key(params.line),
  answer({ state }, { line: number }) {
    const row = requireLine(state, number);
    const { proposer, acceptor } = row;
    return {
      ...row,
      proposerUse: useOf(proposer.drawn, proposer.limit),
      acceptorUse: useOf(acceptor.drawn, acceptor.limit),
    };
  },
});
