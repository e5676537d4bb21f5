// Records of readings: what they issue, and every way in which one is wrong.
import { beforeEach, describe, expect, it } from "vitest";
import { limits } from "#src/core/limits.ts";
import { emptyTotal } from "#src/modules/energy/books.ts";
import { recordReadings } from "#src/modules/energy/messages/recordReadings.ts";
import type { MeterRecord } from "#src/modules/energy/schemas.ts";
import { bundles, deviceTotals, heldBundles, kindTotals, meters, readings } from "#src/modules/energy/tables.ts";
import {
  createEnergyLedger,
  dayMs,
  firstStartMs,
  hourMs,
  nextRecord,
  recordHours,
  refusedAs,
  sendRecord,
  signedBy,
} from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "energy/recordReadings";
let ledger: TestLedger;
beforeEach(() => {
  ledger = createEnergyLedger();
});

const solar = (values: readonly bigint[], changes: Partial<MeterRecord> = {}) =>
  nextRecord(ledger, "solar-kern", values, changes);
const refused = (record: MeterRecord, alias?: string) => refusedAs(ledger, "carol", type, signedBy(record, alias));
const zeros = (count: number) => new Array<bigint>(count).fill(0n);

describe("a record of generation", () => {
  it("issues its watt-hours to the holder and carries the rest", async () => {
    const outcome = recordHours(ledger, "solar-kern", [10_400n, 0n, 20_700n]);
    expect(outcome.answer).toEqual({ firstId: 1, issuedWh: 31n, remainderMilliWh: 100n });
    const holder = ledger.account("alice");
    const startMs = firstStartMs;
    const closesMs = ledger.state.timeMs + hourMs;
    expect(outcome.events).toEqual([
      {
        type: "energy/readingsRecorded",
        content: { device: "solar-kern", startMs, endMs: startMs + 3 * hourMs, intervals: 3, meteredMilliWh: 31_100n },
      },
      { type: "energy/dayOpened", content: { dayMs: startMs, closesMs } },
      {
        type: "energy/certificatesIssued",
        content: { device: "solar-kern", firstId: 1, lastId: 31, holder, startMs },
      },
    ]);
    const bundle = { lastId: 31, holder, state: "active", startMs };
    expect(bundles.get(ledger.state, "solar-kern", 1)).toEqual(bundle);
    expect(heldBundles.has(ledger.state, holder, "solar-kern", 1)).toBe(true);
    expect(await ledger.audit()).toEqual([]);
  });

  it("goes on with ids and remainder where the one before ended", async () => {
    recordHours(ledger, "solar-kern", [1_600n]);
    expect(recordHours(ledger, "solar-kern", [399n]).answer).toEqual({ issuedWh: 0n, remainderMilliWh: 999n });
    const { answer } = recordHours(ledger, "solar-kern", [1n]);
    expect(answer).toEqual({ firstId: 2, issuedWh: 1n, remainderMilliWh: 0n });
    const total = { records: 3, meteredMilliWh: 2_000n, issuedWh: 2n, remainderMilliWh: 0n, activeWh: 2n };
    expect(deviceTotals.get(ledger.state, "solar-kern")).toEqual({ ...emptyTotal, ...total });
    expect(kindTotals.get(ledger.state, "generation")).toMatchObject(total);
    expect(await ledger.audit()).toEqual([]);
  });

  it("is kept as it was signed, by whom, with what it issued from", () => {
    recordHours(ledger, "solar-kern", [700n]);
    const record = solar([900n, 400n]);
    const sent = signedBy(record);
    ledger.send("bob", type, sent);
    const { device, startMs, ...kept } = sent;
    expect(readings.get(ledger.state, device, startMs)).toEqual({
      ...kept,
      meterKey: ledger.publicKey("meter-solar-kern"),
      recordedMs: ledger.state.timeMs,
      issue: { firstId: 1, issuedWh: 2n, remainderBeforeMilliWh: 700n },
    });
    const endMs = startMs + 2 * hourMs;
    expect(meters.get(ledger.state, device)).toMatchObject({
      registerMilliWh: 2_000n,
      nextStartMs: endMs,
      recordedUntilMs: endMs,
    });
  });

  it("may be of half or quarter hours, and lengths may change between records", () => {
    expect(sendRecord(ledger, solar([1_000n], { intervalMinutes: 15 })).code).toBe(0);
    expect(refused(solar([1_000n], { intervalMinutes: 30 }))).toBe("energy/startMisaligned");
    expect(sendRecord(ledger, solar([1_000n], { intervalMinutes: 15 })).code).toBe(0);
    expect(sendRecord(ledger, solar([1_000n], { intervalMinutes: 30 })).code).toBe(0);
    expect(sendRecord(ledger, solar([1_000n])).code).toBe(0);
  });

  it("is issued to a holder whose account is frozen: the energy was made all the same", () => {
    const reference = "court order";
    ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("alice"), reference });
    expect(recordHours(ledger, "solar-kern", [1_000n]).code).toBe(0);
  });
});

