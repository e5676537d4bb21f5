// Imports a file of meters: surveys it, finds what the ledger has of it, registers what is missing, hands the rest in.
import { type LedgerLink, newestBlock } from "#src/cli/ledger/link.ts";
import type { Account } from "#src/core/account.ts";
import { type FileOptions, openMeterFile } from "./days.ts";
import type { Delivery } from "./deliver.ts";
import { handIn } from "./handIn.ts";
import { instructPool } from "./instructing.ts";
import { findMeters, requireWholeHours, unknownDevicesFailure } from "./ledgerMeters.ts";
import type { MeterKeys } from "./meterKeys.ts";
import { type MeterStanding, Plan, type PlannedRecord, type Round } from "./plan.ts";
import { type RegisterOptions, registerDevices, requireRegistrable } from "./registering.ts";
import type { Report } from "./report.ts";
import { surveyOf } from "./survey.ts";

export interface ImportOptions {
  readonly file: string;
  readonly form: FileOptions;
  readonly link: LedgerLink;
  readonly keys: MeterKeys;
  /** Undefined where unknown devices are refused and meters are not replaced. */
  readonly register: RegisterOptions | undefined;
  /** Whose generators shall have their certificates reserved for any load; undefined where nothing is instructed. */
  readonly poolOf: Account | undefined;
  /** Undefined where nothing is sent. */
  readonly deliveries: { readonly records: Delivery; readonly issuingBody: Delivery | undefined } | undefined;
  readonly chunkRecords: number;
  readonly chunksAtOnce: number;
  readonly report: Report;
  /** Told how many readings there are, before the first is handed in. */
  begin(readings: number): void;
  /** Told how many readings are done with, in whatever way. */
  progress(readings: number): void;
}

export interface ImportSums {
  devices: number;
  readings: number;
  registeredZones: number;
  registeredDevices: number;
  replacedMeters: number;
  instructedDevices: number;
  records: number;
  recordedReadings: number;
  recordedMilliWh: bigint;
  /** What the ledger had already. */
  knownReadings: number;
  /** Readable, and yet refused. */
  droppedReadings: number;
  /** What could not be checked. */
  notes: readonly string[];
}

export async function importEnergy(options: ImportOptions): Promise<ImportSums> {
  const { file, form, link, keys, register, poolOf, report, deliveries } = options;
  const meterFile = await openMeterFile(file, form);
  const survey = await surveyOf(meterFile);
  const { standings, unknown } = await findMeters(link.url, survey.devices, keys);
  requireWholeHours(standings);
  const sums = { ...emptySums(), notes: meterFile.notes, devices: survey.devices.length, readings: survey.readings };
  if (unknown.length > 0) {
    if (register === undefined) throw unknownDevicesFailure(unknown);
    const isUnknown = new Set(unknown);
    const missing = survey.devices.filter(({ device }) => isUnknown.has(device));
    requireRegistrable(missing);
    const registered = await registerDevices(link.url, missing, keys, register, deliveries?.issuingBody);
    sums.registeredZones = registered.zones.length;
    sums.registeredDevices = missing.length;
    for (const [device, standing] of registered.standings) standings.set(device, standing);
  }
  if (poolOf !== undefined) {
    sums.instructedDevices = await instructPool(link.url, survey.devices, poolOf, deliveries?.records);
  }
  const { timeMs: nowMs } = await newestBlock(link);
  options.begin(survey.readings);
  const hooks = hooksOf(sums, options);
  const plan = new Plan({ standings, mayReplace: register !== undefined, nowMs, ...hooks });
  const flush = () => carryOut(plan.take(), standings, hooks, options);
  for await (const day of meterFile.days()) {
    for (const entry of day.refused) report.add(entry);
    plan.add(day);
    // What is planned ahead bounds what is held in memory.
    if (plan.records >= options.chunkRecords * options.chunksAtOnce) await flush();
  }
  await flush();
  return sums;
}

function emptySums(): ImportSums {
  return {
    ...{ devices: 0, readings: 0, registeredZones: 0, registeredDevices: 0, replacedMeters: 0, instructedDevices: 0 },
    ...{ records: 0, recordedReadings: 0, recordedMilliWh: 0n, knownReadings: 0, droppedReadings: 0 },
    notes: [],
  };
}

type Hooks = ReturnType<typeof hooksOf>;

function hooksOf(sums: ImportSums, { report, progress }: ImportOptions) {
  return {
    refuse: report.add.bind(report),
    recorded({ valuesMilliWh }: PlannedRecord) {
      sums.records += 1;
      sums.recordedReadings += valuesMilliWh.length;
      sums.recordedMilliWh += valuesMilliWh.reduce((sum, value) => sum + value, 0n);
      progress(valuesMilliWh.length);
    },
    skip(readings: number) {
      sums.knownReadings += readings;
      progress(readings);
    },
    drop(readings: number) {
      sums.droppedReadings += readings;
      progress(readings);
    },
    replaced(meters: number) {
      sums.replacedMeters += meters;
    },
  };
}

async function carryOut(
  rounds: readonly Round[],
  standings: ReadonlyMap<string, MeterStanding>,
  hooks: Hooks,
  { link, keys, deliveries, chunkRecords, chunksAtOnce }: ImportOptions,
): Promise<void> {
  if (deliveries !== undefined) {
    const { url } = link;
    await handIn(rounds, { url, keys, standings, ...deliveries, chunkRecords, chunksAtOnce, ...hooks });
    return;
  }
  for (const { meters, records } of rounds) {
    hooks.replaced(meters.length);
    for (const record of records) hooks.recorded(record);
  }
}
