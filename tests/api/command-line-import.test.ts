// `kedge import energy` against a running node: every reading once, whatever ends the command in between.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { kedge } from "#tests/support/commandLine.ts";
import { type NodeProcess, startKedge, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";

vi.setConfig({ testTimeout: 120_000 });

const folder = temporaryFolder();
let node: NodeProcess;
beforeAll(async () => {
  node = await startNodeProcess(join(folder.path, "data"), { "block-interval-ms": "100" });
});
afterAll(async () => {
  await node.kill();
  folder.remove();
});

const hourMs = 3_600_000;
const startMs = Date.UTC(2024, 0, 1);
const hourText = (hour: number) => new Date(startMs + hour * hourMs).toISOString().slice(0, 19).replace("T", " ");
const register = ["--register", "--holder", "bob"];
const argsOf = (file: string, ...more: readonly string[]) => [
  ...["import", "energy", file, "--as", "participant-bank", "--url", node.url, "--json"],
  ...more,
];
async function importFile(file: string, ...more: readonly string[]) {
  const { code, output, errors } = await kedge(argsOf(file, ...more));
  return { code, errors, json: output === "" ? {} : JSON.parse(output) };
}
const reportOf = (file: string) =>
  readFileSync(`${file}.refused.jsonl`, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
const totalOf = async (device: string) => (await node.get(`/v1/energy/deviceTotal?device=${device}`)).json;
const meterOf = async (device: string) => (await node.get(`/v1/energy/meter?device=${device}`)).json;

/** Writes a file of the long form, and says what it has of each device in milliwatt-hours. */
function writeLong(name: string, hours: number, devices: readonly string[], kind: string) {
  const file = join(folder.path, name);
  const sums = new Map(devices.map((device) => [device, 0n]));
  const rows = Array.from({ length: hours }, (_, hour) =>
    devices.map((device, index) => {
      const milliWh = BigInt((hour * 7_919 + index * 104_729) % 1_000_003);
      sums.set(device, (sums.get(device) ?? 0n) + milliWh);
      const wh = `${milliWh / 1_000n}.${String(milliWh % 1_000n).padStart(3, "0")}`;
      return `${hourText(hour)},TEST,${device},${wh}`;
    }),
  ).flat();
  writeFileSync(file, `hour,zone,device,wh\n${rows.join("\n")}\n`);
  return { file, sums, readings: rows.length, more: ["--kind", kind] };
}

describe("a file of EIA-930", () => {
  const file = join(folder.path, "eia.csv");
  const header = "period,E_AAA-BBB_ID,E_AAA_D,E_AAA_NG,E_AAA_SUN,E_AAA_TI,E_BBB-AAA_ID,E_BBB_D,E_BBB_GAS";
  const hours = 50;
  const sunless = new Set([3, 4, 30]);
  const sums = { sun: 0n, demand: 0n, gas: 0n, out: 0n, back: 0n };

  beforeAll(() => {
    const rows = Array.from({ length: hours }, (_, hour) => {
      const sun = (hour * 37) % 90;
      const flow = ((hour * 11) % 21) - 10;
      const gas = 40 + (hour % 5);
      if (!sunless.has(hour)) sums.sun += BigInt(sun);
      sums.demand += BigInt(sun + 100);
      sums.gas += BigInt(gas);
      if (flow > 0) sums.out += BigInt(flow);
      else sums.back += BigInt(-flow);
      const cell = hour === 3 ? "" : hour === 4 ? ">50" : hour === 30 ? "-5" : String(sun);
      return [hourText(hour), flow, sun + 100, sun + 100 + flow, cell, flow, -flow, 10, gas].join();
    });
    writeFileSync(file, `${header}\n${rows.join("\n")}\n`);
  });

  it("of unknown devices is refused by their names, and nothing is sent", async () => {
    const { code, errors } = await importFile(file);
    expect(code).toBe(3);
    const { code: name, details } = JSON.parse(errors);
    expect(name).toBe("cli/unknownDevices");
    expect(details.devices).toEqual(["aaa-bbb", "aaa-demand", "aaa-sun", "bbb-aaa", "bbb-demand", "bbb-gas"]);
    const dry = await importFile(file, ...register, "--dry-run");
    expect(dry.json).toMatchObject({ dryRun: true, registeredDevices: 6, registeredZones: 2, replacedMeters: 2 });
    expect(dry.json.notes).toEqual(["no net generation or interchange of BBB: their imbalance cannot be checked"]);
    expect((await node.get("/v1/energy/zone?zone=AAA")).status).toBe(404);
  });

  it("is registered and recorded to the watt-hour, with dirty cells refused and a new meter after each gap", async () => {
    const { code, json } = await importFile(file, ...register);
    expect(code).toBe(3);
    const all = sums.sun + sums.demand + sums.gas + sums.out + sums.back + 10n * BigInt(hours);
    expect(json).toMatchObject({
      ...{ devices: 6, registeredZones: 2, registeredDevices: 6, replacedMeters: 2 },
      refused: { blank: 1, notANumber: 1, negative: 1 },
      recordedReadings: 6 * hours - sunless.size,
      recordedMilliWh: (all * 10n ** 9n).toString(),
    });
    const shown = reportOf(file).map(({ line, column, value, reason }) => [line, column, value, reason]);
    expect(shown).toEqual([
      [5, "E_AAA_SUN", "", "blank"],
      [6, "E_AAA_SUN", ">50", "notANumber"],
      [32, "E_AAA_SUN", "-5", "negative"],
    ]);
    const wanted: [string, bigint][] = [
      ["aaa-sun", sums.sun],
      ["aaa-demand", sums.demand],
      ["bbb-gas", sums.gas],
      ["aaa-bbb", sums.out],
      ["bbb-aaa", sums.back],
    ];
    for (const [device, mwh] of wanted) {
      expect([device, (await totalOf(device)).meteredMilliWh]).toEqual([device, (mwh * 10n ** 9n).toString()]);
    }
    expect((await totalOf("aaa-sun")).issuedWh).toBe((sums.sun * 10n ** 6n).toString());
    const { json: device } = await node.get("/v1/energy/device?device=aaa-sun");
    const most = Math.max(...Array.from({ length: hours }, (_, hour) => (sunless.has(hour) ? 0 : (hour * 37) % 90)));
    expect(device).toMatchObject({
      ...{ kind: "generation", zone: "AAA", nameplateW: String(most * 1_100_000) },
      production: { carrier: "solar", carbonGramsPerMwh: 48_000 },
    });
    const { json: line } = await node.get("/v1/energy/device?device=bbb-aaa");
    expect(line).toMatchObject({ kind: "interconnector", zone: "BBB", link: { to: "AAA", lossPpm: 20_000 } });
  });

  it("is recorded once, however often it is imported", async () => {
    const before = await Promise.all(["aaa-sun", "aaa-demand"].map(totalOf));
    const { json } = await importFile(file);
    expect(json).toMatchObject({ recordedReadings: 0, knownReadings: 6 * hours - sunless.size, replacedMeters: 0 });
    expect(await Promise.all(["aaa-sun", "aaa-demand"].map(totalOf))).toEqual(before);
  });

  it("has the rest of a device refused after a gap by whoever may not replace its meter", async () => {
    const longer = join(folder.path, "longer.csv");
    const rows = [`${hourText(hours)},0,10,10,,0,0,1,1`, `${hourText(hours + 1)},0,10,10,10,0,0,1,1`];
    writeFileSync(longer, `${header}\n${rows.join("\n")}\n`);
    const { code, json } = await importFile(longer);
    expect(code).toBe(3);
    expect(json).toMatchObject({ recordedReadings: 10, droppedReadings: 1, refused: { blank: 1, gap: 1 } });
    expect(reportOf(longer)[1]).toMatchObject({ line: 3, column: "E_AAA_SUN", device: "aaa-sun", reason: "gap" });
    const registered = await importFile(longer, ...register);
    expect(registered.json).toMatchObject({ recordedReadings: 1, knownReadings: 10, replacedMeters: 1 });
    expect((await meterOf("aaa-sun")).nextStartMs).toBe(startMs + (hours + 2) * hourMs);
  });
});

describe("generators whose hours shall be matched", () => {
  it("have their certificates reserved ahead with --pool, by whoever holds them, once", async () => {
    const { file, more } = writeLong("pool.csv", 24, ["pool-1", "pool-2"], "generation");
    const args = [...more, "--carrier", "wind", "--register", "--pool"];
    const others = await importFile(file, ...args, "--holder", "bob");
    expect([others.code, JSON.parse(others.errors).code]).toEqual([2, "cli/usage"]);
    const own = [...args, "--holder", "participant-bank"];
    expect((await importFile(file, ...own, "--dry-run")).json).toMatchObject({ instructedDevices: 2, dryRun: true });
    expect((await importFile(file, ...own)).json).toMatchObject({ instructedDevices: 2, recordedReadings: 48 });
    const { json } = await node.get("/v1/energy/bundles?device=pool-1");
    expect(json.items[0].state).toBe("reserved");
    expect((await importFile(file, ...own)).json).toMatchObject({ instructedDevices: 0, knownReadings: 48 });
  });
});

describe("a file that was not finished", () => {
  it("is finished after kills, and no reading is recorded twice", async () => {
    const devices = Array.from({ length: 12 }, (_, index) => `killed-${index}`);
    const { file, sums, readings, more } = writeLong("killed.csv", 24 * 40, devices, "load");
    const args = argsOf(file, ...register, ...more, "--chunk", "6", "--chunks-at-once", "2");
    const standOf = async () => {
      const { status, json } = await node.get(`/v1/energy/meter?device=${devices[0]}`);
      return status === 200 ? json.nextStartMs : 0;
    };
    for (let kills = 0; kills < 2; kills += 1) {
      const known = Math.max(startMs, await standOf());
      const started = startKedge(args);
      await expect.poll(standOf, { interval: 10, timeout: 60_000 }).toBeGreaterThan(known);
      await started.kill();
      expect(await standOf()).toBeLessThan(startMs + 24 * 40 * hourMs);
    }
    const { code, output, errors } = await startKedge(args).ended;
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    const { recordedReadings, knownReadings } = JSON.parse(output);
    expect(recordedReadings + knownReadings).toBe(readings);
    expect(recordedReadings).toBeLessThan(readings);
    for (const [device, milliWh] of sums) {
      expect([device, (await totalOf(device)).meteredMilliWh]).toEqual([device, milliWh.toString()]);
    }
  });

  it("has what is above a nameplate refused before it is sent, and what comes after the gap", async () => {
    const { file, more } = writeLong("high.csv", 30, ["high-1"], "load");
    expect((await importFile(file, ...register, ...more)).code).toBe(0);
    const text = readFileSync(file, "utf8").split("\n").slice(0, 1).join("\n");
    writeFileSync(file, `${text}\n${hourText(30)},TEST,high-1,999999999\n${hourText(31)},TEST,high-1,1\n`);
    const { code, json } = await importFile(file, ...more);
    expect(code).toBe(3);
    expect(json).toMatchObject({ recordedReadings: 0, refused: { aboveNameplate: 1, gap: 1 } });
  });
});

describe("a command line that cannot be meant", () => {
  it.each([
    [["--register"], "--holder"],
    [["--register", "--holder", "nobody"], "nobody is no account"],
    [["--chunk", "501"], "--chunk is a whole number from 1 to 500"],
    [["--flow-tolerance", "-1"], "--flow-tolerance is a whole number"],
    [[], "--kind generation or load"],
    [["--kind", "generation", ...register], "--carrier"],
    [["--kind", "load", "--carrier", "solar"], "--carrier is of generation"],
    [["--kind", "load", ...register, "--meter-keys", "/nowhere"], "passphrase of the meters is needed"],
  ])("is refused with code 2: %j", async (more, said) => {
    const file = join(folder.path, "usage.csv");
    writeFileSync(file, `hour,zone,device,wh\n${hourText(0)},TEST,usage-1,1\n`);
    const { code, errors } = await importFile(file, ...more);
    expect([code, errors.includes(said)]).toEqual([2, true]);
    expect((await node.get("/v1/energy/device?device=usage-1")).status).toBe(404);
  });

  it("is one of a device that is registered as something else, or whose meter's key is not at hand", async () => {
    const file = join(folder.path, "other.csv");
    writeFileSync(file, `hour,zone,device,wh\n${hourText(0)},CISO,solar-kern,1\n`);
    expect((await importFile(file, "--kind", "load")).errors).toContain("solar-kern (generation in CISO)");
    const keys = join(folder.path, "other-keys");
    const passphrase = { environment: { KEDGE_PASSPHRASE_FILE: passphraseFile() } };
    expect((await kedge(["keys", "new", "unused", "--keys", keys], passphrase)).code).toBe(0);
    const { code, errors } = await kedge(argsOf(file, "--kind", "generation", "--meter-keys", keys), passphrase);
    expect([code, errors.includes("not at hand: solar-kern (as meter-solar-kern)")]).toEqual([2, true]);
  });

  it("leaves what begins with another word to backups", async () => {
    const { code, errors } = await kedge(["import", join(folder.path, "energy"), "--check"]);
    expect(code).toBe(2);
    expect(errors).toContain("ENOENT");
  });
});

function passphraseFile(): string {
  const path = join(folder.path, "passphrase");
  writeFileSync(path, "correct horse battery staple\n", { mode: 0o600 });
  return path;
}

describe("meters with keys of their own", () => {
  it("sign from a folder, where --register makes the keys that are missing", async () => {
    const keys = join(folder.path, "keys");
    const passphrase = { environment: { KEDGE_PASSPHRASE_FILE: passphraseFile() } };
    expect((await kedge(["keys", "new", "unused", "--keys", keys], passphrase)).code).toBe(0);
    const file = join(folder.path, "own.csv");
    const rows = [0, 1, 3].map((hour) => `${hourText(hour)},TEST,own-1,${hour + 1}`);
    writeFileSync(file, `hour,zone,device,wh\n${rows.join("\n")}\n`);
    const args = argsOf(file, "--kind", "generation", "--carrier", "wind", "--meter-keys", keys, ...register);
    const { code, output } = await kedge(args, passphrase);
    expect(code).toBe(3);
    expect(JSON.parse(output)).toMatchObject({ recordedReadings: 3, replacedMeters: 1, refused: { hourMissing: 1 } });
    expect(existsSync(join(keys, "meter-own-1.jwe"))).toBe(true);
    const shown = await kedge(["keys", "list", "--keys", keys, "--json"]);
    expect(shown.output).toContain((await meterOf("own-1")).meterKey);
    expect((await totalOf("own-1")).meteredMilliWh).toBe("7000");
  });
});

const real = fileURLToPath(new URL("../../../shared/data/eia930_hourly_gen_by_fuel_2023-06.csv", import.meta.url));

describe.skipIf(!existsSync(real))(`two days of ${real}`, () => {
  it("are on the ledger to the watt-hour, with what is dirty refused by name", async () => {
    const file = join(folder.path, "real.csv");
    const lines = readFileSync(real, "utf8").split("\n").slice(0, 49);
    writeFileSync(file, `${lines.join("\n")}\n`);
    const { code, json } = await importFile(file, ...register);
    expect(code).toBe(3);
    const [header = "", ...rows] = lines;
    const names = header.split(",");
    const column = (name: string) => rows.map((row) => row.split(",")[names.indexOf(name)] ?? "");
    const blank = names
      .filter((name) => !/_(NG|TI)$/.test(name))
      .flatMap(column)
      .filter((cell) => cell === "");
    expect(json.refused.blank).toBe(blank.length);
    for (const [device, name] of [
      ["ciso-sun", "E_CISO_SUN"],
      ["nyis-gas", "E_NYIS_GAS"],
      ["pjm-demand", "E_PJM_D"],
      ["ciso-nevp", "E_CISO-NEVP_ID"],
    ] as const) {
      const mwh = column(name).reduce((sum, cell) => sum + Math.max(0, Number(cell)), 0);
      expect([device, (await totalOf(device)).meteredMilliWh]).toEqual([device, (BigInt(mwh) * 10n ** 9n).toString()]);
    }
  });
});
