// Days of EIA-930 through real messages: ten areas, generation by fuel, lines, and a battery that is made up; exact to the watt-hour.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { energy } from "#src/modules/energy/module.ts";
import type { Total } from "#src/modules/energy/schemas.ts";
import { days, kindTotals, meters, storages, zoneDays } from "#src/modules/energy/tables.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { dayMs, hourMs, nextRecord, signedBy } from "#tests/support/energy.ts";
import { createTestLedger, type TestLedger } from "#tests/support/ledger.ts";

const path = fileURLToPath(new URL("../../scripts/demo/data/eia930-2023-06.csv", import.meta.url));
const startMs = Date.UTC(2023, 5, 10);
/** All of the file. */
const daysTaken = 10;

const grams: Readonly<Record<string, number>> = {
  SUN: 0,
  WND: 0,
  WAT: 0,
  NUC: 0,
  GAS: 410_000,
  COL: 1_000_000,
  OIL: 900_000,
  OTH: 500_000,
};
const carriers: Readonly<Record<string, string>> = {
  SUN: "solar",
  WND: "wind",
  WAT: "hydro",
  NUC: "nuclear",
  GAS: "gas",
  COL: "coal",
  OIL: "oil",
};

interface Series {
  readonly device: string;
  readonly kind: string;
  readonly zone: string;
  readonly settings: object;
  /** Hourly, in megawatt-hours. */
  readonly mwh: readonly bigint[];
}

/** A battery where water and wind are more than the area uses: three hours of charge in the night, four of discharge. */
const battery = (hourly: (hour: number) => bigint) =>
  Array.from({ length: 24 * daysTaken }, (_, at) => hourly(at % 24));

/** Columns with a blank or a negative hour in these days are left out: nothing is guessed. Flows are told by their sender. */
function seriesOfFile(): { readonly series: Series[]; readonly left: string[] } {
  const [first = "", ...lines] = readFileSync(path, "utf8").trim().split("\n");
  const rows = lines.slice(0, 24 * daysTaken).map((line) => line.trim().split(","));
  const left: string[] = [];
  const series = first
    .trim()
    .split(",")
    .flatMap((name, at): Series[] => {
      const cells = rows.map((row) => row[at] ?? "");
      const line = /^E_([A-Z]+)-([A-Z]+)_ID$/.exec(name);
      const own = /^E_([A-Z]+)_(D|SUN|WND|WAT|NUC|GAS|COL|OIL|OTH)$/.exec(name);
      const [, zone = "", what = ""] = line ?? own ?? [];
      if (line === null && own === null) return [];
      const isSigned = line !== null;
      if (!cells.every((cell) => (isSigned ? /^-?\d+$/ : /^\d+$/).test(cell))) {
        left.push(name);
        return [];
      }
      const mwh = cells.map((cell) => (cell.startsWith("-") ? 0n : BigInt(cell)));
      const device = `${zone}-${what}`.toLowerCase();
      if (isSigned) {
        const settings = { link: { to: what, lossPpm: 20_000 } };
        return [{ device, kind: "interconnector", zone, settings, mwh }];
      }
      if (what === "D") return [{ device, kind: "load", zone, settings: {}, mwh }];
      const production = { carrier: carriers[what] ?? "other", carbonGramsPerMwh: grams[what] ?? 0 };
      return [{ device, kind: "generation", zone, settings: { production }, mwh }];
    });
  const storage = { charging: "battery-in", efficiencyPpm: 850_000 };
  const zone = "BPAT";
  series.push(
    { device: "battery-in", kind: "charging", zone, settings: {}, mwh: battery((hour) => (hour < 3 ? 900n : 0n)) },
    {
      device: "battery-out",
      kind: "discharging",
      zone,
      settings: { storage },
      mwh: battery((hour) => (hour >= 16 && hour < 20 ? 500n : 0n)),
    },
  );
  return { series, left };
}

const milliWhPerMwh = 1_000_000_000n;
const sum = (values: readonly bigint[]) => values.reduce((all, each) => all + each, 0n);

function ledgerOf(series: readonly Series[]): TestLedger {
  const zones = [...new Set(series.map(({ zone }) => zone))];
  const ledger = createTestLedger({
    modules: [accounts, authority, parameters, energy],
    genesis: (file) => ({
      ...file,
      modules: {
        ...file.modules,
        energy: { zones: zones.map((zone) => ({ zone, name: zone, residualGramsPerMwh: 400_000 })), devices: [] },
      },
    }),
  });
  const content = ({ device, kind, zone, settings }: Series) => ({
    device,
    kind,
    zone,
    ...settings,
    nameplateW: 1_000_000_000_000n,
    holder: ledger.account("alice"),
    meterKey: ledger.publicKey(`meter-${device}`),
    registerMilliWh: 0n,
    startMs,
  });
  for (const each of series) {
    const { code } = ledger.send("issuing-body", "energy/registerDevice", content(each));
    expect([each.device, code]).toEqual([each.device, 0]);
    const production = (each.settings as { production?: { carbonGramsPerMwh: number } }).production;
    if (production?.carbonGramsPerMwh !== 0) continue;
    expect(ledger.send("alice", "energy/instructReservation", { device: each.device }).code).toBe(0);
  }
  return ledger;
}

const senders = ["carol", "bob", "alice"];

