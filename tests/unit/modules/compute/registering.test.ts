// Reference systems, hardware, sites and keys: what an SCU is, and what a site can do.
import { beforeEach, describe, expect, test } from "vitest";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { createComputeLedger, deliveryRecord } from "#tests/support/compute.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createComputeLedger();
});

const certify = (message: string, content: object) => ledger.send("compute-certifier", `compute/${message}`, content);
const key = (name: string) => publicKeyOf(devnetSecretKey(name));
const benchmark = (resultMilli: bigint) => ({ benchmark: "tokens a second", resultMilli });
const hardware = (changes: object = {}) =>
  certify("registerHardware", {
    hardware: "twice",
    name: "Twice as fast",
    reference: "scu-2024",
    results: { infer: { resultMilli: 200_000_000n, powerMilliW: 1_000_000n } },
    embodiedGrams: 100_000n,
    lifeHours: 10_000,
    ...changes,
  });
const registerLoad = (device: string) =>
  ledger.send("issuing-body", "energy/registerDevice", {
    device,
    kind: "load",
    zone: "CISO",
    nameplateW: 1_000_000n,
    holder: ledger.account("bob"),
    meterKey: key(`meter-${device}`),
    registerMilliWh: 0n,
    startMs: 1_766_880_000_000,
  });
const site = (changes: object = {}) =>
  certify("registerSite", {
    site: "reno",
    load: "reno-load",
    deliveryKey: key("site-reno"),
    installed: [{ hardware: "twice", count: 10 }],
    ...changes,
  });

describe("a site", () => {
  test("can do what its hardware does in units of the reference, and is as efficient as the best of it", async () => {
    expect(hardware().code).toBe(0);
    registerLoad("reno-load");
    const installed = [
      { hardware: "twice", count: 10 },
      { hardware: "accelerator-2024", count: 3 },
    ];
    expect(site({ installed }).code).toBe(0);
    expect(await ledger.query("compute/site", { site: "reno" })).toMatchObject({
      provider: ledger.account("bob"),
      zone: "CISO",
      // Two SCU at 1,000 W are 2 SCU a kilowatt-hour; one at 700 W is 1.43.
      abilities: { infer: { capacityMicroScu: 23_000_000n, bestMicroScuPerKwh: 2_000_000n } },
      // 10 times 10 g an hour, and 3 times 150 kg over 35,064 hours.
      embodiedMilligramsPerHour: 100_000n + 12_834n,
    });
    expect(await ledger.query("compute/reference", { reference: "scu-2024" })).toMatchObject({ results: {} });
    expect(await ledger.query("compute/hardware", { hardware: "twice" })).toMatchObject({ lifeHours: 10_000 });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is refused where it is none", () => {
    hardware();
    registerLoad("reno-load");
    expect(site({ load: "solar-kern" }).refused).toBe("compute/loadUnfit");
    expect(site({ load: "datacentre-fresno" }).refused).toBe("compute/loadUnfit");
    expect(site({ site: "fresno" }).refused).toBe("compute/nameTaken");
    expect(site({ deliveryKey: key("site-fresno") }).refused).toBe("compute/keyTaken");
    expect(site({ deliveryKey: new Uint8Array(32).fill(255) }).refused).toBe("compute/keyUnsound");
    expect(site({ installed: [{ hardware: "nothing", count: 1 }] }).refused).toBe("compute/unknownHardware");
    const twice = { hardware: "twice", count: 1 };
    expect(site({ installed: [twice, twice] }).refused).toBe("compute/hardwareRepeated");
    certify("registerReference", { reference: "other", name: "Other", results: { train: benchmark(1n) } });
    const results = { train: { resultMilli: 5n, powerMilliW: 1n } };
    expect(hardware({ hardware: "other", reference: "other", results }).code).toBe(0);
    expect(site({ installed: [twice, { hardware: "other", count: 1 }] }).refused).toBe("compute/abilityNone");
  });
});

describe("what sites are measured by", () => {
  test("is named once and has results, those of hardware by the benchmarks of its reference", () => {
    const reference = (changes: object) =>
      certify("registerReference", { reference: "next", name: "Next", ...changes });
    expect(reference({ results: {} }).refused).toBe("compute/noResult");
    expect(reference({ results: { general: benchmark(9n) } }).code).toBe(0);
    expect(reference({ results: { general: benchmark(9n) } }).refused).toBe("compute/nameTaken");
    expect(hardware({ reference: "never" }).refused).toBe("compute/unknownReference");
    const results = { train: { resultMilli: 5n, powerMilliW: 1n } };
    expect(hardware({ results }).refused).toBe("compute/noResult");
    expect(hardware().code).toBe(0);
    expect(hardware().refused).toBe("compute/nameTaken");
    expect(ledger.send("bob", "compute/registerReference", { reference: "x", name: "X", results: {} }).refused).toBe(
      "authority/roleMissing",
    );
  });
});

describe("keys and bonds", () => {
  test("registerConsumer takes a sound key of nobody's, and the one before signs no more", () => {
    const register = (actor: string, bytes: Uint8Array) =>
      ledger.send(actor, "compute/registerConsumer", { key: bytes });
    expect(register("alice", key("a")).code).toBe(0);
    expect(register("bob", key("a")).refused).toBe("compute/keyTaken");
    expect(register("alice", key("b")).code).toBe(0);
    expect(register("bob", key("a")).code).toBe(0);
    expect(register("bob", new Uint8Array(32)).refused).toBe("compute/keyUnsound");
  });

  test("bondSite is the provider's alone, and recordDelivery waits for it", () => {
    const stake = { certificateIds: [], cash: { currency: "CNY", amount: 1n } };
    const bond = (actor: string, name: string) => ledger.send(actor, "compute/bondSite", { site: name, ...stake });
    expect(bond("alice", "fresno").refused).toBe("compute/notProvider");
    expect(bond("carol", "nowhere").refused).toBe("compute/unknownSite");
    const unbonded = ledger.send("bob", "compute/recordDelivery", {
      ...deliveryRecord(ledger),
      providerSignature: new Uint8Array(64),
      consumerSignature: new Uint8Array(64),
    });
    expect(unbonded.refused).toBe("compute/bondTooSmall");
  });
});

describe("what is not there", () => {
  test("is refused by name", async () => {
    const query = (name: string, params: object) =>
      ledger.query(`compute/${name}`, params).then(
        () => "found",
        (reason: { definition?: { code: string } }) => reason.definition?.code,
      );
    expect(await query("reference", { reference: "x" })).toBe("compute/unknownReference");
    expect(await query("hardware", { hardware: "x" })).toBe("compute/unknownHardware");
    expect(await query("delivery", { delivery: 1 })).toBe("compute/unknownDelivery");
    expect(await query("commitment", { commitment: 1 })).toBe("compute/unknownCommitment");
    expect(await query("siteDay", { site: "fresno", dayMs: 0 })).toBe("compute/unknownDay");
    expect(await query("siteMonth", { site: "fresno", month: "2026-01" })).toBe("compute/unknownMonth");
  });
});
