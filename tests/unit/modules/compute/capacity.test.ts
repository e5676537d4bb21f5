// Capacity promised by the month: bonded, split, called, and paid from the bond when it is not delivered.
import { beforeEach, describe, expect, test } from "vitest";
import { monthEndMs, monthStartMs } from "#src/core/month.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { read as accountsRead } from "#src/modules/accounts/access.ts";
import { certificatesEqualCommitments, monthsEqualCertificates } from "#src/modules/compute/invariants.ts";
import { certificates, heldCertificates, siteMonths } from "#src/modules/compute/tables.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { giveYuan, silverOf } from "#tests/support/bonds.ts";
import { changedState, rowOf } from "#tests/support/changedState.ts";
import { createComputeLedger, deliver, matchedDayAt, pricesAgain, readyLedger } from "#tests/support/compute.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { settlePrices } from "#tests/support/prices.ts";

const month = "2026-03";
const dayMs = 86_400_000;
/** Fifty thousand devices of one SCU an hour each, for the hours of March. */
const wholeMonth = 50_000n * 744n * 1_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createComputeLedger({ "compute.penaltyNanoPerScuHour": 1_000_000_000n });
});

/** Carol promises SCU-hours: at a penalty of a dollar each, and fourteen cents the yuan, ten yuan cover one easily. */
function commit(scuHours: bigint, changes: object = {}, yuan = scuHours * 1_000n) {
  giveYuan(ledger, "carol", yuan);
  return ledger.send("carol", "compute/commitCapacity", {
    site: "fresno",
    workload: "infer",
    month,
    gradeFloor: {},
    microScuHours: scuHours * 1_000_000n,
    certificateIds: [],
    cash: { currency: "CNY", amount: yuan },
    ...changes,
  });
}

const yuanOf = (alias: string) => accountsRead.balance(ledger.state, "CNY", ledger.account(alias));
const certificateOf = (id: number) => certificates.get(ledger.state, id);
const transfer = (certificateId: number, to: string, actor = "carol", microScuHours?: bigint) =>
  ledger.send(actor, "compute/transferCapacity", {
    certificateId,
    to: ledger.account(to),
    ...(microScuHours === undefined ? {} : { microScuHours }),
  });
const call = (actor: string, certificateId: number) => ledger.send(actor, "compute/callCapacity", { certificateId });
const dueMs = monthEndMs(month) + 3 * dayMs;
/** Prices are fresh at the next moment at which the month may be settled. */
const settleAt = (timeMs: number, yuanNano?: bigint) => {
  ledger.advance(timeMs - 60_000 - ledger.state.timeMs);
  pricesAgain(ledger);
  if (yuanNano !== undefined) settlePrices(ledger, { CNY: yuanNano });
  ledger.advance(timeMs - ledger.state.timeMs);
};