function recordDays(ledger: TestLedger, series: readonly Series[]): void {
  for (let day = 0; day < daysTaken; day += 1) {
    // Another hands in the next day, a while later: nobody may send as much as he likes at once.
    ledger.advance(hourMs / 10);
    const sender = senders[day % senders.length] ?? "carol";
    for (const { device, mwh } of series) {
      const values = mwh.slice(24 * day, 24 * day + 24).map((each) => each * milliWhPerMwh);
      const { code, refused } = ledger.send(
        sender,
        "energy/recordReadings",
        signedBy(nextRecord(ledger, device, values)),
      );
      expect([device, day, code, refused]).toEqual([device, day, 0, undefined]);
    }
  }
}

const statesOf = (total: Total) => [
  total.activeWh,
  total.lockedWh,
  total.reservedWh,
  total.claimedWh,
  total.cancelledForStorageWh,
  total.cancelledWh,
  total.expiredWh,
  total.withdrawnWh,
];

describe(`${daysTaken} days of EIA-930 and a battery`, () => {
  let ledger: TestLedger;
  let series: readonly Series[];
  let left: readonly string[];
  beforeAll(() => {
    ({ series, left } = seriesOfFile());
    ledger = ledgerOf(series);
    recordDays(ledger, series);
    ledger.advance(hourMs + 1);
    for (let block = 0; block < 24 * daysTaken; block += 1) ledger.advance(1);
  }, 120_000);

  const ofKind = (kind: string) => series.filter((each) => each.kind === kind);
  const meteredWh = (kind: string) => sum(ofKind(kind).flatMap(({ mwh }) => mwh)) * 1_000_000n;
  const totalOf = (kind: "generation" | "discharging" | "load"): Total => {
    const total = kindTotals.get(ledger.state, kind);
    if (total === undefined) throw new Error(`nothing of ${kind}`);
    return { ...total };
  };

  it("takes every column that has whole hours, and matches every day", () => {
    expect(ofKind("load").length + left.filter((name) => name.endsWith("_D")).length).toBe(10);
    // The columns of the file, and the two meters of the battery.
    expect(series.length + left.length).toBe(79);
    for (let day = 0; day < daysTaken; day += 1)
      expect(days.get(ledger.state, startMs + day * dayMs)?.matchedMs).toBeDefined();
    for (const { device } of series)
      expect(meters.get(ledger.state, device)?.nextStartMs).toBe(startMs + daysTaken * dayMs);
  });

  it("has primary issue and remainder equal to metered generation, and to the sum over all states", () => {
    const total = totalOf("generation");
    expect(total.meteredMilliWh).toBe(meteredWh("generation") * 1_000n);
    expect(total.issuedWh * 1_000n + total.remainderMilliWh).toBe(total.meteredMilliWh);
    expect(sum(statesOf(total))).toBe(total.issuedWh);
    expect(total.claimedWh).toBeGreaterThan(0n);
    expect(total.cancelledForStorageWh).toBeGreaterThan(0n);
  });

  it("has what storage took in equal to what it holds, lost and gave, and issues no more than that", () => {
    const account = storages.get(ledger.state, "battery-in");
    const { chargedWh = 0n, storedWh = 0n, lostWh = 0n, dischargedWh = 0n, chargedCleanWh = 0n } = account ?? {};
    expect(chargedWh).toBe(meteredWh("charging"));
    expect(storedWh + lostWh + dischargedWh).toBe(chargedWh);
    expect(dischargedWh + (account?.unexplainedWh ?? 0n)).toBe(meteredWh("discharging"));
    const total = totalOf("discharging");
    expect(total.issuedWh).toBe(account?.issuedWh);
    expect(total.issuedWh).toBeGreaterThan(0n);
    expect(total.issuedWh).toBeLessThanOrEqual(chargedWh - lostWh);
    expect(sum(statesOf(total))).toBe(total.issuedWh);
    expect(totalOf("generation").cancelledForStorageWh + total.cancelledForStorageWh).toBe(chargedCleanWh);
  });

  it("has every claimed watt-hour in an hour of a load or lost on a line, and tells what no meter explains", () => {
    const zones = [...new Set(series.map(({ zone }) => zone))];
    const rows = zones.flatMap((zone) =>
      Array.from({ length: daysTaken }, (_, day) => zoneDays.get(ledger.state, zone, startMs + day * dayMs)),
    );
    const all = (name: "matchedWh" | "lostWh" | "demandWh" | "unexplainedWh" | "generationWh") =>
      sum(rows.flatMap((row) => [...(row?.[name] ?? [])]));
    const claimedWh = totalOf("generation").claimedWh + totalOf("discharging").claimedWh;
    expect(all("matchedWh") + all("lostWh")).toBe(claimedWh);
    expect(all("demandWh")).toBe(meteredWh("load"));
    expect(all("generationWh")).toBe(meteredWh("generation"));
    const flows = sum(
      ofKind("interconnector").flatMap(({ mwh }) =>
        mwh.map((each) => (each * 1_000_000n * 980_000n) / 1_000_000n - each * 1_000_000n),
      ),
    );
    const storage = meteredWh("discharging") - meteredWh("charging");
    expect(all("unexplainedWh")).toBe(meteredWh("generation") + storage + flows - meteredWh("load"));
  });

  it("leaves every invariant whole", async () => {
    expect(await ledger.audit()).toEqual([]);
  }, 60_000);
});
