// Deliveries: signed by both sides, within the time and the metered energy of their site, each job once.
import { beforeEach, describe, expect, test } from "vitest";
import { monthStartMs } from "#src/core/month.ts";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import { deliveriesFitTimeAndEnergy, siteDaysEqualDeliveries } from "#src/modules/compute/invariants.ts";
import { deliveries, siteDays } from "#src/modules/compute/tables.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { giveYuan } from "#tests/support/bonds.ts";
import { changedState, rowOf } from "#tests/support/changedState.ts";
import {
  bondFresno,
  createComputeLedger,
  deliver,
  deliveryRecord,
  matchedDay,
  matchedDayAt,
  readyLedger,
  recordedDayMs,
  registerAlice,
  sendDelivery,
} from "#tests/support/compute.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const hourMs = 3_600_000;
const whole = 50_000n * 1_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = readyLedger();
});

const dayOf = () => siteDays.get(ledger.state, "fresno", recordedDayMs);

describe("a delivery", () => {
  test("adds to its site's hours: time, work, and the energy that its counter tells", async () => {
    expect(deliver(ledger, { hoursMicroScu: [1_000_000n, 2_000_000n] }).answer).toEqual({ delivery: 1 });
    expect(dayOf()?.deliveredMicroScu.slice(0, 3)).toEqual([1_000_000n, 2_000_000n, 0n]);
    // 2,520,001 joules are a little more than 700 Wh.
    expect(dayOf()?.attributedWh.slice(0, 3)).toEqual([701n, 1_401n, 0n]);
    expect(dayOf()?.usedShare[0]).toBe(20_000n);
    expect(await ledger.query("compute/delivery", { delivery: 1 })).toMatchObject({ attributedWh: [701n, 1_401n] });
    expect(await ledger.query("compute/siteDay", { site: "fresno", dayMs: recordedDayMs })).toEqual(dayOf());
    expect(await ledger.audit()).toEqual([]);
  });

  test("without a counter is unmetered: it takes time, and its energy is not zero but unknown", async () => {
    expect(deliver(ledger, { joules: [] }).code).toBe(0);
    expect(dayOf()?.attributedWh[0]).toBe(0n);
    expect(dayOf()?.meteredMicroScu[0]).toBe(0n);
    expect(dayOf()?.leastMilliWh[0]).toBe(699_999n);
    const grades = await ledger.query("compute/grades", { site: "fresno", fromMs: recordedDayMs, days: 1 });
    expect(grades).toMatchObject({ efficiency: "unmetered", clean: "A" });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is graded by what was measured: efficiency, clean hours, and carbon with the making of the hardware", async () => {
    deliver(ledger, { hoursMicroScu: [1_000_000n], joules: [5_000_000n] });
    deliver(ledger, { startMs: recordedDayMs + 12 * hourMs, joules: [5_000_000n] });
    const grades = await ledger.query("compute/grades", { site: "fresno", fromMs: recordedDayMs, days: 1 });
    expect(grades).toMatchObject({ efficiency: "C", efficiencyBp: 5_039n, clean: "C", cleanBp: 5_000 });
    expect((grades as { sciMilligramsPerScu: bigint }).sciMilligramsPerScu).toBeGreaterThan(0n);
    expect(await ledger.query("compute/sites", {})).toMatchObject({ items: [{ site: "fresno" }] });
  });

  test("takes its part of the facility's overhead where a submeter tells it, and is the less efficient for it", async () => {
    ledger = createComputeLedger({ "compute.penaltyNanoPerScuHour": 1_000_000n });
    const submeter = { device: "racks", kind: "submeter", within: "datacentre-fresno", zone: "CISO" };
    const meter = { meterKey: ledger.publicKey("meter-racks"), registerMilliWh: 0n, startMs: recordedDayMs };
    const device = { ...submeter, ...meter, nameplateW: 50_000_000n, holder: ledger.account("carol") };
    expect(ledger.send("issuing-body", "energy/registerDevice", device).code).toBe(0);
    bondFresno(ledger);
    registerAlice(ledger);
    // Of ten megawatts eight reach the computers, in the first hour only.
    matchedDay(ledger, { racks: [8_000_000n] });
    deliver(ledger, { hoursMicroScu: [1_000_000n, 1_000_000n] });
    // 2,520,001 joules are 700.0003 Wh: times 10/8 they are 875.0004, and without a submeter's reading 700.0003.
    expect(dayOf()?.attributedWh.slice(0, 2)).toEqual([876n, 701n]);
    const grades = (days: object) => ledger.query("compute/grades", { site: "fresno", fromMs: recordedDayMs, ...days });
    // 1,400 Wh of the best hardware's over 1,577 Wh.
    expect(await grades({ days: 1 })).toMatchObject({ efficiency: "B", efficiencyBp: 8_877n });
    expect(await ledger.audit()).toEqual([]);
  });

  test("counts a wrapped counter by its modulus", () => {
    const counter = { beforeJoules: 999n, afterJoules: 2_520_000n, modulusJoules: 1_000n, hoursJoules: [2_520_001n] };
    const wrapped = { ...counter, beforeJoules: 10n ** 9n - 1n, modulusJoules: 10n ** 9n };
    expect(sendDelivery(ledger, deliveryRecord(ledger, { counter })).refused).toBe("compute/counterContradicts");
    expect(sendDelivery(ledger, deliveryRecord(ledger, { counter: wrapped })).code).toBe(0);
  });
});