it("a record of a load is consumption, and issues nothing", async () => {
  const { answer, events } = recordHours(ledger, "datacentre-fresno", [10_400n, 20_700n]);
  expect(answer).toEqual({ issuedWh: 0n, remainderMilliWh: 0n });
  expect(events.map((event) => event.type)).toEqual(["energy/readingsRecorded", "energy/dayOpened"]);
  expect(deviceTotals.get(ledger.state, "datacentre-fresno")).toMatchObject({ meteredMilliWh: 31_100n, issuedWh: 0n });
  expect(kindTotals.get(ledger.state, "load")?.meteredMilliWh).toBe(31_100n);
  expect(readings.get(ledger.state, "datacentre-fresno", firstStartMs)?.issue).toBeUndefined();
  expect(await ledger.audit()).toEqual([]);
});

describe("is refused", () => {
  it("of an unknown device", () => {
    expect(refused(solar([1n], { device: "nothing-here" }))).toBe("energy/unknownDevice");
  });

  it("when another key signed it, or it was changed after it was signed", () => {
    expect(refused(solar([1_000n]), "alice")).toBe("energy/signatureForged");
    expect(refused(solar([1_000n]), "meter-wind-panhandle")).toBe("energy/signatureForged");
    const { signature } = signedBy(solar([1_000n]));
    const changed = { ...solar([2_000n]), signature };
    expect(refusedAs(ledger, "carol", type, changed)).toBe("energy/signatureForged");
    expect(refusedAs(ledger, "carol", type, { ...solar([1n]), signature: new Uint8Array(64) })).toBe(
      "energy/signatureForged",
    );
  });

  it("for a gap, a replay and an overlap, each by name", () => {
    const first = solar([1_000n, 1_000n]);
    const fault = (record: MeterRecord) => {
      const { refused: code, details } = sendRecord(ledger, record);
      return [code, details?.fault, details?.nextStartMs];
    };
    const code = "energy/readingsNotContiguous";
    const start = firstStartMs;
    expect(fault(solar([1n], { startMs: start + hourMs }))).toEqual([code, "gap", start]);
    expect(sendRecord(ledger, first).code).toBe(0);
    expect(fault(first)).toEqual([code, "replay", start + 2 * hourMs]);
    expect(fault(solar([1n], { startMs: start + hourMs }))).toEqual([code, "overlap", start + 2 * hourMs]);
    expect(refused(first)).toBe(code);
  });

  it("when it ends after the block's time", () => {
    expect(recordHours(ledger, "solar-kern", zeros(24)).code).toBe(0);
    // A day and a half has passed, and each block takes a millisecond more.
    expect(refused(solar(zeros(13)))).toBe("energy/endsInFuture");
    expect(sendRecord(ledger, solar(zeros(12))).code).toBe(0);
  });

  it("when the register does not go on, or not by the sum", () => {
    const wrong = "energy/registerMismatch";
    expect(refused(solar([5n], { registerBeforeMilliWh: 1n, registerAfterMilliWh: 6n }))).toBe(wrong);
    expect(refused(solar([5n], { registerAfterMilliWh: 6n }))).toBe(wrong);
    expect(refused(solar([5n], { registerAfterMilliWh: 4n }))).toBe(wrong);
  });

  it("past the nameplate and its margin, in any interval", () => {
    const most = 110_000_000_000n;
    expect(refused(solar([0n, most + 1n]))).toBe("energy/aboveNameplate");
    expect(sendRecord(ledger, solar([0n, most])).code).toBe(0);
    expect(refused(solar([most / 4n + 1n], { intervalMinutes: 15 }))).toBe("energy/aboveNameplate");
  });

  it("past the margin that is in force", () => {
    ledger = createEnergyLedger([{ parameter: "energy.nameplateMarginBp", value: 0n }]);
    const nameplate = 100_000_000_000n;
    expect(refused(solar([nameplate + 1n]))).toBe("energy/aboveNameplate");
    expect(sendRecord(ledger, solar([nameplate])).code).toBe(0);
  });

  it("with intervals of another length, or that begin within one", () => {
    expect(refused(solar([1n], { intervalMinutes: 45 }))).toBe("energy/intervalUnknown");
    expect(refused(solar([1n], { startMs: firstStartMs + 1 }))).toBe("energy/startMisaligned");
  });

  it("when it is longer than a day", () => {
    expect(refused(solar(zeros(25)))).toBe("energy/recordTooLong");
    expect(sendRecord(ledger, solar(zeros(24))).code).toBe(0);
    ledger.advance(2 * dayMs);
    expect(sendRecord(ledger, solar(zeros(96), { intervalMinutes: 15 })).code).toBe(0);
  });
});

