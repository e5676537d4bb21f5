// The long form `hour,zone,device,wh`: one device and one hour a line.
import { usageFailure } from "#src/cli/failure.ts";
import type { Carrier } from "./carriers.ts";
import { parseAmount, parseHour } from "./cells.ts";
import type { FileDevice, RowReader } from "./fileDevice.ts";
import { type Refused, type RefusedReason, refusedAt } from "./refused.ts";

export const longColumns = ["hour", "zone", "device", "wh"] as const;
export const zoneForm = /^[A-Z0-9][A-Z0-9-]{0,15}$/;
export const deviceForm = /^[a-z0-9][a-z0-9-]{0,47}$/;
/** Watt-hours in milliwatt-hours. */
const whDecimals = 3;
/** All are remembered; a file of more is no file of meters. */
const devicesMax = 100_000;

export interface LongOptions {
  readonly kind: "generation" | "load" | undefined;
  /** Of all its generation. */
  readonly carrier: Carrier | undefined;
}

export function longForm({ kind, carrier }: LongOptions): RowReader {
  if (kind === undefined) throw usageFailure("hour,zone,device,wh may be either: say --kind generation or load");
  if (kind === "load" && carrier !== undefined) throw usageFailure("--carrier is of generation");
  const devices = new Map<string, FileDevice>();
  return {
    hourColumn: "hour",
    devices,
    refused: [],
    notes: [],
    row([hour = "", zone = "", device = "", wh = ""], line) {
      const refuse = (column: string, value: string, reason: RefusedReason): readonly Refused[] => [
        refusedAt({ line, column, value }, reason),
      ];
      const moment = parseHour(hour);
      if ("reason" in moment) return refuse("hour", hour, moment.reason);
      if (!zoneForm.test(zone)) return refuse("zone", zone, "zoneFormUnknown");
      if (!deviceForm.test(device)) return refuse("device", device, "deviceFormUnknown");
      const known = devices.get(device);
      if (known !== undefined && known.zone !== zone) return refuse("zone", zone, "zoneDiffers");
      if (known === undefined) {
        if (devices.size >= devicesMax) throw usageFailure(`the file has more than ${devicesMax} devices`);
        devices.set(device, { device, kind, zone, ...(carrier !== undefined && { carrier }) });
      }
      const row = { line, series: device, hourMs: moment.value };
      const energy = parseAmount(wh, whDecimals);
      if ("reason" in energy) {
        return {
          ...row,
          readings: [],
          refused: [refusedAt({ line, column: "wh", value: wh }, energy.reason, { device })],
        };
      }
      return { ...row, readings: [{ device, milliWh: energy.value, line, column: "wh" }], refused: [] };
    },
  };
}
