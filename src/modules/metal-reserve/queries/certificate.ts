// One metal certificate, and whether an attestation in force covers it.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { attestedUntilMs } from "../attestations.ts";
import { requireCertificate } from "../books.ts";
import { certificateIdSchema, certificateSchema } from "../schemas.ts";
import { certificates } from "../tables.ts";

export const certificate = defineQuery({
  summary: "One metal certificate; `attestedUntilMs` is there while an attestation in force covers it.",
  readers: party("certificate.owner"),
  params: z.strictObject({ certificateId: certificateIdSchema }),
  result: z.strictObject({ certificate: certificateSchema, attestedUntilMs: timeMsSchema.optional() }),
  proves: ({ certificateId }) => certificates.key(certificateId),
  answer({ state }, { certificateId }) {
    const row = requireCertificate(state, certificateId);
    const untilMs = attestedUntilMs(state, row);
    return untilMs === undefined ? { certificate: row } : { certificate: row, attestedUntilMs: untilMs };
  },
});
