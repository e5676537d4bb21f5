// All value-support proofs.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { proofNumberSchema, proofSchema } from "../schemas.ts";
import { proofs as rows } from "../tables.ts";

export const proofs = defineQuery({
  summary: "All value-support proofs ever made, in the order of their numbers.",
  readers: "public",
  params: z.strictObject({ ...pageParams }),
  result: pageOf(z.strictObject({ number: proofNumberSchema, support: proofSchema })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      rows.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[0]), support: value }),
      ({ parts }) => parts[0] ?? "",
    ),
});
