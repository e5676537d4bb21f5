// The first reading of a file: which devices have readings, since when, and how much at most.
import type { Day, MeterFile } from "./days.ts";
import type { FileDevice } from "./fileDevice.ts";

export interface SurveyedDevice extends FileDevice {
  readonly firstHourMs: number;
  readonly mostMilliWh: bigint;
}

export interface Survey {
  readonly devices: readonly SurveyedDevice[];
  readonly readings: number;
}

export async function surveyOf(file: MeterFile): Promise<Survey> {
  const found = new Map<string, { firstHourMs: number; mostMilliWh: bigint }>();
  let readings = 0;
  for await (const day of file.days()) {
    for (const [device, firstMs, mostMilliWh, count] of figuresOf(day)) {
      readings += count;
      const known = found.get(device);
      if (known === undefined) found.set(device, { firstHourMs: firstMs, mostMilliWh });
      else if (mostMilliWh > known.mostMilliWh) known.mostMilliWh = mostMilliWh;
    }
  }
  const devices = [...found].flatMap(([device, figures]) => {
    const described = file.devices.get(device);
    return described === undefined ? [] : [{ ...described, ...figures }];
  });
  return { devices, readings };
}

function* figuresOf(
  day: Day,
): Generator<readonly [device: string, firstMs: number, mostMilliWh: bigint, count: number]> {
  for (const [device, readings] of day.devices) {
    const [firstMs = 0] = readings.keys();
    let mostMilliWh = 0n;
    for (const { milliWh } of readings.values()) if (milliWh > mostMilliWh) mostMilliWh = milliWh;
    yield [device, firstMs, mostMilliWh, readings.size];
  }
}
