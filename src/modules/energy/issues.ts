// Where certificates come from: a record of generation, or an hour in which a storage device discharged.
import { present } from "#src/core/assert.ts";
import type { StateReader } from "#src/state/view.ts";
import { hourMs as hourLengthMs } from "./days/hours.ts";
import { endOfReadings, type Interval, intervalsOf, milliWhPerWh } from "./rules.ts";
import { devices, readings, storageIssues } from "./tables.ts";

/** Certificates that came into being together. */
export interface Issue {
  readonly firstId: number;
  readonly issuedWh: bigint;
  /** The end of the record, or of the hour. */
  readonly endMs: number;
  readonly gramsPerMwh: number;
  readonly intervals: readonly Interval[];
}

/** What was issued for a device from the record or the hour of discharge that begins at a moment, if anything. */
export function findIssue(state: StateReader, device: string, startMs: number): Issue | undefined {
  const record = readings.get(state, device, startMs);
  if (record?.issue !== undefined) {
    const { firstId, issuedWh } = record.issue;
    const gramsPerMwh = devices.get(state, device)?.production?.carbonGramsPerMwh ?? 0;
    const endMs = endOfReadings(startMs, record);
    return { firstId, issuedWh, endMs, gramsPerMwh, intervals: intervalsOf(startMs, record) };
  }
  const discharge = storageIssues.get(state, device, startMs);
  if (discharge === undefined) return undefined;
  const { firstId, issuedWh, gramsPerMwh } = discharge;
  const endMs = startMs + hourLengthMs;
  const lastId = firstId + Number(issuedWh) - 1;
  const interval = { startMs, endMs, energyMilliWh: issuedWh * milliWhPerWh, firstId, lastId };
  return { firstId, issuedWh, endMs, gramsPerMwh, intervals: [interval] };
}

/** The same for the start that a bundle names. */
export function requireIssue(state: StateReader, device: string, startMs: number): Issue {
  return present(findIssue(state, device, startMs), "a bundle was issued from a record or for an hour of discharge");
}
