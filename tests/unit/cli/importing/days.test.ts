// Files of meters by UTC day: what each form reads, what is refused by name, and that nothing is lost or made up.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { formatHour, hourMs } from "#src/cli/importing/cells.ts";
import { type Day, type FileOptions, openMeterFile } from "#src/cli/importing/days.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const plain: FileOptions = {
  kind: undefined,
  carrier: undefined,
  flowToleranceMw: 50,
  imbalanceToleranceMw: 50,
  refusesImbalance: false,
};

async function read(text: string, options: Partial<FileOptions> = {}) {
  const path = join(folder.path, "meters.csv");
  writeFileSync(path, text);
  const file = await openMeterFile(path, { ...plain, ...options });
  const days: Day[] = [];
  for await (const day of file.days()) days.push(day);
  const readings = days.flatMap(({ devices }) =>
    [...devices].flatMap(([device, hours]) =>
      [...hours].map(([startMs, { milliWh }]): [string, string, bigint] => [device, formatHour(startMs), milliWh]),
    ),
  );
  const refused = days.flatMap((day) => day.refused);
  const reasons = refused.map(({ line, column, value, reason }) => [line, column, value, reason]);
  return { file, days, readings, refused, reasons };
}

const at = (hour: number, day = 10) => `2023-06-${day} ${String(hour).padStart(2, "0")}:00:00`;
const mwh = (value: number) => BigInt(value) * 1_000_000_000n;
const loads = (...rows: readonly string[]) => read(`hour,zone,device,wh\n${rows.join("\n")}\n`, { kind: "load" });

describe("EIA-930", () => {
  it("is a device for each area and fuel, a load for its demand, and a line for each direction", async () => {
    const header = "period,E_AZPS-CISO_ID,E_CISO-AZPS_ID,E_CISO_D,E_CISO_NG,E_CISO_SUN,E_CISO_TI";
    const { file, readings, refused } = await read(`${header}\n${at(0)},7,-7,93,100,100.5,7\n${at(1)},-2,2,5,3,0,-2\n`);
    expect([...file.devices.values()]).toEqual([
      { device: "ciso-demand", kind: "load", zone: "CISO" },
      { device: "ciso-sun", kind: "generation", zone: "CISO", carrier: "solar" },
      { device: "azps-ciso", kind: "interconnector", zone: "AZPS", to: "CISO" },
      { device: "ciso-azps", kind: "interconnector", zone: "CISO", to: "AZPS" },
    ]);
    expect(readings).toEqual([
      ["ciso-demand", at(0), mwh(93)],
      ["ciso-demand", at(1), mwh(5)],
      ["ciso-sun", at(0), 100_500_000_000n],
      ["ciso-sun", at(1), 0n],
      ["azps-ciso", at(0), mwh(7)],
      ["azps-ciso", at(1), 0n],
      ["ciso-azps", at(0), 0n],
      ["ciso-azps", at(1), mwh(2)],
    ]);
    expect(refused).toEqual([]);
    expect(file.notes).toEqual([]);
  });

  it("takes the side that the file has, and says once whose imbalance cannot be checked", async () => {
    const { file, readings, refused } = await read(`period,E_CISO-AZPS_ID,E_CISO_D\n${at(0)},5,1\n`);
    expect(readings.slice(1)).toEqual([
      ["azps-ciso", at(0), 0n],
      ["ciso-azps", at(0), mwh(5)],
    ]);
    expect(refused).toEqual([]);
    expect(file.notes).toEqual(["no net generation or interchange of CISO: their imbalance cannot be checked"]);
  });

  it("has cells refused one by one", async () => {
    const header = "period,E_CISO_D,E_CISO_GAS,E_CISO_GEO,notes";
    const { readings, reasons } = await read(
      `${header}\n${at(0)},,>50,1,x\n${at(1)},-3,"1,024",1,x\n${at(2)},4,5,1,x\n`,
    );
    expect(readings.map(([device, , milliWh]) => [device, milliWh])).toEqual([
      ["ciso-demand", mwh(4)],
      ["ciso-gas", mwh(5)],
    ]);
    expect(reasons).toEqual([
      [1, "E_CISO_GEO", "E_CISO_GEO", "columnUnknown"],
      [1, "notes", "notes", "columnUnknown"],
      [2, "E_CISO_D", "", "blank"],
      [2, "E_CISO_GAS", ">50", "notANumber"],
      [3, "E_CISO_D", "-3", "negative"],
      [3, "E_CISO_GAS", "1,024", "thousandsSeparator"],
    ]);
  });

  it("refuses a flow on whose two sides the areas do not agree, and one of which a side cannot be read", async () => {
    const header = "period,E_AZPS-CISO_ID,E_CISO-AZPS_ID";
    const rows = [`${at(0)},100,-50`, `${at(1)},100,-49`, `${at(2)},W,-49`, `${at(3)},100,`];
    const { readings, reasons } = await read(`${header}\n${rows.join("\n")}\n`);
    expect(readings).toEqual([
      ["azps-ciso", at(0), mwh(100)],
      ["ciso-azps", at(0), 0n],
    ]);
    expect(reasons).toEqual([
      [3, "E_AZPS-CISO_ID", "100", "sidesDisagree"],
      [4, "E_AZPS-CISO_ID", "W", "notANumber"],
      [4, "E_CISO-AZPS_ID", "-49", "sideUnreadable"],
      [5, "E_CISO-AZPS_ID", "", "blank"],
      [5, "E_AZPS-CISO_ID", "100", "sideUnreadable"],
    ]);
    const wide = await read(`${header}\n${rows[1]}\n`, { flowToleranceMw: 51 });
    expect(wide.refused).toEqual([]);
  });

  it("tells an imbalance, and refuses demand and generation of its hour only when asked to", async () => {
    const text = `period,E_CISO_D,E_CISO_NG,E_CISO_SUN,E_CISO_TI\n${at(0)},100,200,200,50\n${at(1)},100,200,200,49\n`;
    const told = await read(text);
    expect(told.readings).toHaveLength(4);
    expect(told.refused).toMatchObject([{ line: 3, column: "E_CISO_D", reason: "imbalance", refused: false }]);
    const refusing = await read(text, { refusesImbalance: true });
    expect(refusing.readings.map(([, hour]) => hour)).toEqual([at(0), at(0)]);
    expect(refusing.refused).toMatchObject([
      { column: "E_CISO_D", reason: "imbalance", refused: true },
      { column: "E_CISO_SUN", reason: "imbalance", refused: true },
    ]);
  });
});

