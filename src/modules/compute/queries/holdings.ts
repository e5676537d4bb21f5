// The certificates of capacity of one holder.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireCertificate } from "../capacity.ts";
import { certificateNumberSchema, certificateSchema } from "../schemas.ts";
import { heldCertificates } from "../tables.ts";

export const holdings = defineQuery({
  summary: "The certificates of capacity of one holder, by number.",
  readers: party("holder"),
  params: z.strictObject({ holder: accountSchema, ...pageParams }),
  result: pageOf(z.strictObject({ certificateId: certificateNumberSchema, ...certificateSchema.shape })),
  answer: ({ state }, { holder, after, limit }) =>
    readPage(
      heldCertificates.scan(state, { within: [holder], after }),
      limit,
      ({ parts }) => ({ ...requireCertificate(state, Number(parts[1])), certificateId: Number(parts[1]) }),
      ({ parts }) => parts[1] ?? "",
    ),
});
