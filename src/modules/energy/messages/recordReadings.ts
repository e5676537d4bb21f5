// Readings of up to a day, signed by the meter itself; what a generator made becomes certificates of its holder.
import { z } from "zod";
import { divideDown } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { amountSchema, signatureSchema } from "#src/core/schemas.ts";
import { defineMessage, type HandlerContext } from "#src/machine/message.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { addToTotals, putReadings } from "../books.ts";
import { bookEnergy } from "../days/booking.ts";
import { energyByDay } from "../days/hours.ts";
import { requireDevice, requireMeter } from "../devices.ts";
import { events } from "../events.ts";
import { awaitExpiry } from "../expiry.ts";
import { issueIntervals } from "../issuing.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import {
  endOf,
  intervalsOf,
  isIntervalLength,
  isLongerThanDay,
  milliWhPerWh,
  mostMilliWh,
  recordSigningBytes,
  startsInterval,
  sumOf,
  wholeWattHours,
} from "../rules.ts";
import { certificateIdSchema, type Meter, type MeterRecord, recordSchema } from "../schemas.ts";
import { deviceTotals, meters, readings } from "../tables.ts";

export const recordReadings = defineMessage({
  summary: "Records the readings of a device's meter, signed by the meter; anyone may hand them in.",
  actors: "anyone",
  schema: z.strictObject({ ...recordSchema.shape, signature: signatureSchema }),
  result: z.strictObject({
    issuedWh: amountSchema,
    remainderMilliWh: amountSchema,
    /** The first certificate, where there is one. */
    firstId: certificateIdSchema.optional(),
  }),
  // A forged signature costs a millisecond: every way of checking it is tried.
  work: ({ valuesMilliWh }) => 1_200 + 5 * valuesMilliWh.length,
  handle({ state, emit, verifySignature }, { signature, ...record }) {
    const { device, startMs, intervalMinutes, valuesMilliWh, registerBeforeMilliWh, registerAfterMilliWh } = record;
    const settings = requireDevice(state, device);
    const { kind, nameplateW } = settings;
    const meter = requireMeter(state, device);
    requireWholeIntervals(record);
    requireNext(state, record, meter);
    requireRegister(record, meter);
    requireWithinNameplate(state, record, nameplateW);
    const { meterKey } = meter;
    requireSigned(verifySignature, record, signature, meterKey);

    const before = present(deviceTotals.get(state, device), "a device has a total");
    const { issuedWh: issuedBeforeWh, remainderMilliWh: remainderBeforeMilliWh } = before;
    const meteredBeforeMilliWh = before.meteredMilliWh;
    const whole =
      kind === "generation"
        ? wholeWattHours(valuesMilliWh, remainderBeforeMilliWh)
        : { quantitiesWh: [], remainderMilliWh: 0n };
    const { remainderMilliWh } = whole;
    const issuedWh = sumOf(whole.quantitiesWh);
    const meteredMilliWh = sumOf(valuesMilliWh);
    // A storage device is issued no more than its meter told, but only when the hour has come.
    const dischargedWh = kind === "discharging" ? divideDown(meteredBeforeMilliWh + meteredMilliWh, milliWhPerWh) : 0n;
    const lastId = Number(kind === "discharging" ? dischargedWh : issuedBeforeWh + issuedWh);
    if (lastId >= limits.certificateIdMax) throw refusals.idsExhausted({ device, most: limits.certificateIdMax });
    const firstId = Number(issuedBeforeWh) + 1;
    const endMs = endOf(startMs, intervalMinutes, valuesMilliWh.length);
    const registers = { registerBeforeMilliWh, registerAfterMilliWh };
    const issue = kind === "generation" ? { issue: { firstId, issuedWh, remainderBeforeMilliWh } } : {};
    const origin = { meterKey, signature, recordedMs: state.timeMs };
    const row = { intervalMinutes, valuesMilliWh, ...registers, ...origin, ...issue };
    putReadings(state, device, startMs, row);
    const nextRegister = { registerMilliWh: registerAfterMilliWh, nextStartMs: endMs, recordedUntilMs: endMs };
    meters.put(state, device, { meterKey, ...nextRegister });
    emit(events.readingsRecorded({ device, startMs, endMs, intervals: valuesMilliWh.length, meteredMilliWh }));
    const metered = { device, settings };
    const intervals = intervalsOf(startMs, row);
    const lateMilliWh = bookEnergy(state, metered, energyByDay(intervals));
    const issued = kind === "generation" ? issueIntervals(state, metered, startMs, intervals) : {};
    addToTotals(state, device, kind, {
      records: 1,
      meteredMilliWh,
      lateMilliWh,
      issuedWh,
      remainderMilliWh: remainderMilliWh - remainderBeforeMilliWh,
      ...issued,
    });
    if (issuedWh === 0n) return { issuedWh, remainderMilliWh };
    awaitExpiry(state, device, firstId, endMs);
    return { issuedWh, remainderMilliWh, firstId };
  },
});

function requireWholeIntervals({ startMs, intervalMinutes, valuesMilliWh }: MeterRecord): void {
  if (!isIntervalLength(intervalMinutes)) throw refusals.intervalUnknown({ intervalMinutes });
  if (!startsInterval(startMs, intervalMinutes)) throw refusals.startMisaligned({ startMs });
  if (isLongerThanDay(intervalMinutes, valuesMilliWh.length)) throw refusals.recordTooLong({});
}

/** A record begins where the one before ended, and ends in the past. */
function requireNext(state: State, record: MeterRecord, { nextStartMs }: Stored<Meter>): void {
  const { device, startMs, intervalMinutes, valuesMilliWh } = record;
  if (startMs !== nextStartMs) {
    const fault = startMs > nextStartMs ? "gap" : readings.has(state, device, startMs) ? "replay" : "overlap";
    throw refusals.readingsNotContiguous({ device, fault, nextStartMs });
  }
  const endMs = endOf(startMs, intervalMinutes, valuesMilliWh.length);
  if (endMs > state.timeMs) throw refusals.endsInFuture({ endMs });
}

/** The register goes on from where it was, and by the sum of the intervals. */
function requireRegister(record: MeterRecord, { registerMilliWh }: Stored<Meter>): void {
  const { device, valuesMilliWh, registerBeforeMilliWh, registerAfterMilliWh } = record;
  const sumMilliWh = sumOf(valuesMilliWh);
  if (registerBeforeMilliWh === registerMilliWh && registerAfterMilliWh === registerMilliWh + sumMilliWh) return;
  throw refusals.registerMismatch({ device, registerMilliWh, sumMilliWh });
}

function requireWithinNameplate(state: StateReader, record: MeterRecord, nameplateW: bigint): void {
  const { device, intervalMinutes, valuesMilliWh } = record;
  const most = mostMilliWh(nameplateW, intervalMinutes, parameters.nameplateMarginBp.get(state));
  const interval = valuesMilliWh.findIndex((value) => value > most);
  if (interval >= 0) throw refusals.aboveNameplate({ device, interval, mostMilliWh: most });
}

function requireSigned(
  verify: HandlerContext["verifySignature"],
  record: MeterRecord,
  signature: Uint8Array,
  meterKey: Uint8Array,
): void {
  if (!verify(recordSigningBytes(record), signature, meterKey))
    throw refusals.signatureForged({ device: record.device });
}
