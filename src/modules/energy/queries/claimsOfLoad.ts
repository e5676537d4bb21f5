// The certificates that cover one hour of a load, or of what a storage device was charged with.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import type { StateReader } from "#src/state/view.ts";
import { hourStart } from "../days/hours.ts";
import { claimSchema } from "../days/schemas.ts";
import { requireDevice } from "../devices.ts";
import { deviceIdSchema, zoneIdSchema } from "../schemas.ts";
import { claims, zoneLinks } from "../tables.ts";

export const claimsOfLoad = defineQuery({
  summary:
    "The ranges of certificates that were matched with one hour of a load's consumption, or cancelled for an hour of a charging device, of its own zone and of zones with an interconnector into it.",
  params: z.strictObject({ load: deviceIdSchema, hourMs: timeMsSchema, ...pageParams }),
  result: pageOf(claimSchema.omit({ load: true, charging: true }).extend({ zone: zoneIdSchema })),
  answer({ state }, { load, hourMs, after, limit }) {
    const { zone } = requireDevice(state, load);
    const neighbours = (zoneLinks.get(state, zone) ?? []).map(({ from }) => from);
    return readPage(
      claimsAfter(state, [...new Set([zone, ...neighbours])], hourStart(hourMs), load, after),
      limit,
      ({ cursor: _, ...claim }) => claim,
      ({ cursor }) => cursor,
    );
  },
});

/** By zone, part and place in the part; a page begins after the cursor that the page before ended with. */
async function* claimsAfter(
  state: StateReader,
  zones: readonly string[],
  hourMs: number,
  load: string,
  after: string | undefined,
) {
  let isPassed = after === undefined;
  for (const zone of zones) {
    for (let part = 0; ; part += 1) {
      const list = claims.get(state, zone, hourMs, part);
      if (list === undefined) break;
      for (const [at, { device, firstId, lastId, load: covered, charging }] of list.entries()) {
        const cursor = `${zone}/${part}/${at}`;
        if (isPassed && (covered ?? charging) === load) yield { zone, device, firstId, lastId, cursor };
        isPassed ||= cursor === after;
      }
    }
  }
}
