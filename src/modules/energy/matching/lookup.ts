// Finding claims: those that cover an hour of a load, and the one that a certificate is a part of.
import { present } from "#src/core/assert.ts";
import type { StateReader, StateScanner, Stored } from "#src/state/view.ts";
import { hourStart } from "../days/hours.ts";
import type { Claim } from "../days/schemas.ts";
import { requireDevice } from "../devices.ts";
import { requireIssue } from "../issues.ts";
import { refusals } from "../refusals.ts";
import { intervalsWithin } from "../rules.ts";
import type { Bundle } from "../schemas.ts";
import { bundles, claims, zoneLinks } from "../tables.ts";
import { type IdRange, rangesWithin } from "./claimedRanges.ts";

/** A claim with the row that it stands in, and its place there. */
export interface FoundClaim extends Stored<Claim> {
  readonly zone: string;
  readonly part: number;
  readonly place: number;
}

/** Of a load, or of what a storage device was charged with. Those of the load's own zone first, then those of zones with an interconnector into it; in the order in which they are kept. */
export function* claimsOfHour(state: StateReader, load: string, hourMs: number): Generator<FoundClaim> {
  const { zone: own } = requireDevice(state, load);
  const neighbours = (zoneLinks.get(state, own) ?? []).map(({ from }) => from);
  for (const zone of new Set([own, ...neighbours])) {
    for (let part = 0; ; part += 1) {
      const list = claims.get(state, zone, hourStart(hourMs), part);
      if (list === undefined) break;
      for (const [place, claim] of list.entries()) {
        if ((claim.load ?? claim.charging) === load) yield { ...claim, zone, part, place };
      }
    }
  }
}

/** A certificate with its bundle, its interval, and its claim if it has one; refuses a number that was not issued. */
export async function findCertificate(state: StateScanner, device: string, id: number) {
  const { zone } = requireDevice(state, device);
  const { bundle, row } = await requireBundleOf(state, device, id);
  const [interval] = intervalsWithin(requireIssue(state, device, row.startMs).intervals, id, id);
  const intervalStartMs = present(interval, "a certificate was issued for an interval").startMs;
  const hourMs = hourStart(intervalStartMs);
  const isIn = (ranges: readonly IdRange[] = []) => rangesWithin(ranges, id, id).length > 0;
  const taken = isIn(row.claimed) ? "claimed" : isIn(row.stored) ? "cancelledForStorage" : undefined;
  const claim = taken === undefined ? undefined : claimAt(state, { zone, hourMs, device, id });
  return { zone, bundle, row, intervalStartMs, hourMs, claim, state: taken ?? row.state };
}

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

function claimAt(state: StateReader, { zone, hourMs, device, id }: Place): FoundClaim {
  for (let part = 0; ; part += 1) {
    const list = present(claims.get(state, zone, hourMs, part), "what a bundle lists as claimed is in a claim");
    const place = list.findIndex((claim) => claim.device === device && claim.firstId <= id && id <= claim.lastId);
    if (place >= 0) return { ...present(list[place], "a claim found"), zone, part, place };
  }
}
