// Hourly volumes of devices, read from a CSV `hour,zone,device,wh` and kept in columns: a year of a thousand devices fits.
import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import type { HourVolume } from "#src/modules/energy/matching/matchHour.ts";

/** What is wrong with a file, and in which line. */
export class VolumeFileError extends Error {
  constructor(file: string, line: number, reason: string) {
    super(`${file}, line ${line}: ${reason}`);
    this.name = "VolumeFileError";
  }
}

const columns = ["hour", "zone", "device", "wh"] as const;
type Row = readonly [hour: string, zone: string, device: string, wh: string];
/** Fifteen digits: far above what all the world generates in an hour, and every sum of a year is exact. */
const wholeNumber = /^[0-9]{1,15}$/;
const name = /^[^\s\p{Cc}]([^\p{Cc}]{0,126}[^\s\p{Cc}])?$/u;
const firstRows = 65_536;

/** The volumes of one file: a row for each device and hour, and the rows of each hour together. */
export class HourVolumes {
  readonly #file: string;
  readonly #devices: { readonly device: string; readonly zone: string }[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #rowsOfHour = new Map<string, number[]>();
  #device = new Uint32Array(firstRows);
  #line = new Uint32Array(firstRows);
  #wh = new Float64Array(firstRows);
  #rows = 0;

  private constructor(file: string) {
    this.#file = file;
  }

  static async read(file: string): Promise<HourVolumes> {
    const volumes = new HourVolumes(file);
    const parser = parse({ bom: true, info: true, relax_column_count: true });
    const source = createReadStream(file);
    source.once("error", (error) => parser.destroy(error));
    let isHead = true;
    for await (const { record, info } of source.pipe(parser)) {
      if (isHead) volumes.#requireHead(record, info.lines);
      else volumes.#add(record, info.lines);
      isHead = false;
    }
    if (isHead) throw new VolumeFileError(file, 1, `the columns ${columns.join()} are missing`);
    return volumes;
  }

  get hours(): IterableIterator<string> {
    return this.#rowsOfHour.keys();
  }

  /** The devices of one hour; refuses one that comes twice. */
  at(hour: string): HourVolume[] {
    const seen = new Set<number>();
    return (this.#rowsOfHour.get(hour) ?? []).map((row) => {
      const number = this.#device[row] ?? 0;
      const { device, zone } = this.#named(number);
      if (seen.has(number)) throw this.#error(this.#line[row] ?? 0, `${device} comes twice in ${hour}`);
      seen.add(number);
      return { device, zone, wh: BigInt(this.#wh[row] ?? 0) };
    });
  }

  /** All hours as if they were one: what a year's volume would say. */
  together(): HourVolume[] {
    const sums = this.#devices.map(() => 0n);
    for (let row = 0; row < this.#rows; row += 1) {
      const number = this.#device[row] ?? 0;
      sums[number] = (sums[number] ?? 0n) + BigInt(this.#wh[row] ?? 0);
    }
    return this.#devices.map(({ device, zone }, number) => ({ device, zone, wh: sums[number] ?? 0n }));
  }

  #named(number: number) {
    const found = this.#devices[number];
    if (found === undefined) throw new Error("a row names a device");
    return found;
  }

  #error(line: number, reason: string): VolumeFileError {
    return new VolumeFileError(this.#file, line, reason);
  }

  #requireHead(head: readonly string[], line: number): void {
    if (head.length === columns.length && head.every((column, at) => column === columns[at])) return;
    throw this.#error(line, `the columns are ${JSON.stringify(head.join())}, not ${columns.join()}`);
  }

  #add(cells: readonly string[], line: number): void {
    if (cells.length !== columns.length) throw this.#error(line, `${cells.length} cells, not ${columns.length}`);
    const [hour, zone, device, wh] = cells as Row;
    for (const [at, cell] of [hour, zone, device].entries()) {
      if (!name.test(cell)) throw this.#error(line, `${JSON.stringify(cell)} is no ${columns[at]}`);
    }
    if (!wholeNumber.test(wh)) throw this.#error(line, `${JSON.stringify(wh)} is no whole number of watt-hours`);
    this.#grow();
    this.#device[this.#rows] = this.#numberOf(device, zone, line);
    this.#line[this.#rows] = line;
    this.#wh[this.#rows] = Number(wh);
    const rows = this.#rowsOfHour.get(hour);
    if (rows === undefined) this.#rowsOfHour.set(hour, [this.#rows]);
    else rows.push(this.#rows);
    this.#rows += 1;
  }

  #numberOf(device: string, zone: string, line: number): number {
    const known = this.#numbers.get(device);
    if (known === undefined) {
      this.#numbers.set(device, this.#devices.length);
      return this.#devices.push({ device, zone }) - 1;
    }
    const before = this.#named(known).zone;
    if (before !== zone) throw this.#error(line, `${device} is in ${zone}, but was in ${before}`);
    return known;
  }

  #grow(): void {
    if (this.#rows < this.#wh.length) return;
    const length = 2 * this.#wh.length;
    const [device, line, wh] = [new Uint32Array(length), new Uint32Array(length), new Float64Array(length)];
    device.set(this.#device);
    line.set(this.#line);
    wh.set(this.#wh);
    [this.#device, this.#line, this.#wh] = [device, line, wh];
  }
}
