// The promises of compute, each broken by hand: every figure that a promise is about is changed once and reported.
import { beforeEach, describe, expect, test } from "vitest";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import {
  certificatesEqualCommitments,
  deliveriesFitTimeAndEnergy,
  monthsEqualCertificates,
  siteDaysEqualDeliveries,
  sitesEqualHardware,
} from "#src/modules/compute/invariants.ts";
import type { SiteDay } from "#src/modules/compute/schemas.ts";
import {
  certificates,
  commitments,
  consumers,
  deliveries,
  loadSites,
  signingKeys,
  siteDays,
  siteMonths,
  sites,
} from "#src/modules/compute/tables.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { giveYuan } from "#tests/support/bonds.ts";
import { changedState, rowOf } from "#tests/support/changedState.ts";
import { deliver, readyLedger, recordedDayMs } from "#tests/support/compute.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const month = "2026-03";
type Row = ReturnType<typeof rowOf>;
type Invariant = typeof sitesEqualHardware;

let ledger: TestLedger;
beforeEach(() => {
  ledger = readyLedger();
  giveYuan(ledger, "carol", 1_000_000n);
  const product = { site: "fresno", workload: "infer", month, gradeFloor: {}, microScuHours: 10_000_000n };
  const cash = { currency: "CNY", amount: 1_000_000n };
  ledger.send("carol", "compute/commitCapacity", { ...product, certificateIds: [], cash });
  deliver(ledger, { latencyP99Ms: 900 });
});

/** What a promise reports of a state in which some rows are others. */
const told = async (invariant: Invariant, ...rows: Row[]) =>
  (await invariant({ state: changedState(ledger.state, rows) })).join("\n");

function there<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the row is there");
  return value;
}

const dayKey = () => siteDays.key("fresno", recordedDayMs);
/** The day of the delivery with another figure in its first hour. */
function dayWith(name: keyof SiteDay, value: bigint): Row {
  const day = there(siteDays.get(ledger.state, "fresno", recordedDayMs));
  return rowOf(dayKey(), siteDays.codec, { ...day, [name]: [value, ...day[name].slice(1)] } as SiteDay);
}

describe("a ledger that nobody broke", () => {
  test("keeps every promise", async () => expect(await ledger.audit()).toEqual([]));
});

describe("siteDaysEqualDeliveries", () => {
  const figures = ["usedShare", "leastMilliWh", "attributedWh", "deliveredMicroScu", "meteredMicroScu"] as const;
  test.each([...figures, "timedMicroScu", "slowestP99Ms"] as const)(
    "sees an hour whose %s is less than its deliveries make it",
    async (name) => expect(await told(siteDaysEqualDeliveries, dayWith(name, 0n))).toContain(name),
  );

  test("sees energy that is withheld though chance passed it over, and room opened on energy that waits", async () => {
    ledger.advance(1);
    expect(await told(siteDaysEqualDeliveries, dayWith("withheldWh", 0n))).toBe("");
    expect(await told(siteDaysEqualDeliveries, dayWith("withheldWh", 5n))).toContain("withheldWh");
    const delivery = there(deliveries.get(ledger.state, 1));
    const challenge = { state: "open", dueMs: 5 };
    const waits = rowOf(deliveries.key(1), deliveries.codec, { ...delivery, challenge } as never);
    expect(await told(siteDaysEqualDeliveries, waits)).toContain("withheldWh");
  });

  test("sees a day that is missing, and work that no site could do", async () => {
    expect(await told(siteDaysEqualDeliveries, rowOf(dayKey(), siteDays.codec, undefined))).toContain("is missing");
    const delivery = there(deliveries.get(ledger.state, 1));
    const other = rowOf(deliveries.key(1), deliveries.codec, { ...delivery, workload: "train" } as never);
    expect(await told(siteDaysEqualDeliveries, other)).toContain("cannot do");
  });

  test("sees a certificate for which more is counted than was delivered", async () => {
    const certificate = there(certificates.get(ledger.state, 1));
    const more = rowOf(certificates.key(1), certificates.codec, { ...certificate, deliveredMicroScu: 5n } as never);
    expect(await told(siteDaysEqualDeliveries, more)).toContain("deliveries for it say 0");
  });
});

