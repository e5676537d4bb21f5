// A device as a file tells of it, and the readings of one row.
import type { Carrier } from "./carriers.ts";
import type { Refused } from "./refused.ts";

export interface FileDevice {
  readonly device: string;
  readonly kind: "generation" | "load" | "interconnector";
  readonly zone: string;
  /** Of generation, where it is known. */
  readonly carrier?: Carrier;
  /** Of an interconnector: the zone into which it leads. */
  readonly to?: string;
}

/** The energy of one device in one hour, and where it stands in the file. */
export interface Reading {
  readonly device: string;
  readonly milliWh: bigint;
  readonly line: number;
  readonly column: string;
}

/** One row: what it reads of an hour, and what of it is refused. */
export interface FileRow {
  readonly line: number;
  /** Whose hours follow on one another: the device's in the long form, the file's where a row has all devices. */
  readonly series: string;
  readonly hourMs: number;
  readonly readings: readonly Reading[];
  readonly refused: readonly Refused[];
}

/** Reads the rows of one file form. */
export interface RowReader {
  /** The column that tells the hour. */
  readonly hourColumn: string;
  /** What the file tells of, as far as it has been read. */
  readonly devices: ReadonlyMap<string, FileDevice>;
  /** What is wrong with the header alone. */
  readonly refused: readonly Refused[];
  /** What is said once. */
  readonly notes: readonly string[];
  /** A row without an hour has no readings. */
  row(cells: readonly string[], line: number): FileRow | readonly Refused[];
}
