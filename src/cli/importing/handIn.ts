// Hands planned records in: signed by their meters, a few batches at once, those of a device one after the other.
import { messages } from "#src/sdk/messages.ts";
import { signMeterRecord } from "#src/sdk/meterRecord.ts";
import { formatHour, hourMs } from "./cells.ts";
import { type Delivery, piecesOf } from "./deliver.ts";
import { meterOf } from "./ledgerMeters.ts";
import type { MeterKeys } from "./meterKeys.ts";
import type { MeterStanding, PlannedMeter, PlannedRecord, Round } from "./plan.ts";
import type { Refused } from "./refused.ts";

export interface HandInOptions {
  readonly url: string;
  readonly keys: MeterKeys;
  readonly standings: ReadonlyMap<string, MeterStanding>;
  /** In whose name records are handed in. */
  readonly records: Delivery;
  /** The issuing body; undefined where meters are not replaced. */
  readonly issuingBody: Delivery | undefined;
  readonly chunkRecords: number;
  readonly chunksAtOnce: number;
  refuse(entry: Refused): void;
  /** Told what was recorded, once it is decided. */
  recorded(record: PlannedRecord): void;
  /** Told of what an earlier run had sent already. */
  skip(readings: number): void;
  drop(readings: number): void;
  replaced(meters: number): void;
}

const intervalMinutes = 60;
/** As many as an ordinary account may ask for at once, at 600 units of work each. */
const metersPerBatch = 100;

export async function handIn(rounds: readonly Round[], options: HandInOptions): Promise<void> {
  for (const { meters, records } of rounds) {
    for (const piece of piecesOf(meters, metersPerBatch)) await replaceMeters(piece, options);
    await sendRecords(records, options);
  }
}

async function replaceMeters(meters: readonly PlannedMeter[], options: HandInOptions): Promise<void> {
  const { keys, issuingBody, standings } = options;
  const wanted = meters.filter(({ device }) => standings.get(device)?.stoppedBy === undefined);
  if (issuingBody === undefined || wanted.length === 0) return;
  for (const { device, keyNumber } of wanted) await keys.make(device, keyNumber);
  const sent = wanted.map(({ device, keyNumber, startMs }) => {
    const meterKey = keys.publicKeyOf(device, keyNumber) ?? "";
    return messages.energy.replaceMeter({ device, meterKey, registerMilliWh: 0n, startMs });
  });
  const { refusals } = await issuingBody.send(sent);
  let replaced = wanted.length - refusals.size;
  for (const [index, { code }] of refusals) {
    const meter = wanted[index];
    const standing = meter === undefined ? undefined : standings.get(meter.device);
    if (meter === undefined || standing === undefined) continue;
    if (await isReplaced(meter, options)) replaced += 1;
    else standing.stoppedBy = code;
  }
  options.replaced(replaced);
}

/** A run that was cut short may have sent the same. */
async function isReplaced({ device, keyNumber, startMs }: PlannedMeter, { url, keys }: HandInOptions) {
  const { meterKey, nextStartMs } = await meterOf(url, device);
  return meterKey === keys.publicKeyOf(device, keyNumber) && nextStartMs >= startMs;
}

/** Each device is in one lane: its days are handed in in their order, and lanes do not wait for each other. */
async function sendRecords(records: readonly PlannedRecord[], options: HandInOptions): Promise<void> {
  const lanes: PlannedRecord[][] = Array.from({ length: options.chunksAtOnce }, () => []);
  const laneOf = new Map<string, PlannedRecord[]>();
  for (const record of records) {
    const lane = laneOf.get(record.device) ?? lanes[laneOf.size % lanes.length] ?? [];
    laneOf.set(record.device, lane);
    lane.push(record);
  }
  const ends = await Promise.allSettled(lanes.map((lane) => sendLane(lane, options)));
  // What is on its way is waited for, so that what was recorded is told.
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

async function sendLane(lane: readonly PlannedRecord[], options: HandInOptions): Promise<void> {
  for (const piece of piecesOf(lane, options.chunkRecords)) {
    const isGoing = (record: PlannedRecord) => options.standings.get(record.device)?.stoppedBy === undefined;
    for (const record of piece) if (!isGoing(record)) refuseRecord(record, options);
    await sendChunk(piece.filter(isGoing), options);
  }
}

async function sendChunk(chunk: readonly PlannedRecord[], options: HandInOptions): Promise<void> {
  const { keys, records, standings } = options;
  const sent: Parameters<Delivery["send"]>[0][number][] = [];
  for (const record of chunk) sent.push(await signedRecord(record, keys));
  const { refusals } = await records.send(sent);
  for (const [index, record] of chunk.entries()) {
    const refusal = refusals.get(index);
    if (refusal === undefined) {
      options.recorded(record);
      continue;
    }
    if (refusal.code === "energy/readingsNotContiguous" && (await isRecorded(record, options))) {
      options.skip(record.valuesMilliWh.length);
      continue;
    }
    const standing = standings.get(record.device);
    // The first refusal says why; those after it follow from it.
    if (standing !== undefined) standing.stoppedBy ??= refusal.code;
    refuseRecord(record, options);
  }
}

async function signedRecord({ device, keyNumber, ...planned }: PlannedRecord, keys: MeterKeys) {
  const { startMs, valuesMilliWh, registerBeforeMilliWh } = planned;
  const registerAfterMilliWh = valuesMilliWh.reduce((sum, value) => sum + value, registerBeforeMilliWh);
  const record = { device, startMs, intervalMinutes, valuesMilliWh, registerBeforeMilliWh, registerAfterMilliWh };
  return messages.energy.recordReadings(await signMeterRecord(record, await keys.signerOf(device, keyNumber)));
}

/** A run that was cut short may have sent the same bytes; the ledger takes them once. */
async function isRecorded({ device, startMs, valuesMilliWh }: PlannedRecord, { url }: HandInOptions): Promise<boolean> {
  return (await meterOf(url, device)).nextStartMs >= startMs + valuesMilliWh.length * hourMs;
}

function refuseRecord(record: PlannedRecord, { standings, refuse, drop }: HandInOptions): void {
  const { device, line, column, startMs, valuesMilliWh } = record;
  const hours = valuesMilliWh.length;
  const reason = standings.get(device)?.stoppedBy ?? "unknown";
  refuse({ line, column, value: formatHour(startMs), reason, refused: true, device, details: { hours } });
  drop(hours);
}
