// How a metal certificate looks in a list.
import { z } from "zod";
import type { StateReader } from "#src/state/view.ts";
import { requireCertificate } from "./books.ts";
import { certificateIdSchema, certificateSchema } from "./schemas.ts";

export const listedCertificateSchema = z.strictObject({
  certificateId: certificateIdSchema,
  certificate: certificateSchema,
});

/** The certificate whose number is written in a key. */
export function listedCertificate(state: StateReader, keyPart: string | undefined) {
  const certificateId = Number(keyPart);
  return { certificateId, certificate: requireCertificate(state, certificateId) };
}
