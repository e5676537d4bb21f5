// `npm run match` on a small file whose numbers are worked out by hand, on wrong files, and on a real week where it is.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HourVolumes } from "#scripts/match/hourVolumes.ts";
import { sharesOf } from "#scripts/match/shares.ts";
import { projectRoot } from "#tests/support/sourceTree.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kedge-match-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const head = "hour,zone,device,wh\n";
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function matched(generation: string, load: string) {
  const [supply, demand] = [file("generation.csv", head + generation), file("load.csv", head + load)];
  return sharesOf(await HourVolumes.read(supply), await HourVolumes.read(demand));
}

/** Sun at noon, little wind all day; two data centres, one of which works at noon alone. */
const generation = `2026-06-01T00:00Z,CISO,wind,100
2026-06-01T12:00Z,CISO,wind,100
2026-06-01T12:00Z,CISO,solar,900
2026-06-01T12:00Z,ERCO,solar-texas,500
`;
const load = `2026-06-01T00:00Z,CISO,night-and-day,400
2026-06-01T12:00Z,CISO,night-and-day,400
2026-06-01T12:00Z,CISO,noon,400
2026-06-01T12:00Z,PJM,elsewhere,300
2026-06-01T18:00Z,CISO,idle,0
`;

describe("hourly matching", () => {
  it("tells what the volume of a period hides", async () => {
    expect(await matched(generation, load)).toEqual({
      elsewhere: { demandWh: 300, matchedWh: 0, hourlyShare: 0, annualShare: 0 },
      idle: { demandWh: 0, matchedWh: 0, hourlyShare: null, annualShare: null },
      "night-and-day": { demandWh: 800, matchedWh: 500, hourlyShare: 0.625, annualShare: 0.91625 },
      noon: { demandWh: 400, matchedWh: 400, hourlyShare: 1, annualShare: 0.9175 },
    });
  });

  it("rounds shares to the nearest millionth", async () => {
    const shares = await matched("1,A,sun,2\n", "1,A,centre,3\n");
    expect(shares.centre).toEqual({ demandWh: 3, matchedWh: 2, hourlyShare: 0.666667, annualShare: 0.666667 });
  });

  it("does not depend on the order of lines", async () => {
    const reversed = (text: string) => `${text.trimEnd().split("\n").reverse().join("\n")}\n`;
    expect(await matched(reversed(generation), reversed(load))).toEqual(await matched(generation, load));
  });

  it("is printed as one JSON value by the command", () => {
    const [supply, demand] = [file("supply.csv", head + generation), file("demand.csv", head + load)];
    const { status, stdout } = run("--generation", supply, "--load", demand, "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ "night-and-day": { hourlyShare: 0.625, annualShare: 0.91625 } });
  });
});

function run(...flags: readonly string[]) {
  const main = join(projectRoot, "scripts/match/main.ts");
  return spawnSync(process.execPath, ["--import", "tsx", main, ...flags], { cwd: projectRoot, encoding: "utf8" });
}

describe("a file is refused, with the line,", () => {
  const row = "1,A,sun,5\n";
  it.each([
    ["a blank cell", `${row}1,A,wind,\n`, 'line 3: "" is no whole number of watt-hours'],
    ["a negative amount", "1,A,sun,-5\n", 'line 2: "-5" is no whole number'],
    ["a fraction", "1,A,sun,5.0\n", 'line 2: "5.0" is no whole number'],
    ["a power of ten", "1,A,sun,1e3\n", 'line 2: "1e3" is no whole number'],
    ["a blank hour", ",A,sun,5\n", 'line 2: "" is no hour'],
    ["a blank zone", "1,,sun,5\n", 'line 2: "" is no zone'],
    ["a blank device", "1,A, ,5\n", 'line 2: " " is no device'],
    ["a cell too many", "1,A,sun,5,6\n", "line 2: 5 cells"],
    ["a cell too few", "1,A,sun\n", "line 2: 3 cells"],
    ["a device in two zones", `${row}2,B,sun,5\n`, "line 3: sun is in B, but was in A"],
    ["a device twice in an hour", `${row}2,A,sun,5\n1,A,sun,7\n`, "line 4: sun comes twice in 1"],
  ])("for %s", async (_, rows, reason) => {
    await expect(matched(rows, "1,A,centre,3\n")).rejects.toThrow(reason);
    await expect(matched("1,A,sun,3\n", rows)).rejects.toThrow(reason);
  });

  it.each(["hour,zone,device,mwh\n", "hour,zone,device,wh,note\n", "zone,hour,device,wh\n", ""])(
    "for the columns %j",
    async (text) => {
      await expect(HourVolumes.read(file("columns.csv", text))).rejects.toThrow("line 1: the columns");
    },
  );

  it("by the command as well, with an exit code of its own", () => {
    const [supply, demand] = [file("a.csv", `${head}1,A,sun,x\n`), file("b.csv", `${head}1,A,centre,3\n`)];
    const { status, stdout, stderr } = run("--generation", supply, "--load", demand);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("a.csv, line 2");
    expect(run("--generation", supply).status).toBe(2);
    expect(run("--generation", join(folder, "none.csv"), "--load", demand).stderr).toContain("none.csv");
  });
});

const week = fileURLToPath(new URL("../../../shared/data/eia930_hourly_gen_by_fuel_2023-06.csv", import.meta.url));

/** EIA-930 in megawatt-hours, by balancing area: demand as one load, clean generation by fuel; blank and negative left out. */
function volumesOfWeek() {
  const [first = "", ...lines] = readFileSync(week, "utf8").trim().split("\n");
  const names = first.trim().split(",");
  const rows = { generation: head, load: head };
  let demandWh = 0;
  for (const line of lines) {
    const cells = line.trim().split(",");
    for (const [at, cell] of cells.entries()) {
      const match = /^E_([A-Z]+)_(D|NUC|SUN|WND|WAT)$/.exec(names[at] ?? "");
      if (match === null || !/^\d+$/.test(cell)) continue;
      const [, area = "", what = ""] = match;
      const isDemand = what === "D";
      rows[isDemand ? "load" : "generation"] += `${cells[0]},${area},${area}-${what},${cell}000000\n`;
      if (isDemand) demandWh += Number(cell) * 1_000_000;
    }
  }
  return { ...rows, demandWh };
}

describe.runIf(existsSync(week))("the week of EIA-930", () => {
  it("has fewer clean hours than clean volume in every area, and every watt-hour of demand is told", async () => {
    const { generation: supply, load: demand, demandWh } = volumesOfWeek();
    const [generationFile, loadFile] = [file("week-generation.csv", supply), file("week-load.csv", demand)];
    const shares = sharesOf(await HourVolumes.read(generationFile), await HourVolumes.read(loadFile));
    const areas = Object.entries(shares);
    expect(areas).toHaveLength(10);
    expect(areas.reduce((sum, [, share]) => sum + share.demandWh, 0)).toBe(demandWh);
    for (const [area, { hourlyShare, annualShare }] of areas) {
      expect(hourlyShare ?? 1, area).toBeLessThanOrEqual(annualShare ?? 0);
      expect(hourlyShare, area).toBeGreaterThan(0);
    }
    // One load in each zone: what is matched is the lesser of demand and generation in each hour, summed by hand.
    for (const [area, { matchedWh }] of areas)
      expect([area, matchedWh]).toEqual([area, leastByHour(supply, demand, area)]);
    const hasGap = areas.some(([, share]) => (share.hourlyShare ?? 0) < (share.annualShare ?? 0) - 0.01);
    expect(hasGap).toBe(true);
  });
});

function leastByHour(supply: string, demand: string, load: string): number {
  const zone = load.replace(/-D$/, "");
  const sums = (text: string) => {
    const hours = new Map<string, number>();
    for (const line of text.trim().split("\n").slice(1)) {
      const [hour = "", area, , wh] = line.split(",");
      if (area === zone) hours.set(hour, (hours.get(hour) ?? 0) + Number(wh));
    }
    return hours;
  };
  const generated = sums(supply);
  return [...sums(demand)].reduce((sum, [hour, wh]) => sum + Math.min(wh, generated.get(hour) ?? 0), 0);
}