describe("the long form", () => {
  it("may go hour by hour or device by device, and is exact to the milliwatt-hour", async () => {
    const byHour = [`${at(23)},CISO,a,1.5`, `${at(23)},CISO,b,2`, `${at(0, 11)},CISO,a,0.001`, `${at(0, 11)},CISO,b,0`];
    const byDevice = [byHour[0], byHour[2], byHour[1], byHour[3]] as string[];
    const sorted = (rows: readonly (readonly [string, string, bigint])[]) => rows.map(String).sort();
    const [first, second] = [await loads(...byHour), await loads(...byDevice)];
    expect(first.refused).toEqual([]);
    expect(second.refused).toEqual([]);
    expect(sorted(first.readings)).toEqual(sorted(second.readings));
    expect(first.readings[0]).toEqual(["a", at(23), 1_500n]);
    expect(first.days).toHaveLength(2);
  });

  it("has rows refused one by one", async () => {
    const { readings, reasons } = await loads(
      `10/06/2023 00:00,CISO,a,1`,
      `${at(0)},ciso,a,1`,
      `${at(0)},CISO,A B,1`,
      `${at(0)},CISO,a,NA`,
      `${at(1)},CISO,a,1`,
      `${at(2)},AZPS,a,1`,
      `${at(3)},CISO,a`,
    );
    expect(readings).toEqual([["a", at(1), 1_000n]]);
    expect(reasons).toEqual([
      [2, "hour", "10/06/2023 00:00", "hourFormUnknown"],
      [3, "zone", "ciso", "zoneFormUnknown"],
      [4, "device", "A B", "deviceFormUnknown"],
      [5, "wh", "NA", "notANumber"],
      [7, "zone", "AZPS", "zoneDiffers"],
      [8, "", "3 cells", "cellCount"],
    ]);
  });

  it("does not say by itself whether it is of generation or of loads", async () => {
    await expect(read(`hour,zone,device,wh\n${at(0)},CISO,a,1\n`)).rejects.toThrow("--kind generation or load");
  });
});

describe("hours", () => {
  it("that come twice are refused both times, that are missing are told, that come too late are refused", async () => {
    const { readings, reasons } = await loads(
      `${at(0)},CISO,a,1`,
      `${at(1)},CISO,a,2`,
      `${at(1)},CISO,a,3`,
      `${at(4)},CISO,a,4`,
      `${at(0, 11)},CISO,a,5`,
      `${at(3)},CISO,a,6`,
    );
    expect(readings).toEqual([
      ["a", at(0), 1_000n],
      ["a", at(4), 4_000n],
      ["a", at(0, 11), 5_000n],
    ]);
    expect(reasons).toEqual([
      [3, "hour", at(1), "hourTwice"],
      [4, "hour", at(1), "hourTwice"],
      [5, "hour", at(2), "hourMissing"],
      [6, "hour", at(5), "hourMissing"],
      [7, "hour", at(3), "hourOutOfOrder"],
    ]);
  });
});

describe("a file", () => {
  it.each([
    ["of another form", "time,value\n1,2\n", "not with hour,zone,device,wh"],
    ["that is empty", "", "not with hour,zone,device,wh"],
    ["with a column twice", "period,E_CISO_D,E_CISO_D\n", "two columns E_CISO_D"],
  ])("%s is refused", async (_, text, said) => {
    await expect(read(text)).rejects.toThrow(said);
  });

  it.each([`${at(1)},CISO,"a"x,1`, `${at(1)},CISO,a,"1`])("with a quote out of place is refused: %s", async (row) => {
    await expect(loads(`${at(0)},CISO,a,1`, row, `${at(2)},CISO,a,2`)).rejects.toThrow("cannot be read as CSV");
  });

  it("has every good cell read once, whatever stands beside it", async () => {
    const cell = fc.oneof(
      fc.integer({ min: 0, max: 90_000 }).map(String),
      fc.constantFrom("", "W", ">50", "-1", "1 000"),
    );
    const rows = fc.array(fc.record({ demand: cell, sun: cell }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const start = Date.UTC(2023, 5, 10);
        const lines = given.map(({ demand, sun }, index) => `${formatHour(start + index * hourMs)},${demand},${sun}`);
        const { readings, refused } = await read(`period,E_PJM_D,E_PJM_SUN\n${lines.join("\n")}\n`);
        const wanted = given.flatMap(({ demand, sun }) => [demand, sun]).filter((text) => /^\d+$/.test(text));
        const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
        expect(sum(readings.map(([, , milliWh]) => milliWh))).toBe(sum(wanted.map((text) => mwh(Number(text)))));
        expect(readings).toHaveLength(wanted.length);
        expect(refused).toHaveLength(2 * given.length - wanted.length);
      }),
      { numRuns: 40 },
    );
  });
});
