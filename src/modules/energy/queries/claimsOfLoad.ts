// The certificates that cover one hour of a load, or of what a storage device was charged with.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import type { StateReader } from "#src/state/view.ts";
import { claimSchema } from "../days/schemas.ts";
import { claimsOfHour } from "../matching/lookup.ts";
import { deviceIdSchema, zoneIdSchema } from "../schemas.ts";

export const claimsOfLoad = defineQuery({
  summary:
    "The ranges of certificates that were matched with one hour of a load's consumption, or cancelled for an hour of a charging device, of its own zone and of zones with an interconnector into it.",
  readers: "public",
  params: z.strictObject({ load: deviceIdSchema, hourMs: timeMsSchema, ...pageParams }),
  result: pageOf(claimSchema.omit({ load: true, charging: true }).extend({ zone: zoneIdSchema })),
  answer: ({ state }, { load, hourMs, after, limit }) =>
    readPage(
      claimsAfter(state, load, hourMs, after),
      limit,
      ({ zone, device, firstId, lastId }) => ({ zone, device, firstId, lastId }),
      ({ cursor }) => cursor,
    ),
});

/** A page begins after the place that the page before ended with. */
async function* claimsAfter(state: StateReader, load: string, hourMs: number, after: string | undefined) {
  let isPassed = after === undefined;
  for (const claim of claimsOfHour(state, load, hourMs)) {
    const cursor = `${claim.zone}/${claim.part}/${claim.place}`;
    if (isPassed) yield { ...claim, cursor };
    isPassed ||= cursor === after;
  }
}
