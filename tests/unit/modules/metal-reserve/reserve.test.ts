// Metal of the reserve: in, out, and paid in kind.
import { beforeEach, describe, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read } from "#src/modules/metal-reserve/access.ts";
import { certificates } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  attest,
  copperLot,
  createMetalLedger,
  depositBars,
  depositForReserve,
  documentHash,
  reserveAccount,
  silverBar,
} from "#tests/support/metal.ts";

const kg = 1_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

const order = (metal: string) =>
  [...read.reserveOldestFirst(ledger.state, metal)].map(({ certificateId }) => certificateId);
const pay = (metal: string, fineWeightMgMost: bigint, certificatesMost = 64) =>
  (
    ledger.send("bob", "reserve-player/payFromReserve", { metal, fineWeightMgMost, certificatesMost }).answer as {
      parts: { certificateId: number; fineWeightMg: bigint }[];
    }
  ).parts;

describe("title passing to the reserve", () => {
  const pass = (actor: string, ...certificateIds: number[]) =>
    ledger.send(actor, "reserve-player/passToReserve", { certificateIds });

  test("moves the owner, the totals and the chain, and is announced", async () => {
    depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2")] });
    attest(ledger);
    const { code, events } = pass("alice", 2, 1);
    expect(code).toBe(0);
    expect(certificates.get(ledger.state, 2)).toMatchObject({ owner: reserveAccount, state: "reserve-owned" });
    expect(order("AG")).toEqual([2, 1]);
    expect(events.map(({ type }) => type)).toEqual(Array(2).fill("metal-reserve/titlePassedToReserve"));
    expect(read.reserveHoldings(ledger.state, "AG")).toEqual({ attestedFineMg: 62n * kg, unattestedFineMg: 0n });
    expect(read.heldFineMg(ledger.state, "AG")).toBe(62n * kg);
    expect(await ledger.audit()).toEqual([]);
  });

  test("takes all of the certificates or none", () => {
    depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2")] });
    expect(pass("alice", 1)).toMatchObject({
      refused: "metal-reserve/certificateUnattested",
      details: { vault: "zurich" },
    });
    attest(ledger);
    depositBars(ledger, { bars: [silverBar("A3")] });
    depositBars(ledger, { depositor: "bob", bars: [silverBar("A4")] });
    ledger.send("alice", "metal-reserve/requestDelivery", { certificateId: 2, instructionHash: documentHash });
    const before = ledger.digest();
    expect(pass("alice", 1, 3).refused).toBe("metal-reserve/certificateUnattested");
    expect(pass("alice", 1, 4).refused).toBe("metal-reserve/notOwner");
    expect(pass("alice", 1, 2).refused).toBe("metal-reserve/certificateNotActive");
    expect(pass("alice", 1, 1).refused).toBe("metal-reserve/certificateRepeated");
    expect(pass("alice", 1, 9).refused).toBe("metal-reserve/unknownCertificate");
    expect(ledger.digest()).toBe(before);
    pass("alice", 1);
    expect(pass("alice", 1).refused).toBe("metal-reserve/notOwner");
  });
});

