// The metal certificates that an account owns.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { listedCertificate, listedCertificateSchema } from "../listing.ts";
import { ownedCertificates } from "../tables.ts";

export const certificates = defineQuery({
  summary: "The metal certificates that an account owns, oldest first; delivered ones have ended and are left out.",
  readers: party("owner"),
  params: z.strictObject({ owner: accountSchema, ...pageParams }),
  result: pageOf(listedCertificateSchema),
  answer: ({ state }, { owner, after, limit }) =>
    readPage(
      ownedCertificates.scan(state, { within: [owner], after }),
      limit,
      ({ parts }) => listedCertificate(state, parts[1]),
      ({ parts }) => parts[1] ?? "",
    ),
});
