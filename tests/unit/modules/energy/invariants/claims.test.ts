// Promises about claims: each is found broken when a row is changed by hand.
import { beforeAll, describe, expect, it } from "vitest";
import type { Invariant } from "#src/machine/invariant.ts";
import type { Claim } from "#src/modules/energy/days/schemas.ts";
import {
  claimsEqualBundles,
  claimsFitInterconnectors,
  loadResultsEqualClaims,
  zoneResultsEqualClaims,
} from "#src/modules/energy/invariants/claims.ts";
import { bundles, claims, devices, loadDays, readings, zoneDays } from "#src/modules/energy/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import { closeDays, createEnergyLedger, firstDayMs, hourMs, instruct, recordDay } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const load = "datacentre-fresno";
let ledger: TestLedger;
beforeAll(() => {
  ledger = createEnergyLedger();
  instruct(ledger, "solar-kern");
  instruct(ledger, "solar-gila");
  recordDay(ledger, {
    "solar-kern": [10n, 50n],
    "solar-gila": [100n, 0n],
    "line-palo-verde": [40n, 0n],
    [load]: [60n, 20n],
  });
  closeDays(ledger);
});

const brokenBy = (invariant: Invariant, ...rows: readonly ChangedRow[]) =>
  invariant({ state: changedState(ledger.state, rows) });
const claimRow = (zone: string, startMs: number, list: readonly Claim[] | undefined) =>
  rowOf(claims.key(zone, startMs, 0), claims.codec, list as never);
const own: Claim = { device: "solar-kern", firstId: 1, lastId: 10, load };

it("all hold while nothing is changed", async () => {
  for (const invariant of [
    claimsEqualBundles,
    loadResultsEqualClaims,
    zoneResultsEqualClaims,
    claimsFitInterconnectors,
  ]) {
    expect(await brokenBy(invariant)).toEqual([]);
  }
});

describe("claimsEqualBundles", () => {
  it.each<[string, readonly Claim[] | undefined]>([
    ["a claim that is gone", undefined],
    ["one that is shorter than its bundle says", [{ ...own, lastId: 9 }]],
    ["a certificate that is claimed twice", [own, { ...own, firstId: 10, lastId: 10 }]],
    ["one of another hour", [own, { ...own, firstId: 31, lastId: 40 }]],
    ["one of another zone", [own, { ...own, device: "solar-gila", firstId: 41, lastId: 42 }]],
    ["one that was never issued", [own, { ...own, firstId: 61, lastId: 70 }]],
  ])("finds %s", async (_, list) => {
    expect(await brokenBy(claimsEqualBundles, claimRow("CISO", firstDayMs, list))).not.toEqual([]);
  });

  it("finds a bundle that lists other ranges, or is wholly claimed and says it is active", async () => {
    const bundle = bundles.get(ledger.state, "solar-kern", 1);
    const key = bundles.key("solar-kern", 1);
    const { claimed: _, ...rest } = bundle ?? {};
    expect(await brokenBy(claimsEqualBundles, rowOf(key, bundles.codec, rest as never))).not.toEqual([]);
    const whole = { ...bundle, state: "claimed" };
    expect(await brokenBy(claimsEqualBundles, rowOf(key, bundles.codec, whole as never))).not.toEqual([]);
  });
});

describe("loadResultsEqualClaims", () => {
  const row = (change: object) => {
    const before = loadDays.get(ledger.state, load, firstDayMs);
    return rowOf(loadDays.key(load, firstDayMs), loadDays.codec, { ...before, ...change } as never);
  };
  const first = (amount: bigint) => [amount, ...new Array<bigint>(23).fill(0n)];

  it("finds other matched energy or carbon than is claimed, and results that are missing", async () => {
    expect(await brokenBy(loadResultsEqualClaims, row({ matchedWh: first(50n) }))).not.toEqual([]);
    expect(await brokenBy(loadResultsEqualClaims, row({ claimedMicrograms: first(1n) }))).not.toEqual([]);
    const gone = rowOf(loadDays.key(load, firstDayMs), loadDays.codec, undefined);
    expect(await brokenBy(loadResultsEqualClaims, gone)).not.toEqual([]);
  });

  it("finds more matched than was consumed", async () => {
    expect(
      await brokenBy(loadResultsEqualClaims, row({ demandMilliWh: [48_000n, 20_000n, ...first(0n).slice(2)] })),
    ).toEqual([expect.stringContaining("more is matched")]);
  });
});

describe("zoneResultsEqualClaims", () => {
  it.each(["matchedWh", "importedWh", "exportedWh", "lostWh"])("finds another figure of %s", async (name) => {
    for (const zone of ["CISO", "AZPS"]) {
      const before = zoneDays.get(ledger.state, zone, firstDayMs) as unknown as Record<string, bigint[]>;
      const figures = [...(before[name] ?? [])];
      figures[0] = (figures[0] ?? 0n) + 1n;
      const changed = rowOf(zoneDays.key(zone, firstDayMs), zoneDays.codec, { ...before, [name]: figures } as never);
      expect(await brokenBy(zoneResultsEqualClaims, changed)).not.toEqual([]);
    }
  });

  it("finds more matched than was consumed, and results that are missing", async () => {
    const before = zoneDays.get(ledger.state, "CISO", firstDayMs);
    const key = zoneDays.key("CISO", firstDayMs);
    const less = { ...before, demandWh: new Array<bigint>(24).fill(0n) };
    expect(await brokenBy(zoneResultsEqualClaims, rowOf(key, zoneDays.codec, less as never))).not.toEqual([]);
    expect(await brokenBy(zoneResultsEqualClaims, rowOf(key, zoneDays.codec, undefined))).not.toEqual([]);
  });
});

describe("claimsFitInterconnectors", () => {
  it("finds claims over a line that carried less, that is built for less, or that leads elsewhere", async () => {
    const line = "line-palo-verde";
    const record = readings.get(ledger.state, line, firstDayMs);
    const less = { ...record, valuesMilliWh: [39_999n, 0n] };
    const recorded = rowOf(readings.key(line, firstDayMs), readings.codec, less as never);
    expect(await brokenBy(claimsFitInterconnectors, recorded)).not.toEqual([]);
    const device = devices.get(ledger.state, line);
    for (const change of [{ nameplateW: 39n }, { link: { to: "ERCO", lossPpm: 25_000 } }]) {
      const changed = rowOf(devices.key(line), devices.codec, { ...device, ...change } as never);
      expect(await brokenBy(claimsFitInterconnectors, changed)).not.toEqual([]);
    }
  });

  it("finds a load that is served across zones without a line", async () => {
    const stray = claimRow("CISO", firstDayMs + hourMs, [{ ...own, load: "datacentre-elsewhere" }]);
    const elsewhere = { ...devices.get(ledger.state, load), zone: "ERCO" };
    const registered = rowOf(devices.key("datacentre-elsewhere"), devices.codec, elsewhere as never);
    expect(await brokenBy(claimsFitInterconnectors, stray, registered)).not.toEqual([]);
  });
});
