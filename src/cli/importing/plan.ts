// What is to be recorded of each day: records from where each meter stands, and new meters where hours are missing.
import { formatHour, hourMs } from "./cells.ts";
import type { Day, DeviceDay } from "./days.ts";
import type { Reading } from "./fileDevice.ts";
import { metersOfDeviceMax } from "./meterKeys.ts";
import { type Refused, type RefusedReason, refusedAt } from "./refused.ts";

/** A meter as it stands when all that is planned has been recorded. */
export interface MeterStanding {
  nextStartMs: number;
  registerMilliWh: bigint;
  /** Which of the device's keys signs next, from 1. */
  keyNumber: number;
  /** What one hour may have. */
  readonly mostMilliWh: bigint;
  /** Why nothing more of the device can be recorded. */
  stoppedBy: string | undefined;
}

export interface PlannedRecord {
  readonly device: string;
  readonly keyNumber: number;
  readonly startMs: number;
  readonly valuesMilliWh: readonly bigint[];
  readonly registerBeforeMilliWh: bigint;
  /** Of its first reading. */
  readonly line: number;
  readonly column: string;
}

export interface PlannedMeter {
  readonly device: string;
  readonly keyNumber: number;
  readonly startMs: number;
}

/** First the meters are replaced, then the records are handed in; those of a device in their order. */
export interface Round {
  readonly meters: PlannedMeter[];
  readonly records: PlannedRecord[];
}

export interface PlanOptions {
  readonly standings: ReadonlyMap<string, MeterStanding>;
  readonly mayReplace: boolean;
  /** The ledger's clock. */
  readonly nowMs: number;
  refuse(entry: Refused): void;
  /** Readings that the ledger has already. */
  skip(readings: number): void;
  /** Readings that are refused here: a file's own refusals are told elsewhere. */
  drop(readings: number): void;
}

export class Plan {
  readonly #options: PlanOptions;
  #rounds: Round[] = [];
  /** The round in which a device is, where it is not the first. */
  #roundOf = new Map<string, number>();
  #records = 0;

  constructor(options: PlanOptions) {
    this.#options = options;
  }

  /** Records that are planned and not yet taken. */
  get records(): number {
    return this.#records;
  }

  add({ devices }: Day): void {
    for (const [device, readings] of devices) {
      const standing = this.#options.standings.get(device);
      if (standing === undefined) this.#options.drop(readings.size);
      else for (const run of this.#runsOf(device, readings, standing)) this.#addRun(device, run, standing);
    }
  }

  take(): readonly Round[] {
    const rounds = this.#rounds;
    this.#rounds = [];
    this.#roundOf = new Map();
    this.#records = 0;
    return rounds;
  }

  /** Consecutive hours that can be recorded, without those that are. */
  #runsOf(device: string, readings: DeviceDay, standing: MeterStanding): readonly Run[] {
    const { nowMs, refuse, skip, drop } = this.#options;
    const runs: Run[] = [];
    for (const [startMs, reading] of readings) {
      if (startMs < standing.nextStartMs) {
        skip(1);
        continue;
      }
      const reason = startMs + hourMs > nowMs ? "inFuture" : undefined;
      const fault = reason ?? (reading.milliWh > standing.mostMilliWh ? "aboveNameplate" : undefined);
      if (fault !== undefined) {
        refuse(refusedReading(device, startMs, reading, fault));
        drop(1);
        continue;
      }
      const run = runs.at(-1);
      if (run !== undefined && run.startMs + run.readings.length * hourMs === startMs) run.readings.push(reading);
      else runs.push({ startMs, readings: [reading] });
    }
    return runs;
  }

  #addRun(device: string, { startMs, readings }: Run, standing: MeterStanding): void {
    const { refuse, drop } = this.#options;
    const [first] = readings;
    if (first === undefined) return;
    const { line, column } = first;
    if (standing.stoppedBy === undefined && startMs > standing.nextStartMs)
      this.#replaceMeter(device, startMs, standing);
    if (standing.stoppedBy !== undefined) {
      const details = { hours: readings.length };
      const value = formatHour(startMs);
      refuse({ line, column, value, reason: standing.stoppedBy, refused: true, device, details });
      drop(readings.length);
      return;
    }
    const valuesMilliWh = readings.map(({ milliWh }) => milliWh);
    const { keyNumber, registerMilliWh: registerBeforeMilliWh } = standing;
    this.#roundFor(device).records.push({
      ...{ device, keyNumber, startMs, valuesMilliWh, registerBeforeMilliWh, line, column },
    });
    this.#records += 1;
    standing.nextStartMs = startMs + readings.length * hourMs;
    standing.registerMilliWh = valuesMilliWh.reduce((sum, value) => sum + value, registerBeforeMilliWh);
  }

  #replaceMeter(device: string, startMs: number, standing: MeterStanding): void {
    if (!this.#options.mayReplace || standing.keyNumber >= metersOfDeviceMax) {
      standing.stoppedBy = "gap" satisfies RefusedReason;
      return;
    }
    standing.keyNumber += 1;
    standing.registerMilliWh = 0n;
    standing.nextStartMs = startMs;
    this.#roundOf.set(device, (this.#roundOf.get(device) ?? 0) + 1);
    this.#roundFor(device).meters.push({ device, keyNumber: standing.keyNumber, startMs });
  }

  #roundFor(device: string): Round {
    const number = this.#roundOf.get(device) ?? 0;
    while (this.#rounds.length <= number) this.#rounds.push({ meters: [], records: [] });
    return this.#rounds[number] as Round;
  }
}

interface Run {
  readonly startMs: number;
  readonly readings: Reading[];
}

function refusedReading(device: string, startMs: number, reading: Reading, reason: RefusedReason): Refused {
  const { line, column, milliWh } = reading;
  return refusedAt({ line, column, value: `${milliWh} mWh` }, reason, {
    device,
    details: { hour: formatHour(startMs) },
  });
}
