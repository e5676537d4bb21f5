// One charter of a council, in force or replaced.
import { z } from "zod";
import { councilIdSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireCouncil } from "../councils.ts";
import { refusals } from "../refusals.ts";
import { charterSchema, revisionSchema } from "../schemas.ts";
import { charters } from "../tables.ts";

export const charter = defineQuery({
  summary: "One charter of a council: members with weights, quorum, approval and voting time.",
  readers: "public",
  params: z.strictObject({ council: councilIdSchema, revision: revisionSchema }),
  result: charterSchema,
  proves: ({ council, revision }) => charters.key(council, revision),
  answer({ state }, { council, revision }) {
    const inForce = requireCouncil(state, council).revision;
    const row = charters.get(state, council, revision);
    if (row === undefined) throw refusals.unknownRevision({ council, revision: inForce });
    return row;
  },
});