describe("deliveriesFitTimeAndEnergy", () => {
  test("sees more than the time, more energy than was used, and work beyond the best hardware's", async () => {
    expect(await told(deliveriesFitTimeAndEnergy, dayWith("usedShare", 1_000_000_001n))).toContain("time");
    expect(await told(deliveriesFitTimeAndEnergy, dayWith("attributedWh", 10_000_001n))).toContain("more energy");
    expect(await told(deliveriesFitTimeAndEnergy, dayWith("leastMilliWh", 10_000_000_001n))).toContain("more energy");
    expect(await told(deliveriesFitTimeAndEnergy, dayWith("attributedWh", 10_000_000n))).toBe("");
  });
});

describe("sitesEqualHardware", () => {
  test("sees a site that can do other than its hardware, or has another zone or somebody else's bond", async () => {
    const site = there(sites.get(ledger.state, "fresno"));
    const changed = (changes: object) => rowOf(sites.key("fresno"), sites.codec, { ...site, ...changes } as never);
    const infer = { ...site.abilities.infer, capacityMicroScu: 1n };
    expect(await told(sitesEqualHardware, changed({ abilities: { infer } }))).toContain("can do infer otherwise");
    expect(await told(sitesEqualHardware, changed({ abilities: {} }))).toContain("can do infer otherwise");
    expect(await told(sitesEqualHardware, changed({ zone: "ERCO" }))).toContain("no load of its zone");
    expect(await told(sitesEqualHardware, changed({ load: "solar-kern" }))).toContain("no load of its zone");
    expect(await told(sitesEqualHardware, changed({ bond: 9 }))).toContain("has no bond");
  });

  test("sees loads and keys that name another, or nobody", async () => {
    const load = (row: object | undefined) => rowOf(loadSites.key("datacentre-fresno"), loadSites.codec, row as never);
    expect(await told(sitesEqualHardware, load(undefined))).toContain("is missing");
    expect(await told(sitesEqualHardware, load({ site: "reno" }))).toContain("not of it");
    const hex = bytesToHex(publicKeyOf(devnetSecretKey("consumer-alice")));
    const key = (row: object | undefined) => rowOf(signingKeys.key(hex), signingKeys.codec, row as never);
    expect(await told(sitesEqualHardware, key(undefined))).toContain("is missing");
    expect(await told(sitesEqualHardware, key({ account: ledger.account("bob") }))).toContain("somebody else");
    const gone = rowOf(consumers.key(ledger.account("alice")), consumers.codec, undefined);
    expect(await told(sitesEqualHardware, gone)).toContain("somebody else");
  });
});

describe("certificatesEqualCommitments", () => {
  test("sees a commitment without a bond of its provider's own, or with one that another promise has", async () => {
    const commitment = there(commitments.get(ledger.state, 1));
    const site = there(sites.get(ledger.state, "fresno"));
    const bonded = (bond: number | undefined) =>
      rowOf(commitments.key(1), commitments.codec, { ...commitment, bond } as never);
    expect(await told(certificatesEqualCommitments, bonded(9))).toContain("has no bond");
    expect(await told(certificatesEqualCommitments, bonded(site.bond))).toContain("is another's too");
  });
});

describe("monthsEqualCertificates", () => {
  test("sees a month of which another share is committed, and one that is missing", async () => {
    const key = siteMonths.key("fresno", month);
    const nothing = { committedShare: 0n, backedShare: 0n, calledMicroScu: 0n, keptMicroScu: 0n };
    const none = rowOf(key, siteMonths.codec, nothing);
    expect(await told(monthsEqualCertificates, none)).toContain("promise another share");
    expect(await told(monthsEqualCertificates, rowOf(key, siteMonths.codec, undefined))).toContain("is missing");
  });

  test("sees a month of which more was called or kept than its settled certificates tell", async () => {
    const sums = there(siteMonths.get(ledger.state, "fresno", month));
    const changed = (changes: object) =>
      rowOf(siteMonths.key("fresno", month), siteMonths.codec, { ...sums, ...changes } as never);
    expect(await told(monthsEqualCertificates, changed({}))).toBe("");
    expect(await told(monthsEqualCertificates, changed({ calledMicroScu: 1n }))).toContain("called and kept");
    expect(await told(monthsEqualCertificates, changed({ keptMicroScu: 1n }))).toContain("called and kept");
    const certificate = there(certificates.get(ledger.state, 1));
    const settled = { ...certificate, calledMicroScu: 5n, deliveredMicroScu: 3n, paidNano: 0n };
    const row = rowOf(certificates.key(1), certificates.codec, settled as never);
    expect(await told(monthsEqualCertificates, row)).toContain("called and kept");
    expect(await told(monthsEqualCertificates, row, changed({ calledMicroScu: 5n, keptMicroScu: 3n }))).toBe("");
  });
});