describe("the latency of a site", () => {
  const latency = () => ledger.query("compute/grades", { site: "fresno", fromMs: recordedDayMs, days: 1 });

  test.each([
    [450, "A"],
    [451, "B"],
    [2_000, "B"],
    [2_001, "C"],
    [10_000, "C"],
    [10_001, "D"],
    [60_000, "D"],
    [60_001, "E"],
  ])("of %i ms is an %s", async (latencyP99Ms, letter) => {
    expect(deliver(ledger, { latencyP99Ms }).code).toBe(0);
    expect(await latency()).toMatchObject({ latency: letter, slowestP99Ms: latencyP99Ms });
  });

  test("is that of its slowest record, over all hours, and untimed as soon as one record tells none", async () => {
    expect(await latency()).toMatchObject({ latency: "untimed" });
    deliver(ledger, { latencyP99Ms: 3_000, hoursMicroScu: [1_000_000n, 0n] });
    deliver(ledger, { latencyP99Ms: 100 });
    deliver(ledger, { latencyP99Ms: 0, startMs: recordedDayMs + hourMs });
    expect(await latency()).toMatchObject({ latency: "C", slowestP99Ms: 3_000 });
    expect(dayOf()?.slowestP99Ms.slice(0, 2)).toEqual([3_000n, 0n]);
    expect(dayOf()?.timedMicroScu.slice(0, 2)).toEqual([2_000_000n, 1_000_000n]);
    deliver(ledger);
    expect(await latency()).toMatchObject({ latency: "untimed" });
    expect(await latency()).not.toHaveProperty("slowestP99Ms");
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("the carbon of a site", () => {
  const carbon = () => ledger.query("compute/grades", { site: "fresno", fromMs: recordedDayMs, days: 1 });

  /** A plant without clean certificates makes the residual mix of the first hour, in which the site is busy. */
  function serveOn(carbonGramsPerMwh: number): void {
    ledger = createComputeLedger({ "energy.cleanMostGramsPerMwh": 0n });
    const plant = { device: "plant-kern", kind: "generation", zone: "CISO", location: "US-CA", startMs: recordedDayMs };
    const production = { carrier: "gas", carbonGramsPerMwh };
    const meter = { meterKey: ledger.publicKey("meter-plant-kern"), registerMilliWh: 0n, nameplateW: 50_000_000n };
    const device = { ...plant, ...meter, production, holder: ledger.account("carol") };
    expect(ledger.send("issuing-body", "energy/registerDevice", device).refused).toBeUndefined();
    bondFresno(ledger);
    registerAlice(ledger);
    matchedDay(ledger, { "plant-kern": [5_000_000n] });
    expect(deliver(ledger, { hoursMicroScu: [14_000n * 1_000_000n] }).refused).toBeUndefined();
  }

  // Making the hardware is 214 kg an hour: 15,278 mg of each of 14,000 SCU. At 100 g/kWh the best would emit 70,000 mg.
  test.each([
    [80_000, "A", 71_278n],
    [100_000, "B", 85_278n],
    [150_000, "C", 120_278n],
    [300_000, "D", 225_278n],
    [390_000, "E", 288_278n],
  ])("at %i g/MWh is %s, against the best hardware on clean electricity", async (intensity, letter, milligrams) => {
    serveOn(intensity);
    const told = (await carbon()) as { sciMilligramsPerScu: bigint };
    expect(told).toMatchObject({ carbon: letter, clean: "A", efficiency: "A" });
    expect(told.sciMilligramsPerScu - milligrams).toBeLessThan(10n);
    expect(told.sciMilligramsPerScu).toBeGreaterThan(milligrams - 10n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is unmetered as its deliveries are", async () => {
    deliver(ledger, { joules: [] });
    expect(await carbon()).toMatchObject({ carbon: "unmetered" });
    expect(await carbon()).not.toHaveProperty("sciMilligramsPerScu");
  });
});

describe("a delivery is refused", () => {
  const refused = (delivered: Parameters<typeof deliver>[1]) => deliver(ledger, delivered).refused;

  test("beyond the time or the energy of its site", () => {
    expect(refused({ hoursMicroScu: [whole] })).toBe("compute/energyExceeded");
    // Ten megawatt-hours are enough for some 14,286 SCU at 700 W.
    expect(deliver(ledger, { hoursMicroScu: [14_000n * 1_000_000n] }).refused).toBeUndefined();
    expect(refused({ hoursMicroScu: [400n * 1_000_000n] })).toBe("compute/energyExceeded");
    expect(refused({ hoursMicroScu: [1_000_000n], joules: [1_000n] })).toBe("compute/energyExceeded");
    const idle = recordedDayMs + 5 * hourMs;
    expect(refused({ startMs: idle, hoursMicroScu: [2n * whole], joules: [] })).toBe("compute/capacityExceeded");
  });

  test("for hours that are not matched, or not whole", () => {
    expect(refused({ startMs: recordedDayMs + 24 * hourMs })).toBe("compute/hourNotMatched");
    expect(refused({ startMs: recordedDayMs + 1 })).toBe("compute/recordMisaligned");
  });

  test("twice, of nothing, to the provider, or of work that the site cannot do", () => {
    const record = deliveryRecord(ledger);
    expect(sendDelivery(ledger, record).code).toBe(0);
    expect(sendDelivery(ledger, record).refused).toBe("compute/jobKnown");
    expect(refused({ hoursMicroScu: [0n] })).toBe("compute/nothingDelivered");
    expect(refused({ consumer: ledger.account("carol") })).toBe("compute/consumerIsProvider");
    expect(refused({ workload: "train" })).toBe("compute/workloadUnable");
    expect(refused({ site: "nowhere" })).toBe("compute/unknownSite");
    expect(refused({ consumer: ledger.account("bob") })).toBe("compute/unknownConsumer");
  });

  test("for its consumer alone: a job of the same hash for somebody else takes nobody's place", async () => {
    ledger.send("bob", "compute/registerConsumer", { key: publicKeyOf(devnetSecretKey("consumer-bob")) });
    const record = deliveryRecord(ledger);
    const squatted = { ...record, consumer: ledger.account("bob") };
    expect(sendDelivery(ledger, squatted, ["site-fresno", "consumer-bob"]).code).toBe(0);
    expect(sendDelivery(ledger, record).code).toBe(0);
    expect(sendDelivery(ledger, record).refused).toBe("compute/jobKnown");
    expect(await ledger.audit()).toEqual([]);
  });

  test("without the signatures of both", () => {
    const record = deliveryRecord(ledger);
    expect(sendDelivery(ledger, record, ["site-nowhere", "consumer-alice"]).refused).toBe(
      "compute/providerSignatureForged",
    );
    expect(sendDelivery(ledger, record, ["site-fresno", "consumer-bob"]).refused).toBe(
      "compute/consumerSignatureForged",
    );
  });

  test("by a site without a bond that is worth enough", () => {
    const bare = createComputeLedger();
    registerAlice(bare);
    matchedDay(bare);
    expect(deliver(bare).refused).toBe("compute/bondTooSmall");
    bondFresno(bare, 10_000n);
    expect(deliver(bare).refused).toBe("compute/bondTooSmall");
    expect(bondFresno(bare).refused).toBe("compute/bondKnown");
  });
});

describe("deliveries for a certificate of capacity", () => {
  test("count towards it when they are its holder's, of its site, month and grade", async () => {
    const month = "2026-02";
    ledger = readyLedger({ "compute.penaltyNanoPerScuHour": 1_000_000n });
    giveYuan(ledger, "carol", 10_000n);
    const { refused: none } = ledger.send("carol", "compute/commitCapacity", {
      ...{ site: "fresno", workload: "infer", month, gradeFloor: { clean: "A", efficiency: "B" } },
      ...{ microScuHours: 3_000_000n, certificateIds: [], cash: { currency: "CNY", amount: 10_000n } },
    });
    expect(none).toBeUndefined();
    ledger.send("carol", "compute/transferCapacity", { certificateId: 1, to: ledger.account("alice") });
    expect(deliver(ledger, { certificateId: 1 }).refused).toBe("compute/certificateUnfit");
    expect(deliver(ledger, { certificateId: 9 }).refused).toBe("compute/unknownCertificate");
    const laterMs = monthStartMs(month);
    matchedDayAt(ledger, laterMs);
    const call = (changes: object) => deliver(ledger, { startMs: laterMs, certificateId: 1, ...changes }).refused;
    expect(call({ startMs: laterMs + 20 * hourMs })).toBe("compute/belowGrade");
    expect(call({ joules: [9_000_000n] })).toBe("compute/belowGrade");
    expect(call({ joules: [] })).toBe("compute/belowGrade");
    expect(call({ hoursMicroScu: [3_000_001n] })).toBe("compute/certificateExhausted");
    expect(call({ hoursMicroScu: [2_000_000n] })).toBeUndefined();
    expect(await ledger.query("compute/certificate", { certificateId: 1 })).toMatchObject({
      deliveredMicroScu: 2_000_000n,
    });
    expect(await ledger.audit()).toEqual([]);
  });
});

test("deliveries for a certificate of a latency are refused when they are slower, or do not tell", async () => {
  const month = "2026-02";
  ledger = readyLedger({ "compute.penaltyNanoPerScuHour": 1_000_000n });
  giveYuan(ledger, "carol", 10_000n);
  ledger.send("carol", "compute/commitCapacity", {
    ...{ site: "fresno", workload: "infer", month, gradeFloor: { latency: "B" } },
    ...{ microScuHours: 3_000_000n, certificateIds: [], cash: { currency: "CNY", amount: 10_000n } },
  });
  ledger.send("carol", "compute/transferCapacity", { certificateId: 1, to: ledger.account("alice") });
  const startMs = monthStartMs(month);
  matchedDayAt(ledger, startMs);
  const call = (changes: object) => deliver(ledger, { startMs, certificateId: 1, ...changes }).refused;
  expect(call({})).toBe("compute/belowGrade");
  expect(call({ latencyP99Ms: 2_001 })).toBe("compute/belowGrade");
  expect(call({ latencyP99Ms: 2_000 })).toBeUndefined();
  expect(call({ latencyP99Ms: 0 })).toBeUndefined();
  expect(await ledger.audit()).toEqual([]);
});

describe("the promises about deliveries", () => {
  test("siteDaysEqualDeliveries and deliveriesFitTimeAndEnergy see what does not add up", async () => {
    deliver(ledger);
    const day = dayOf();
    const delivery = deliveries.get(ledger.state, 1);
    if (day === undefined || delivery === undefined) throw new Error("both are there");
    const at = (rows: Parameters<typeof changedState>[1]) => ({ state: changedState(ledger.state, rows) });
    const key = siteDays.key("fresno", recordedDayMs);
    const more = (name: "deliveredMicroScu" | "usedShare" | "attributedWh", value: bigint) =>
      rowOf(key, siteDays.codec, { ...day, [name]: day[name].map((_, hour) => (hour === 0 ? value : 0n)) });
    expect(await siteDaysEqualDeliveries(at([]))).toEqual([]);
    expect(await siteDaysEqualDeliveries(at([more("deliveredMicroScu", 5n)]))).toHaveLength(1);
    expect(await siteDaysEqualDeliveries(at([rowOf(key, siteDays.codec, undefined)]))).toHaveLength(1);
    const twice = rowOf(deliveries.key(2), deliveries.codec, delivery);
    expect((await siteDaysEqualDeliveries(at([twice]))).join()).toContain("delivered twice");
    expect(await deliveriesFitTimeAndEnergy(at([more("usedShare", 2_000_000_000n)]))).toHaveLength(1);
    expect(await deliveriesFitTimeAndEnergy(at([more("attributedWh", 10n ** 9n)]))).toHaveLength(1);
  });
});
