// One certificate of capacity.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireCertificate } from "../capacity.ts";
import { certificateNumberSchema, certificateSchema } from "../schemas.ts";
import { certificates } from "../tables.ts";

export const certificate = defineQuery({
  summary: "One certificate of capacity.",
  readers: party("holder"),
  params: z.strictObject({ certificateId: certificateNumberSchema }),
  result: certificateSchema,
  proves: ({ certificateId }) => certificates.key(certificateId),
  answer: ({ state }, { certificateId }) => requireCertificate(state, certificateId),
});