describe("releasing from the reserve", () => {
  const release = (certificateId: number, fineWeightMg?: bigint) =>
    ledger.send("carol", "reserve-player/releaseFromReserve", {
      certificateId,
      to: ledger.account("bob"),
      ...(fineWeightMg !== undefined && { fineWeightMg }),
    });

  test("gives the certificate to its new owner, free to be used", async () => {
    const [first = 0, second = 0] = depositForReserve(ledger, { bars: [silverBar("A1"), silverBar("A2", 30n * kg)] });
    const { answer, events } = release(first);
    expect(answer).toEqual({ certificateId: first });
    const bob = ledger.account("bob");
    expect(certificates.get(ledger.state, first)).toMatchObject({ owner: bob, state: "active" });
    const title = { certificateId: first, metal: "AG", vault: "zurich", fineWeightMg: 31n * kg };
    expect(events).toEqual([
      { type: "metal-reserve/titleReleasedFromReserve", content: { ...title, from: reserveAccount, to: bob } },
    ]);
    expect(order("AG")).toEqual([second]);
    expect(read.reserveHoldings(ledger.state, "AG").attestedFineMg).toBe(30n * kg);
    expect(
      ledger.send("bob", "metal-reserve/requestDelivery", { certificateId: first, instructionHash: documentHash }).code,
    ).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });

  test("splits a lot for an exact weight, and the rest keeps its place", async () => {
    const [lot = 0] = depositForReserve(ledger, { metal: "CU", bars: [copperLot("C1"), copperLot("C2")] });
    const { answer } = release(lot, 1_234_567n);
    const { certificateId } = answer as { certificateId: number };
    expect(certificateId).toBe(3);
    expect(certificates.get(ledger.state, 3)).toMatchObject({
      state: "active",
      fineWeightMg: 1_234_567n,
      splitFrom: lot,
    });
    expect(order("CU")).toEqual([1, 2]);
    expect(read.reserveHoldings(ledger.state, "CU").attestedFineMg).toBe(50_000n * kg - 1_234_567n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("a whole weight is the certificate itself", () => {
    const [lot = 0] = depositForReserve(ledger, { metal: "CU", bars: [copperLot("C1")] });
    expect(release(lot, 25_000n * kg).answer).toEqual({ certificateId: lot });
  });

  test("refuses what is not the reserve's, a piece of a bar, and pieces too light or too heavy", () => {
    depositBars(ledger, { bars: [silverBar("A1")] });
    const [bar = 0] = depositForReserve(ledger, { bars: [silverBar("A2")] });
    const [lot = 0] = depositForReserve(ledger, { metal: "CU", bars: [copperLot("C1")] });
    const before = ledger.digest();
    expect(release(1).refused).toBe("metal-reserve/notReserveOwned");
    expect(release(99).refused).toBe("metal-reserve/unknownCertificate");
    expect(release(bar, kg).refused).toBe("metal-reserve/barIndivisible");
    expect(release(lot, 1n).refused).toBe("metal-reserve/pieceTooLight");
    expect(release(lot, 26_000n * kg).refused).toBe("metal-reserve/piecesTooHeavy");
    expect(ledger.digest()).toBe(before);
  });
});

describe("paying in kind", () => {
  test("pays whole bars, oldest title first over all vaults, and passes over those that do not fit", async () => {
    const [a = 0] = depositForReserve(ledger, { bars: [silverBar("A1", 30n * kg)] });
    const [b = 0] = depositForReserve(ledger, { vault: "shanghai", bars: [silverBar("B1", 33n * kg)] });
    const [c = 0, d = 0] = depositForReserve(ledger, { bars: [silverBar("A2", 31n * kg), silverBar("A3", 25n * kg)] });
    expect(order("AG")).toEqual([a, b, c, d]);
    const parts = pay("AG", 60n * kg);
    expect(parts).toEqual([
      { certificateId: a, fineWeightMg: 30n * kg },
      { certificateId: d, fineWeightMg: 25n * kg },
    ]);
    expect(order("AG")).toEqual([b, c]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("pays lots to the milligram, the last one cut", async () => {
    depositForReserve(ledger, { metal: "CU", bars: [copperLot("C1"), copperLot("C2")] });
    expect(pay("CU", 30_000n * kg + 7n)).toEqual([
      { certificateId: 1, fineWeightMg: 25_000n * kg },
      { certificateId: 3, fineWeightMg: 5_000n * kg + 7n },
    ]);
    expect(read.reserveHoldings(ledger.state, "CU").attestedFineMg).toBe(20_000n * kg - 7n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("leaves no rest too light and pays nothing too light", () => {
    depositForReserve(ledger, { metal: "CU", bars: [copperLot("C1")] });
    expect(pay("CU", kg - 1n)).toEqual([]);
    expect(pay("CU", 25_000n * kg - 1n)).toEqual([{ certificateId: 2, fineWeightMg: 24_999n * kg }]);
  });

  test("pays no more certificates than asked, and what the reserve has at most", () => {
    depositForReserve(ledger, { bars: [silverBar("A1"), silverBar("A2"), silverBar("A3")] });
    expect(pay("AG", 1_000n * kg, 2).map(({ certificateId }) => certificateId)).toEqual([1, 2]);
    expect(pay("AG", 1_000n * kg)).toHaveLength(1);
    expect(pay("AG", 1_000n * kg)).toEqual([]);
  });

  test("passes over vaults whose attestation is not in force", () => {
    depositForReserve(ledger, { bars: [silverBar("A1")] });
    const [attested = 0] = depositForReserve(ledger, { vault: "shanghai", bars: [silverBar("B1")] });
    ledger.send("auditor", "metal-reserve/withdrawAttestation", { vault: "zurich", reason: "doubt" });
    expect(pay("AG", 1_000n * kg)).toEqual([{ certificateId: attested, fineWeightMg: 31n * kg }]);
  });

  test("the plan says beforehand what will be paid, and writes nothing", () => {
    depositForReserve(ledger, { metal: "CU", bars: [copperLot("C1"), copperLot("C2")] });
    const plan = read.planPaymentInKind(ledger.state, {
      metal: "CU",
      fineWeightMgMost: 26_000n * kg,
      certificatesMost: 4,
    });
    expect(plan).toEqual([
      { certificateId: 1, fineWeightMg: 25_000n * kg },
      { certificateId: 2, fineWeightMg: 1_000n * kg },
    ]);
    expect(pay("CU", 26_000n * kg, 4).map(({ fineWeightMg }) => fineWeightMg)).toEqual([25_000n * kg, 1_000n * kg]);
  });
});

test("a walk over the reserve ends at its bound", () => {
  for (let deposit = 0; order("AG").length === 64 * deposit; deposit += 1) {
    depositForReserve(ledger, { bars: Array.from({ length: 64 }, (_, at) => silverBar(`D${deposit}-${at}`)) });
  }
  expect(order("AG")).toHaveLength(limits.reserveStepsMax);
});

test("holdings by vault name keeper and country", () => {
  depositForReserve(ledger, { bars: [silverBar("A1")] });
  depositForReserve(ledger, { vault: "shanghai", bars: [silverBar("B1")] });
  ledger.send("auditor-2", "metal-reserve/withdrawAttestation", { vault: "shanghai", reason: "doubt" });
  expect(read.reserveByVault(ledger.state, "AG")).toEqual([
    { vault: "zurich", operator: ledger.account("custodian"), country: "CH", fineWeightMg: 31n * kg, attested: true },
    {
      vault: "shanghai",
      operator: ledger.account("custodian-2"),
      country: "CN",
      fineWeightMg: 31n * kg,
      attested: false,
    },
  ]);
});
