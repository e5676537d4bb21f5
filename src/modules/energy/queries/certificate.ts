// One certificate: when it was generated, what state it is in, and whose consumption it was claimed for.
import { z } from "zod";
import { accountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { claimSchema } from "../days/schemas.ts";
import { findCertificate } from "../matching/lookup.ts";
import { bundleStateSchema, certificateIdSchema, deviceIdSchema, zoneIdSchema } from "../schemas.ts";
import { bundles, claims } from "../tables.ts";

const rowKeySchema = z.string();

export const certificate = defineQuery({
  summary:
    "One certificate by its number: holder, state, the hour in which it was generated, and the claim that it is a part of; with the keys of the rows that prove this.",
  readers: party("holder"),
  params: z.strictObject({ device: deviceIdSchema, id: certificateIdSchema }),
  result: z.strictObject({
    bundle: certificateIdSchema,
    holder: accountSchema,
    state: bundleStateSchema,
    zone: zoneIdSchema,
    intervalStartMs: timeMsSchema,
    hourMs: timeMsSchema,
    bundleRow: rowKeySchema,
    claim: claimSchema.extend({ claimRow: rowKeySchema }).optional(),
  }),
  async answer({ state }, { device, id }) {
    const found = await findCertificate(state, device, id);
    const { zone, bundle, row, intervalStartMs, hourMs, claim } = found;
    const about = { bundle, holder: row.holder, zone, intervalStartMs, hourMs, bundleRow: bundles.key(device, bundle) };
    if (claim === undefined) return { ...about, state: found.state };
    const { part, place: _, zone: __, ...shown } = claim;
    return { ...about, state: found.state, claim: { ...shown, claimRow: claims.key(zone, hourMs, part) } };
  },
});
