// EIA-930 in the wide form: a row an hour, megawatts averaged over it, so that a megawatt is a megawatt-hour.
import { type Parsed, parseAmount, parseDecimal, parseHour } from "./cells.ts";
import { type BalanceColumns, type Column, eiaColumns, type FlowColumns } from "./eiaColumns.ts";
import type { Reading, RowReader } from "./fileDevice.ts";
import { type Refused, type RefusedReason, refusedAt } from "./refused.ts";

export interface EiaOptions {
  /** By how many megawatts the two sides of a flow may differ. */
  readonly flowToleranceMw: number;
  readonly imbalanceToleranceMw: number;
  /** Otherwise an imbalance is only told: the ledger books it as unexplained. */
  readonly refusesImbalance: boolean;
}

/** A megawatt-hour in milliwatt-hours. */
const mwhDecimals = 9;
const milliWhPerMwh = 10n ** BigInt(mwhDecimals);
const series = "";

/** The text of the first column names the start of its hour, in UTC; the file's own labels do not say. */
export function eiaForm(header: readonly string[], options: EiaOptions): RowReader {
  const columns = eiaColumns(header);
  const { devices, meters, flows, balances, unbalanced, unknown } = columns;
  const unbalancedNote = `no net generation or interchange of ${unbalanced.join(", ")}: their imbalance cannot be checked`;
  return {
    hourColumn: "period",
    devices,
    refused: unknown.map(({ name }) => refusedAt({ line: 1, column: name, value: name }, "columnUnknown")),
    notes: unbalanced.length === 0 ? [] : [unbalancedNote],
    row(cells, line) {
      const text = cells[0] ?? "";
      const hour = parseHour(text);
      if ("reason" in hour) return [refusedAt({ line, column: "period", value: text }, hour.reason)];
      const row = new EiaRow(cells, line);
      const imbalanced = balances.flatMap((balance) => row.imbalanceOf(balance, options));
      const excluded = options.refusesImbalance ? imbalanced.map(({ area }) => area) : [];
      for (const { area, refused } of imbalanced) {
        row.refused.push(refused);
        if (!options.refusesImbalance) continue;
        for (const meter of meters) {
          const isOther = devices.get(meter.device)?.zone === area && meter.name !== refused.column;
          if (isOther) row.refuse(meter, "imbalance", { device: meter.device });
        }
      }
      for (const meter of meters) {
        if (!excluded.includes(devices.get(meter.device)?.zone ?? "")) row.readMeter(meter);
      }
      for (const flow of flows) row.readFlow(flow, options.flowToleranceMw);
      return { line, series, hourMs: hour.value, readings: row.readings, refused: row.refused };
    },
  };
}

/** The cells of one row, read one after the other. */
class EiaRow {
  readonly readings: Reading[] = [];
  readonly refused: Refused[] = [];
  readonly #cells: readonly string[];
  readonly #line: number;

  constructor(cells: readonly string[], line: number) {
    this.#cells = cells;
    this.#line = line;
  }

  refuse(column: Column, reason: RefusedReason, more: Pick<Refused, "device" | "details">): void {
    this.refused.push(refusedAt(this.#placeOf(column), reason, more));
  }

  readMeter(meter: Column & { readonly device: string }): void {
    const { device } = meter;
    const energy = parseAmount(this.#textOf(meter), mwhDecimals);
    if ("reason" in energy) this.refuse(meter, energy.reason, { device });
    else this.readings.push({ device, milliWh: energy.value, line: this.#line, column: meter.name });
  }

  /** Both directions have their meter, of which one stands still. */
  readFlow({ side, otherSide, out, back }: FlowColumns, toleranceMw: number): void {
    const read = (column: Column | undefined) => (column === undefined ? undefined : this.#read(column));
    const [first, second] = [read(side), read(otherSide)];
    const shown = side ?? otherSide;
    if (shown === undefined) return;
    let isRefused = false;
    for (const [column, parsed] of [[side, first] as const, [otherSide, second] as const]) {
      if (column === undefined || parsed === undefined || "value" in parsed) continue;
      isRefused = true;
      this.refuse(column, parsed.reason, { device: column === side ? out : back });
    }
    const firstValue = numberIn(first);
    const secondValue = numberIn(second);
    if (isRefused) {
      // A side that can be read is not taken for true while the other is in doubt.
      if (firstValue !== undefined && side !== undefined) this.refuse(side, "sideUnreadable", { device: out });
      if (secondValue !== undefined && otherSide !== undefined)
        this.refuse(otherSide, "sideUnreadable", { device: back });
      return;
    }
    if (firstValue !== undefined && secondValue !== undefined) {
      const apart = magnitude(firstValue + secondValue);
      if (apart > toleranceOf(toleranceMw)) {
        const details = { otherSide: otherSide === undefined ? "" : this.#textOf(otherSide) };
        this.refuse(shown, "sidesDisagree", { device: out, details });
        return;
      }
    }
    const flow = firstValue ?? -(secondValue ?? 0n);
    const place = { line: this.#line, column: shown.name };
    this.readings.push({ device: out, milliWh: flow > 0n ? flow : 0n, ...place });
    this.readings.push({ device: back, milliWh: flow < 0n ? -flow : 0n, ...place });
  }

  /** Of an area of which all three can be read. */
  imbalanceOf({ area, demand, generation, interchange }: BalanceColumns, options: EiaOptions) {
    const [used, made, sent] = [demand, generation, interchange].map((column) => numberIn(this.#read(column)));
    if (used === undefined || made === undefined || sent === undefined) return [];
    const apart = magnitude(made - sent - used);
    if (apart <= toleranceOf(options.imbalanceToleranceMw)) return [];
    const details = { generation: this.#textOf(generation), interchange: this.#textOf(interchange) };
    const refused = refusedAt(this.#placeOf(demand), "imbalance", { details });
    return [{ area, refused: { ...refused, refused: options.refusesImbalance } }];
  }

  #read(column: Column): Parsed<bigint> {
    return parseDecimal(this.#textOf(column), mwhDecimals);
  }

  #textOf({ at }: Column): string {
    return this.#cells[at] ?? "";
  }

  #placeOf(column: Column) {
    return { line: this.#line, column: column.name, value: this.#textOf(column) };
  }
}

function numberIn(parsed: Parsed<bigint> | undefined): bigint | undefined {
  return parsed !== undefined && "value" in parsed ? parsed.value : undefined;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Tolerances are whole megawatts. */
function toleranceOf(megawatts: number): bigint {
  return BigInt(megawatts) * milliWhPerMwh;
}
