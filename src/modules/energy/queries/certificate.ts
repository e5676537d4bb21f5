// One certificate: when it was generated, what state it is in, and whose consumption it was claimed for.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { accountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import type { StateReader, StateScanner, Stored } from "#src/state/view.ts";
import { hourStart } from "../days/hours.ts";
import { claimSchema } from "../days/schemas.ts";
import { requireDevice } from "../devices.ts";
import { requireIssue } from "../issues.ts";
import { type IdRange, rangesWithin } from "../matching/claimedRanges.ts";
import { refusals } from "../refusals.ts";
import { intervalsWithin } from "../rules.ts";
import { type Bundle, bundleStateSchema, certificateIdSchema, deviceIdSchema, zoneIdSchema } from "../schemas.ts";
import { bundles, claims } from "../tables.ts";

const rowKeySchema = z.string();

export const certificate = defineQuery({
  summary:
    "One certificate by its number: holder, state, the hour in which it was generated, and the claim that it is a part of; with the keys of the rows that prove this.",
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
    const { zone } = requireDevice(state, device);
    const { bundle, row } = await requireBundleOf(state, device, id);
    const [interval] = intervalsWithin(requireIssue(state, device, row.startMs).intervals, id, id);
    const intervalStartMs = present(interval, "a certificate was issued for an interval").startMs;
    const hourMs = hourStart(intervalStartMs);
    const isIn = (ranges: readonly IdRange[] = []) => rangesWithin(ranges, id, id).length > 0;
    const about = { bundle, holder: row.holder, zone, intervalStartMs, hourMs, bundleRow: bundles.key(device, bundle) };
    if (!isIn(row.claimed) && !isIn(row.stored)) return { ...about, state: row.state };
    const taken = isIn(row.claimed) ? ("claimed" as const) : ("cancelledForStorage" as const);
    return { ...about, state: taken, claim: claimOf(state, { zone, hourMs, device, id }) };
  },
});

/** The bundle that begins with the certificate, or the last one before it. */
async function requireBundleOf(state: StateScanner, device: string, id: number) {
  const begins: Stored<Bundle> | undefined = bundles.get(state, device, id);
  if (begins !== undefined) return { bundle: id, row: begins };
  const after = id.toString().padStart(16, "0");
  for await (const { parts, value } of bundles.scan(state, { within: [device], after, reverse: true, limit: 1 })) {
    if (value.lastId >= id) return { bundle: Number(parts[1]), row: value };
  }
  throw refusals.unknownCertificate({ device, id });
}

interface Place {
  readonly zone: string;
  readonly hourMs: number;
  readonly device: string;
  readonly id: number;
}

function claimOf(state: StateReader, { zone, hourMs, device, id }: Place) {
  for (let part = 0; ; part += 1) {
    const list = present(claims.get(state, zone, hourMs, part), "what a bundle lists as claimed is in a claim");
    const found = list.find((claim) => claim.device === device && claim.firstId <= id && id <= claim.lastId);
    if (found !== undefined) return { ...found, claimRow: claims.key(zone, hourMs, part) };
  }
}
