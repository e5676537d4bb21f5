// The walk from a unit of money to the watt-hour that supports it, and back. Units are numbered along the room of all
// proofs in force, in the order of their numbers: unit n is in circulation when the supply is more than n.
import { Fault, present } from "#src/core/assert.ts";
import { read as energy, type FoundClaim } from "#src/modules/energy/access.ts";
import type { StateReader, StateScanner, Stored } from "#src/state/view.ts";
import { requireProof } from "./books.ts";
import { findWattHour, wattHoursBefore } from "./proving.ts";
import { dayMs, roomOfProofAt, type Units, unitsOfWattHour, wattHourOfUnit } from "./rules.ts";
import type { Proof } from "./schemas.ts";
import { liveProofs, provedDays } from "./tables.ts";

/** One step between money and generation; every part of it stands in a row of state. */
export interface Support {
  readonly proofNumber: number;
  readonly load: string;
  readonly hourMs: number;
  /** Of the proof's watt-hours, counted from its first. */
  readonly wattHour: bigint;
  readonly device: string;
  readonly certificateId: number;
}

/** A proof in force, and the units that its room is. */
interface Stretch extends Units {
  readonly proof: number;
  readonly row: Stored<Proof>;
}

async function* stretches(state: StateScanner): AsyncGenerator<Stretch> {
  let fromMicroKdg = 0n;
  for await (const { parts } of liveProofs.scan(state)) {
    const proof = Number(parts[0]);
    const row = requireProof(state, proof);
    const untilMicroKdg = fromMicroKdg + roomOfProofAt(row.slope, row.endMs, state.timeMs);
    yield { proof, row, fromMicroKdg, untilMicroKdg };
    fromMicroKdg = untilMicroKdg;
  }
}

/** The support of a unit; undefined for one beyond the room. */
export async function supportOfUnit(state: StateScanner, unitMicroKdg: bigint): Promise<Support | undefined> {
  for await (const { proof, row, fromMicroKdg, untilMicroKdg } of stretches(state)) {
    if (unitMicroKdg >= untilMicroKdg) continue;
    const { load, provedWh } = row;
    const wattHour = wattHourOfUnit(unitMicroKdg - fromMicroKdg, untilMicroKdg - fromMicroKdg, provedWh);
    const { hourMs, place } = present(findWattHour(state, row, wattHour), "a watt-hour of a proof lies in an hour");
    return { proofNumber: proof, load, hourMs, wattHour, ...certificateAt(state, load, hourMs, place) };
  }
  return undefined;
}

/** The certificate of a watt-hour, by its place among those that an hour of a load claimed. */
function certificateAt(state: StateReader, load: string, hourMs: number, place: bigint) {
  let left = Number(place);
  for (const { device, firstId, lastId } of energy.claimsOfHour(state, load, hourMs)) {
    if (firstId + left <= lastId) return { device, certificateId: firstId + left };
    left -= lastId - firstId + 1;
  }
  throw new Fault("what is proved is claimed");
}

/** The support that a certificate gives, with the units of money; undefined where it gives none. */
export async function supportByCertificate(
  state: StateScanner,
  device: string,
  certificateId: number,
): Promise<(Support & Units) | undefined> {
  const { claim, hourMs } = await energy.findCertificate(state, device, certificateId);
  const load = claim?.load;
  if (claim === undefined || load === undefined) return undefined;
  const startMs = hourMs - (hourMs % dayMs);
  const day = provedDays.get(state, load, startMs);
  if (day === undefined) return undefined;
  const place = placeOf(state, load, hourMs, { claim, certificateId });
  if (place >= (day.hours[(hourMs - startMs) / 3_600_000]?.provedWh ?? 0n)) return undefined;
  for await (const { proof, row, fromMicroKdg, untilMicroKdg } of stretches(state)) {
    if (proof !== day.proofNumber) continue;
    const wattHour = wattHoursBefore(state, row, hourMs) + place;
    const units = unitsOfWattHour(wattHour, untilMicroKdg - fromMicroKdg, row.provedWh);
    return {
      ...{ proofNumber: proof, load, hourMs, wattHour, device, certificateId },
      fromMicroKdg: fromMicroKdg + units.fromMicroKdg,
      untilMicroKdg: fromMicroKdg + units.untilMicroKdg,
    };
  }
  return undefined;
}

interface Wanted {
  readonly claim: FoundClaim;
  readonly certificateId: number;
}

/** How many watt-hours of the load's hour come before a certificate. */
function placeOf(state: StateReader, load: string, hourMs: number, { claim, certificateId }: Wanted): bigint {
  let before = 0;
  for (const { zone, part, place, firstId, lastId } of energy.claimsOfHour(state, load, hourMs)) {
    if (zone === claim.zone && part === claim.part && place === claim.place) {
      return BigInt(before + certificateId - firstId);
    }
    before += lastId - firstId + 1;
  }
  throw new Fault("a claim is among those of its load and hour");
}
