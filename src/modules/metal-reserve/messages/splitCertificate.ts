// An owner splits a lot by weight: pieces become certificates of their own, the certificate keeps the rest.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { requireActiveOf } from "../books.ts";
import { requireSplittable, splitLot } from "../lots.ts";
import { certificateIdSchema, certificateIdsSchema } from "../schemas.ts";

export const splitCertificate = defineMessage({
  summary: "Cuts pieces of given fine weights off a lot; its metal certificate keeps the rest. A bar is never divided.",
  actors: "anyone",
  schema: z.strictObject({
    certificateId: certificateIdSchema,
    piecesFineWeightMg: z.array(positiveAmountSchema).min(1).max(limits.lotPiecesMax),
  }),
  result: z.strictObject({ certificateIds: certificateIdsSchema, restFineWeightMg: positiveAmountSchema }),
  work: ({ piecesFineWeightMg }) => 60 + 60 * piecesFineWeightMg.length,
  handle({ state, actor }, { certificateId, piecesFineWeightMg }) {
    const certificate = requireActiveOf(state, certificateId, actor);
    requireSplittable(state, certificateId, certificate, piecesFineWeightMg);

    const { rest, pieces } = splitLot(state, certificateId, certificate, piecesFineWeightMg);
    return { certificateIds: pieces.map((piece) => piece.certificateId), restFineWeightMg: rest.fineWeightMg };
  },
});