describe("promising", () => {
  test("makes a certificate for the provider, up to the whole of a month", async () => {
    const { answer } = commit(100n);
    expect(answer).toMatchObject({ commitment: 1, certificateId: 1, bond: 1 });
    expect(certificateOf(1)).toMatchObject({ holder: ledger.account("carol"), zone: "CISO", state: "active" });
    const share = siteMonths.get(ledger.state, "fresno", month)?.committedShare ?? 0n;
    expect(share).toBe((100_000_000n * 1_000_000_000n + wholeMonth - 1n) / wholeMonth);
    const rest = commit(1n, { microScuHours: wholeMonth - 99_000_000n });
    expect(rest.refused).toBe("compute/capacityCommitted");
    expect(await ledger.query("compute/siteMonth", { site: "fresno", month })).toMatchObject({ backedShare: 0n });
    expect(await ledger.query("compute/commitment", { commitment: 1 })).toMatchObject({ certificateIds: [1] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is for the provider, before the month, for work that the site can do, and bonded for what default costs", () => {
    expect(commit(100n, { workload: "train" }).refused).toBe("compute/workloadUnable");
    expect(commit(100n, { month: "2026-01" }).refused).toBe("compute/monthBegun");
    expect(commit(100n, {}, 5_000n).refused).toBe("compute/bondTooSmall");
    giveYuan(ledger, "alice", 1_000_000n);
    const content = { site: "fresno", workload: "infer", month, gradeFloor: {}, microScuHours: 1n, certificateIds: [] };
    const cash = { currency: "CNY", amount: 100n };
    expect(ledger.send("alice", "compute/commitCapacity", { ...content, cash }).refused).toBe("compute/notProvider");
    expect(ledger.send("alice", "compute/commitCapacity", { ...content, cash, site: "nowhere" }).refused).toBe(
      "compute/unknownSite",
    );
  });
});

describe("a certificate of capacity", () => {
  test("passes whole or in part, and its pieces are all that was promised", async () => {
    commit(100n);
    expect(transfer(1, "alice", "carol", 30_000_000n).answer).toEqual({ certificateId: 2 });
    expect(transfer(1, "bob").answer).toEqual({ certificateId: 1 });
    expect(certificateOf(2)).toMatchObject({ holder: ledger.account("alice"), microScuHours: 30_000_000n });
    expect(await ledger.query("compute/holdings", { holder: ledger.account("bob") })).toMatchObject({
      items: [{ certificateId: 1, microScuHours: 70_000_000n }],
    });
    expect(await ledger.query("compute/certificate", { certificateId: 2 })).toMatchObject({ commitment: 1 });
    expect(transfer(1, "alice").refused).toBe("compute/notHolder");
    expect(transfer(2, "alice", "alice").refused).toBe("compute/holderIsPayee");
    expect(transfer(2, "bob", "alice", 30_000_001n).refused).toBe("compute/amountTooLarge");
    expect(transfer(9, "bob", "alice").refused).toBe("compute/unknownCertificate");
    expect(await ledger.audit()).toEqual([]);
  });

  test("is split into so many pieces and no more", () => {
    commit(100n);
    for (let piece = 1; piece < 64; piece += 1) expect(transfer(1, "alice", "carol", 1n).code).toBe(0);
    expect(transfer(1, "alice", "carol", 1n).refused).toBe("compute/tooManyPieces");
  });

  test("is called once, by its holder, before its month is over, and does not pass on after that", () => {
    commit(100n);
    expect(call("alice", 1).refused).toBe("compute/notHolder");
    expect(call("carol", 1).code).toBe(0);
    expect(call("carol", 1).refused).toBe("compute/certificateCalled");
    expect(transfer(1, "alice").refused).toBe("compute/certificateCalled");
    commit(100n);
    ledger.advance(monthEndMs(month) - ledger.state.timeMs);
    expect(call("carol", 2).refused).toBe("compute/monthOver");
  });
});

describe("the end of a month", () => {
  test("gives the bond back where nothing was called", async () => {
    commit(100n);
    const before = yuanOf("carol");
    settleAt(dueMs);
    expect(yuanOf("carol")).toBe(before + 100_000n);
    expect(certificateOf(1)?.paidNano).toBe(0n);
    expect(call("carol", 1).refused).toBe("compute/certificateSettled");
    expect(await ledger.audit()).toEqual([]);
  });

  test("pays who called and got nothing, by the penalty, and returns the rest", async () => {
    commit(100n);
    transfer(1, "alice", "carol", 30_000_000n);
    call("alice", 2);
    const [aliceBefore, carolBefore] = [yuanOf("alice"), yuanOf("carol")];
    ledger.advance(dueMs - ledger.state.timeMs);
    // Without a fresh price nothing is settled; an hour later there is one.
    expect(certificateOf(2)?.paidNano).toBeUndefined();
    settleAt(ledger.state.timeMs + 3_600_000);
    const paid = yuanOf("alice") - aliceBefore;
    // Thirty dollars at a low price of about fourteen cents a yuan, in cents of a yuan.
    expect(paid).toBeGreaterThanOrEqual(20_833n);
    expect(paid).toBeLessThan(22_000n);
    expect(yuanOf("carol") - carolBefore).toBe(100_000n - paid);
    expect(certificateOf(2)?.paidNano).toBeGreaterThanOrEqual(30_000_000_000n);
    expect(ledger.faults).toEqual([]);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a certificate that is called late", () => {
  test("promises no more than its part of what is left of the month", async () => {
    commit(744n);
    transfer(1, "alice");
    ledger.advance(monthEndMs(month) - 2_000 - ledger.state.timeMs);
    expect(call("alice", 1).code).toBe(0);
    const before = yuanOf("alice");
    settleAt(dueMs);
    // Next to nothing can be delivered in a second, so no more is owed.
    expect(yuanOf("alice") - before).toBeLessThan(10n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is owed in full when called before its month, and by the hour after that", () => {
    commit(744n);
    transfer(1, "alice");
    ledger.advance(monthEndMs(month) - 10 * 3_600_000 - 1 - ledger.state.timeMs);
    expect(call("alice", 1).code).toBe(0);
    expect(certificateOf(1)?.calledMicroScu).toBe(10_000_000n);
    const before = yuanOf("alice");
    settleAt(dueMs);
    // Ten hours of one SCU, at a dollar each.
    expect(yuanOf("alice") - before).toBeGreaterThanOrEqual(6_944n);
    expect(yuanOf("alice") - before).toBeLessThan(7_300n);
  });
});

describe("the availability of a site", () => {
  const served = "2026-02";
  const lastDayMs = monthEndMs(served) - dayMs;
  const settledMs = monthEndMs(served) + 3 * dayMs;
  const grades = (fromMs: number, days = 1) => ledger.query("compute/grades", { site: "fresno", fromMs, days });

  /** Alice calls ten SCU-hours of February; on its last day she gets so many of them. */
  function serve(microScu: bigint): void {
    ledger = readyLedger({ "compute.challengeBp": 10_000n, "compute.penaltyNanoPerScuHour": 1_000_000_000n });
    expect(commit(10n, { month: served }).code).toBe(0);
    transfer(1, "alice");
    expect(call("alice", 1).code).toBe(0);
    matchedDayAt(ledger, lastDayMs);
    const delivery = { startMs: lastDayMs, certificateId: 1, hoursMicroScu: [microScu] };
    if (microScu > 0n) expect(deliver(ledger, delivery).refused).toBeUndefined();
  }

  test.each([
    [10_000_000n, "A", 10_000],
    [9_990_000n, "A", 9_990],
    [9_989_999n, "B", 9_989],
    [9_900_000n, "B", 9_900],
    [9_899_999n, "C", 9_899],
    [9_500_000n, "C", 9_500],
    [9_000_000n, "D", 9_000],
    [8_999_999n, "E", 8_999],
    [0n, "E", 0],
  ])("with %i of ten million called and delivered is told once the month is settled", async (microScu, letter, bp) => {
    serve(microScu);
    expect(await grades(lastDayMs)).toMatchObject({ availability: "untested" });
    settleAt(settledMs);
    expect(await grades(lastDayMs)).toMatchObject({ availability: letter, availabilityBp: bp });
    expect(siteMonths.get(ledger.state, "fresno", served)).toMatchObject({
      calledMicroScu: 10_000_000n,
      keptMicroScu: microScu,
    });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is that of each month which the days touch, and of no other", async () => {
    serve(10_000_000n);
    settleAt(settledMs);
    expect(await grades(lastDayMs - dayMs, 31)).toMatchObject({ availability: "A" });
    expect(await grades(monthEndMs(served) - 1, 1)).toMatchObject({ availability: "A" });
    expect(await grades(monthEndMs(served), 31)).toMatchObject({ availability: "untested" });
    expect(await grades(monthStartMs(served) - dayMs, 1)).toMatchObject({ availability: "untested" });
  });

  test("falls when a verifier finds, after the month is settled, that the work was none", async () => {
    serve(10_000_000n);
    settleAt(settledMs);
    expect(await grades(lastDayMs)).toMatchObject({ availability: "A" });
    const resultHash = sha256(new Uint8Array([1]));
    const report = { delivery: 1, resultHash };
    const tell = (verifier: string) => ledger.send(verifier, "compute/reportChallenge", report).answer;
    expect(tell("compute-verifier")).toEqual({ state: "doubted" });
    expect(await grades(lastDayMs)).toMatchObject({ availability: "A" });
    expect(tell("compute-verifier-2")).toEqual({ state: "failed" });
    expect(await grades(lastDayMs)).toMatchObject({ availability: "E", availabilityBp: 0 });
    expect(await ledger.audit()).toEqual([]);
  });

  test("counts nothing that nobody called", async () => {
    commit(10n, { month: served });
    settleAt(settledMs);
    expect(await grades(lastDayMs)).toMatchObject({ availability: "untested" });
    expect(await grades(lastDayMs)).not.toHaveProperty("availabilityBp");
  });
});

describe("metal as a bond for capacity", () => {
  test("backs no pieces: whoever held a tiny one would be paid a whole bar, and the next nothing", async () => {
    const certificateIds = silverOf(ledger, "carol");
    commit(100n, { certificateIds, cash: undefined });
    expect(transfer(1, "bob", "carol", 1n).refused).toBe("compute/bondIndivisible");
    expect(transfer(1, "alice").code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });

  test("put in later is paid to the largest claim first", async () => {
    commit(100n);
    transfer(1, "alice", "carol", 97_999_999n);
    transfer(1, "bob", "carol", 1n);
    for (const [actor, id] of [
      ["carol", 1],
      ["alice", 2],
      ["bob", 3],
    ] as const)
      call(actor, id);
    const [bar = 0] = silverOf(ledger, "carol");
    expect(ledger.send("carol", "bonds/topUpBond", { bond: 1, certificateIds: [bar] }).code).toBe(0);
    // A yuan is worth a hundredth of what it was: it covers less than any claim but the smallest.
    settleAt(dueMs, 1_440_000n);
    expect(metalReserve.certificate(ledger.state, bar).owner).toBe(ledger.account("alice"));
    expect(await ledger.audit()).toEqual([]);
  });

  test("is worth its low price after a haircut, and passes in whole bars", async () => {
    const certificateIds = silverOf(ledger, "carol");
    const { answer } = ledger.send("carol", "compute/commitCapacity", {
      ...{ site: "fresno", workload: "infer", month, gradeFloor: {}, microScuHours: 10_000_000n },
      certificateIds,
    });
    expect(answer).toMatchObject({ commitment: 1 });
    transfer(1, "alice");
    call("alice", 1);
    settleAt(dueMs);
    const ownerOf = (id: number) => metalReserve.certificate(ledger.state, id).owner;
    expect(certificateIds.map(ownerOf)).toEqual([ledger.account("alice"), ledger.account("carol")]);
    expect(metalReserve.certificate(ledger.state, certificateIds[1] ?? 0).state).toBe("active");
    expect(ledger.faults).toEqual([]);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("the promises about capacity", () => {
  test("certificatesEqualCommitments and monthsEqualCertificates see what does not add up", async () => {
    commit(100n);
    const certificate = certificateOf(1);
    if (certificate === undefined) throw new Error("the certificate is there");
    const at = (rows: Parameters<typeof changedState>[1]) => ({ state: changedState(ledger.state, rows) });
    const changed = (changes: object) =>
      rowOf(certificates.key(1), certificates.codec, { ...certificate, ...changes } as typeof certificate);
    expect(await certificatesEqualCommitments(at([]))).toEqual([]);
    expect((await certificatesEqualCommitments(at([changed({ microScuHours: 1n })]))).join()).toContain("sum to");
    const over = changed({ deliveredMicroScu: 10n ** 12n });
    expect((await certificatesEqualCommitments(at([over]))).join()).toContain("more is delivered");
    const gone = rowOf(heldCertificates.key(certificate.holder, 1), heldCertificates.codec, undefined);
    expect((await certificatesEqualCommitments(at([gone]))).join()).toContain("is missing");
    expect((await monthsEqualCertificates(at([changed({ state: "backed" })]))).join()).toContain("another share");
    const sums = { committedShare: 2_000_000_000n, backedShare: 0n, calledMicroScu: 0n, keptMicroScu: 0n };
    const full = rowOf(siteMonths.key("fresno", month), siteMonths.codec, sums);
    expect((await monthsEqualCertificates(at([full]))).join()).toContain("more than a whole month");
  });
});

describe("capacity that backs money", () => {
  test("is marked on its site's month until its provider has it back, also after it was sold and split", async () => {
    commit(100n);
    const share = () => siteMonths.get(ledger.state, "fresno", month)?.backedShare;
    const committed = siteMonths.get(ledger.state, "fresno", month)?.committedShare;
    const pledge = (actor: string) => ledger.send(actor, "backing-player/pledge", { certificateIds: [1] });
    const release = (to: string, stillBacked: boolean) =>
      ledger.send("bob", "backing-player/release", { certificateIds: [1], to: ledger.account(to), stillBacked });
    expect(pledge("carol").code).toBe(0);
    expect([certificateOf(1)?.state, share()]).toEqual(["backing", committed]);
    expect(ledger.send("bob", "backing-player/pledgeOwn", { certificateIds: [1] }).refused).toBe(
      "compute/certificateBacking",
    );
    expect(transfer(1, "alice").refused).toBe("compute/notHolder");
    expect(release("carol", false).code).toBe(0);
    expect([certificateOf(1)?.state, share()]).toEqual(["active", 0n]);
    pledge("carol");
    expect(release("alice", true).code).toBe(0);
    expect([certificateOf(1)?.state, share()]).toEqual(["backed", committed]);
    transfer(1, "bob", "alice", 33_333_333n);
    expect(await ledger.audit()).toEqual([]);
    expect(pledge("alice").code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is neither called nor of a month that has begun", () => {
    commit(100n);
    const pledge = () => ledger.send("carol", "backing-player/pledge", { certificateIds: [1] }).refused;
    call("carol", 1);
    expect(pledge()).toBe("compute/certificateCalled");
    ledger.advance(monthStartMs(month) - ledger.state.timeMs);
    pricesAgain(ledger);
    expect(commit(100n, { month: "2026-04" }).refused).toBeUndefined();
    expect(ledger.send("carol", "backing-player/pledge", { certificateIds: [2] }).code).toBe(0);
    expect(call("carol", 2).refused).toBe("compute/notHolder");
    ledger.advance(monthStartMs("2026-05") - ledger.state.timeMs);
    ledger.send("bob", "backing-player/release", {
      certificateIds: [2],
      to: ledger.account("carol"),
      stillBacked: true,
    });
    expect(ledger.send("carol", "backing-player/pledge", { certificateIds: [2] }).refused).toBe("compute/monthBegun");
  });
});
