// What can be asked about matched hours: results, scores, and who was covered by what.
import { beforeEach, describe, expect, it } from "vitest";
import { read } from "#src/modules/energy/access.ts";
import { instruction } from "#src/modules/energy/queries/instruction.ts";
import { match } from "#src/modules/energy/queries/match.ts";
import { zoneDay } from "#src/modules/energy/queries/zoneDay.ts";
import { zoneTotal } from "#src/modules/energy/queries/zoneTotal.ts";
import { bundles, claims, days, loadDays, zoneDays } from "#src/modules/energy/tables.ts";
import {
  closeDays,
  createEnergyLedger,
  dayMs,
  firstDayMs,
  firstStartMs,
  hourMs,
  instruct,
  recordDay,
  recordHours,
} from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const load = "datacentre-fresno";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createEnergyLedger();
  instruct(ledger, "solar-kern");
  instruct(ledger, "solar-gila");
  recordDay(ledger, {
    "solar-kern": [10n, 50n],
    "solar-gila": [100n, 0n],
    "line-palo-verde": [4n, 0n],
    [load]: [20n, 20n],
  });
  closeDays(ledger);
});

const ask = async (name: string, params: object = {}) =>
  (await ledger.query(`energy/${name}`, params)) as Record<string, unknown> & { readonly items: readonly object[] };
const refusedOf = (name: string, params: object) => ask(name, params).catch((error: Error) => error.message);

describe("the hours of a load", () => {
  it("are told with demand, what was matched, and carbon by the residual mix", async () => {
    const { hours, row } = await ask("match", { load, dayMs: firstDayMs });
    expect(row).toEqual(loadDays.get(ledger.state, load, firstDayMs));
    const residual = { residualGramsPerMwh: 390_000, dedicatedWh: 0n };
    // Of 4 that were sent 3 arrive, so 7 of 20 are not covered: at 390 grams a kilowatt-hour, 2.73 grams, rounded up.
    const first = { hourMs: firstDayMs, demandWh: 20n, matchedWh: 13n, ...residual, carbonGrams: 3n };
    const second = { hourMs: firstDayMs + hourMs, demandWh: 20n, matchedWh: 20n, ...residual, carbonGrams: 0n };
    expect((hours as object[]).slice(0, 2)).toEqual([first, second]);
    expect(hours).toHaveLength(24);
    expect(match.proves?.({ load, dayMs: firstDayMs })).toBe(loadDays.key(load, firstDayMs));
    expect(read.loadHour(ledger.state, load, firstDayMs)).toEqual({
      demandWh: 20n,
      matchedWh: 13n,
      residualGramsPerMwh: 390_000,
      carbonGrams: 3n,
    });
  });

  it("are not there before the day is matched, or where nothing was recorded", async () => {
    recordHours(ledger, load, new Array<bigint>(30).fill(1_000n).slice(0, 23));
    const nextMs = firstDayMs + dayMs;
    expect((await ask("match", { load, dayMs: nextMs })).hours).toEqual([]);
    expect(read.loadHour(ledger.state, load, nextMs)).toBeUndefined();
    expect(await refusedOf("match", { load, dayMs: nextMs + dayMs })).toContain("energy/unknownLoadDay");
  });

  it("score by the hour beside the volume of all hours", async () => {
    const shown = await ask("score", { load, fromDayMs: firstDayMs, days: 366 });
    // 33 of 40 by the hour; by volume the pool of its zone has 60 for 40.
    const sums = { matchedDays: 1, demandWh: 40n, matchedWh: 33n, carbonGrams: 3n };
    expect(shown).toEqual({ ...sums, hourlySharePpm: 825_000, volumeSharePpm: 1_000_000 });
    const before = { load, fromDayMs: firstDayMs - dayMs, days: 1 };
    expect(await ask("score", before)).toEqual({ matchedDays: 0, demandWh: 0n, matchedWh: 0n, carbonGrams: 0n });
    expect(await refusedOf("score", { load, fromDayMs: firstDayMs + 1, days: 1 })).toContain("energy/unknownDay");
  });

  it("score by volume with what other zones sent, so that no zone is cleaner by the hour than by volume", async () => {
    const other = createEnergyLedger();
    instruct(other, "solar-gila");
    recordDay(other, { "solar-gila": [100n, 0n], "line-palo-verde": [4n, 0n], [load]: [2n, 2n] });
    closeDays(other);
    const shown = await other.query("energy/score", { load, fromDayMs: firstDayMs, days: 1 });
    // Of 4 that were sent at most 3 arrive: 2 are matched in the first hour, and nothing in the second.
    expect(shown).toMatchObject({ matchedWh: 2n, hourlySharePpm: 500_000, volumeSharePpm: 500_000 });
  });

  it("name the certificates that cover them, of the zone and of its neighbours, page by page", async () => {
    const own = { zone: "CISO", device: "solar-kern", firstId: 1, lastId: 10 };
    const other = { zone: "AZPS", device: "solar-gila", firstId: 1, lastId: 3 };
    const first = await ask("claimsOfLoad", { load, hourMs: firstDayMs + 1, limit: 1 });
    expect(first.items).toEqual([own]);
    expect(await ask("claimsOfLoad", { load, hourMs: firstDayMs, after: first.next })).toEqual({ items: [other] });
  });
});

