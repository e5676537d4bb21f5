// Streams a file row by row and gathers it by UTC day: no more than one day is held in memory.
import { usageFailure } from "#src/cli/failure.ts";
import { dayMs, formatHour, hourMs } from "./cells.ts";
import { csvRows, headerOf, requireHeader } from "./csv.ts";
import { isEiaHeader } from "./eiaColumns.ts";
import { type EiaOptions, eiaForm } from "./eiaForm.ts";
import type { FileDevice, FileRow, Reading, RowReader } from "./fileDevice.ts";
import { type LongOptions, longColumns, longForm } from "./longForm.ts";
import { type Refused, refusedAt } from "./refused.ts";

/** The readings of a device on one day, by the start of their hour, in order. */
export type DeviceDay = ReadonlyMap<number, Reading>;

export interface Day {
  readonly devices: ReadonlyMap<string, DeviceDay>;
  readonly refused: readonly Refused[];
}

export type FileOptions = EiaOptions & LongOptions;

/** A file that is read as often as it is asked for. */
export interface MeterFile {
  /** What the file tells of, as far as it has been read. */
  readonly devices: ReadonlyMap<string, FileDevice>;
  readonly notes: readonly string[];
  days(): AsyncGenerator<Day>;
}

export async function openMeterFile(path: string, options: FileOptions): Promise<MeterFile> {
  const header = await headerOf(path);
  const reader = readerOf(path, header, options);
  return { devices: reader.devices, notes: reader.notes, days: () => readDays(path, reader, header.length) };
}

function readerOf(path: string, header: readonly string[], options: FileOptions): RowReader {
  const isLong = header.length === longColumns.length && longColumns.every((name, at) => header[at] === name);
  if (!isLong && !isEiaHeader(header)) {
    const known = `${longColumns.join()}, or period,E_AREA_FUEL,... of EIA-930`;
    throw usageFailure(`${path} begins with ${JSON.stringify(header.join().slice(0, 60))}, not with ${known}`);
  }
  requireHeader(path, header);
  return isLong ? longForm(options) : eiaForm(header, options);
}

async function* readDays(path: string, reader: RowReader, columns: number): AsyncGenerator<Day> {
  const gathering = new Gathering(reader);
  let isHeader = true;
  for await (const { record, info } of csvRows(path)) {
    if (isHeader) {
      isHeader = false;
      gathering.refused.push(...reader.refused);
      continue;
    }
    if (record.length !== columns) {
      const place = { line: info.lines, column: "", value: `${record.length} cells` };
      gathering.refused.push(refusedAt(place, "cellCount"));
      continue;
    }
    const row = reader.row(record, info.lines);
    if (!("hourMs" in row)) gathering.refused.push(...row);
    else if (gathering.accepts(row)) gathering.add(row);
    else {
      yield gathering.take();
      gathering.add(row);
    }
  }
  yield gathering.take();
}

/** The rows of one day by their series and hour. */
class Gathering {
  refused: Refused[] = [];
  readonly #hourColumn: string;
  readonly #lastHourMs = new Map<string, number>();
  #dayMs: number | undefined;
  #rows = new Map<string, Map<number, FileRow>>();
  #twice = new Set<FileRow>();

  constructor({ hourColumn }: RowReader) {
    this.#hourColumn = hourColumn;
  }

  accepts({ hourMs: startMs }: FileRow): boolean {
    return this.#dayMs === undefined || this.#dayMs === startOfDay(startMs);
  }

  add(row: FileRow): void {
    this.#dayMs = startOfDay(row.hourMs);
    this.refused.push(...row.refused);
    const lastMs = this.#lastHourMs.get(row.series);
    if (lastMs !== undefined && row.hourMs <= lastMs) {
      this.#refuse(row, "hourOutOfOrder");
      return;
    }
    const hours = this.#rows.get(row.series) ?? new Map<number, FileRow>();
    this.#rows.set(row.series, hours);
    const known = hours.get(row.hourMs);
    if (known === undefined) {
      hours.set(row.hourMs, row);
      return;
    }
    if (!this.#twice.has(known)) this.#refuse(known, "hourTwice");
    this.#twice.add(known);
    this.#refuse(row, "hourTwice");
  }

  /** The day that is complete; the next one begins. */
  take(): Day {
    const devices = new Map<string, Map<number, Reading>>();
    for (const [series, hours] of this.#rows) {
      for (const row of [...hours.values()].sort((left, right) => left.hourMs - right.hourMs)) {
        this.#noteMissing(series, row);
        this.#lastHourMs.set(series, row.hourMs);
        if (this.#twice.has(row)) continue;
        for (const reading of row.readings) {
          const day = devices.get(reading.device) ?? new Map<number, Reading>();
          devices.set(reading.device, day.set(row.hourMs, reading));
        }
      }
    }
    const day = { devices, refused: this.refused };
    this.#rows = new Map();
    this.#twice = new Set();
    this.#dayMs = undefined;
    this.refused = [];
    return day;
  }

  #noteMissing(series: string, row: FileRow): void {
    const lastMs = this.#lastHourMs.get(series);
    if (lastMs === undefined || row.hourMs === lastMs + hourMs) return;
    const hours = (row.hourMs - lastMs) / hourMs - 1;
    this.#refuse(row, "hourMissing", formatHour(lastMs + hourMs), { hours });
  }

  #refuse(
    { line, series, hourMs: startMs }: FileRow,
    reason: "hourTwice" | "hourOutOfOrder" | "hourMissing",
    value = formatHour(startMs),
    details?: Readonly<Record<string, number>>,
  ): void {
    const more = { ...(series !== "" && { device: series }), ...(details !== undefined && { details }) };
    this.refused.push(refusedAt({ line, column: this.#hourColumn, value }, reason, more));
  }
}

function startOfDay(ms: number): number {
  return ms - (ms % dayMs);
}