it("is refused when a device runs out of ids, by which time a terawatt has been generated for a year", async () => {
  const device = "everything";
  const content = {
    device,
    kind: "generation",
    zone: "CISO",
    production: { carrier: "other", carbonGramsPerMwh: 0 },
    nameplateW: limits.nameplateWMax,
    holder: ledger.account("bob"),
    meterKey: ledger.publicKey(`meter-${device}`),
    registerMilliWh: 0n,
    startMs: firstStartMs,
  };
  ledger.send("issuing-body", "energy/registerDevice", content);
  ledger.advance(400 * dayMs);
  const hour = 1_100_000_000_000_000n;
  const perDayMilliWh = 24n * hour;
  const mostMilliWh = BigInt(limits.certificateIdMax) * 1_000n - 1_000n;
  const days = Number(mostMilliWh / perDayMilliWh);
  const full = Array.from({ length: days }, (_, day) =>
    signedBy({
      device,
      startMs: firstStartMs + day * dayMs,
      intervalMinutes: 60,
      valuesMilliWh: new Array<bigint>(24).fill(hour),
      registerBeforeMilliWh: BigInt(day) * perDayMilliWh,
      registerAfterMilliWh: BigInt(day + 1) * perDayMilliWh,
    }),
  );
  ledger.execute(ledger.batch("participant-bank", type, full));
  expect(deviceTotals.get(ledger.state, device)?.records).toBe(days);
  const leftMilliWh = mostMilliWh - BigInt(days) * perDayMilliWh;
  const last = (more: bigint) => {
    const values = new Array<bigint>(24).fill(leftMilliWh / 24n);
    values[23] = leftMilliWh - 23n * (leftMilliWh / 24n) + more;
    return nextRecord(ledger, device, values);
  };
  expect(refused(last(1_000n))).toBe("energy/idsExhausted");
  expect(sendRecord(ledger, last(0n)).code).toBe(0);
  expect(bundles.get(ledger.state, device, Number(BigInt(days) * (perDayMilliWh / 1_000n)) + 1)?.lastId).toBe(
    limits.certificateIdMax - 1,
  );
  expect(await ledger.audit()).toEqual([]);
});

it("has one to 96 intervals", () => {
  const json = recordReadings.schema.encode(signedBy(solar([0n])));
  const fits = (count: number) =>
    recordReadings.schema.safeParse({ ...json, valuesMilliWh: zeros(count).map(String) }).success;
  const most = limits.recordIntervalsMax;
  expect([0, 1, most, most + 1].map(fits)).toEqual([false, true, true, false]);
});
