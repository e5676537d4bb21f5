// The columns of an EIA-930 file in the wide form: demand, generation by fuel, and flows, each by its place in a row.
import { type Carrier, carrierOfFuel } from "./carriers.ts";
import type { FileDevice } from "./fileDevice.ts";
import { deviceForm, zoneForm } from "./longForm.ts";

export interface Column {
  readonly name: string;
  readonly at: number;
}

/** A column that is one device. */
export interface DeviceColumn extends Column {
  readonly device: string;
}

/** A flow between two areas, the first of which comes first in the alphabet: positive where it leaves the first. */
export interface FlowColumns {
  /** Undefined where the file has the second area's side alone. */
  readonly side: Column | undefined;
  readonly otherSide: Column | undefined;
  /** The devices of the two directions. */
  readonly out: string;
  readonly back: string;
}

/** An area whose demand can be held against its generation and interchange. */
export interface BalanceColumns {
  readonly area: string;
  readonly demand: Column;
  readonly generation: Column;
  readonly interchange: Column;
}

export interface EiaColumns {
  readonly devices: ReadonlyMap<string, FileDevice>;
  readonly meters: readonly DeviceColumn[];
  readonly flows: readonly FlowColumns[];
  readonly balances: readonly BalanceColumns[];
  /** The areas with demand that have no net generation or no interchange, so that nothing can be held against it. */
  readonly unbalanced: readonly string[];
  readonly unknown: readonly Column[];
}

const hourColumn = "period";
const areaColumn = /^E_([A-Z0-9]{1,16})_([A-Z]{1,3})$/;
const flowColumn = /^E_([A-Z0-9]{1,16})-([A-Z0-9]{1,16})_ID$/;

/** Whether a file has this form, by its header. */
export function isEiaHeader(header: readonly string[]): boolean {
  return header[0] === hourColumn && header.some((name) => areaColumn.test(name) || flowColumn.test(name));
}

export function eiaColumns(header: readonly string[]): EiaColumns {
  const devices = new Map<string, FileDevice>();
  const meters: DeviceColumn[] = [];
  const unknown: Column[] = [];
  const sides = new Map<string, Column>();
  const totals = new Map<string, Column>();
  for (const [at, name] of header.entries()) {
    if (at === 0) continue;
    const column = { name, at };
    const [, area = "", code = ""] = areaColumn.exec(name) ?? [];
    const [, from = "", to = ""] = flowColumn.exec(name) ?? [];
    const described = describe(area, code);
    if (from !== "" && from !== to && fits(deviceOf(from, to), from, to)) sides.set(`${from} ${to}`, column);
    else if (area !== "" && (code === "NG" || code === "TI")) totals.set(`${area} ${code}`, column);
    else if (described !== undefined) {
      devices.set(described.device, described);
      meters.push({ ...column, device: described.device });
      if (code === "D") totals.set(`${area} D`, column);
    } else unknown.push(column);
  }
  return { devices, meters, unknown, flows: flowsOf(sides, devices), ...balancesOf(totals) };
}

function describe(area: string, code: string): FileDevice | undefined {
  const carrier: Carrier | undefined = carrierOfFuel.get(code);
  const device = deviceOf(area, code === "D" ? "demand" : code);
  if (!fits(device, area)) return undefined;
  if (code === "D") return { device, kind: "load", zone: area };
  return carrier === undefined ? undefined : { device, kind: "generation", zone: area, carrier };
}

function deviceOf(area: string, what: string): string {
  return `${area}-${what}`.toLowerCase();
}

function fits(device: string, ...zones: readonly string[]): boolean {
  return deviceForm.test(device) && zones.every((zone) => zoneForm.test(zone));
}

function flowsOf(sides: ReadonlyMap<string, Column>, devices: Map<string, FileDevice>): readonly FlowColumns[] {
  const pairs = new Set([...sides.keys()].map((pair) => pair.split(" ").sort().join(" ")));
  return [...pairs].map((pair) => {
    const [from = "", to = ""] = pair.split(" ");
    const [out, back] = [deviceOf(from, to), deviceOf(to, from)];
    devices.set(out, { device: out, kind: "interconnector", zone: from, to });
    devices.set(back, { device: back, kind: "interconnector", zone: to, to: from });
    return { side: sides.get(pair), otherSide: sides.get(`${to} ${from}`), out, back };
  });
}

function balancesOf(totals: ReadonlyMap<string, Column>): Pick<EiaColumns, "balances" | "unbalanced"> {
  const areas = [...totals.keys()].filter((key) => key.endsWith(" D")).map((key) => key.slice(0, -2));
  const balances: BalanceColumns[] = [];
  const unbalanced: string[] = [];
  for (const area of areas) {
    const [demand, generation, interchange] = ["D", "NG", "TI"].map((code) => totals.get(`${area} ${code}`));
    if (demand === undefined) continue;
    if (generation === undefined || interchange === undefined) unbalanced.push(area);
    else balances.push({ area, demand, generation, interchange });
  }
  return { balances, unbalanced };
}
