// The bundles that an account holds.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { listedBundleSchema, requireListedBundle } from "../listing.ts";
import { heldBundles } from "../tables.ts";

export const holdings = defineQuery({
  summary: "The bundles of certificates of one holder, by device; those cancelled or withdrawn in its hands included.",
  readers: party("holder"),
  params: z.strictObject({ holder: accountSchema, ...pageParams }),
  result: pageOf(listedBundleSchema),
  answer: ({ state }, { holder, after, limit }) =>
    readPage(
      heldBundles.scan(state, { within: [holder], after }),
      limit,
      ({ parts }) => requireListedBundle(state, parts[1] ?? "", Number(parts[2])),
      ({ parts }) => `${parts[1]}/${parts[2]}`,
    ),
});