describe("a certificate", () => {
  it("tells its hour and the claim that it is a part of, with the rows that prove it", async () => {
    const holder = ledger.account("bob");
    expect(await ask("certificate", { device: "solar-gila", id: 2 })).toEqual({
      bundle: 1,
      holder,
      state: "claimed",
      zone: "AZPS",
      intervalStartMs: firstStartMs,
      hourMs: firstDayMs,
      bundleRow: bundles.key("solar-gila", 1),
      claim: { device: "solar-gila", firstId: 1, lastId: 3, load, claimRow: claims.key("AZPS", firstDayMs, 0) },
    });
    const lost = (await ask("certificate", { device: "solar-gila", id: 4 })).claim;
    expect(lost).toMatchObject({ firstId: 4, lastId: 4 });
    expect(lost).not.toHaveProperty("load");
  });

  it("that was not claimed is active, and one that was not issued is unknown", async () => {
    expect(await ask("certificate", { device: "solar-kern", id: 60 })).toMatchObject({
      state: "active",
      bundle: 1,
      hourMs: firstDayMs + hourMs,
    });
    expect(await refusedOf("certificate", { device: "solar-kern", id: 61 })).toContain("energy/unknownCertificate");
    expect(await refusedOf("certificate", { device: load, id: 1 })).toContain("energy/unknownCertificate");
  });
});

describe("days and zones", () => {
  it("are rows that can be proved", async () => {
    const row = days.get(ledger.state, firstDayMs);
    expect((await ask("days")).items).toEqual([{ dayMs: firstDayMs, ...row }]);
    expect(await ask("zoneDay", { zone: "CISO", dayMs: firstDayMs })).toEqual(
      zoneDays.get(ledger.state, "CISO", firstDayMs),
    );
    expect(await refusedOf("zoneDay", { zone: "CISO", dayMs: 0 })).toContain("energy/unknownZoneDay");
    // In AZPS 96 of 100 stay unexplained in the first hour, and nothing in the second.
    expect(await ask("zoneTotal", { zone: "AZPS" })).toEqual({ unexplainedMoreWh: 96n, unexplainedLessWh: 0n });
    expect(await ask("zoneTotal", { zone: "ERCO" })).toEqual({ unexplainedMoreWh: 0n, unexplainedLessWh: 0n });
    expect(await ask("instruction", { device: "solar-kern" })).toEqual({});
    expect(await refusedOf("instruction", { device: load })).toContain("energy/unknownInstruction");
    expect(zoneDay.proves?.({ zone: "CISO", dayMs: firstDayMs })).toBe(zoneDays.key("CISO", firstDayMs));
    expect(zoneTotal.proves?.({ zone: "CISO" })).toBe("energy/zone-total/CISO");
    expect(instruction.proves?.({ device: "solar-kern" })).toBe("energy/instruction/solar-kern");
  });
});
