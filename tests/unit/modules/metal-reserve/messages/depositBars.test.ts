// Taking metal in.
import { beforeEach, describe, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { parameters } from "#src/modules/metal-reserve/parameters.ts";
import { firstListHash, nextListHash } from "#src/modules/metal-reserve/rules.ts";
import { bars, certificates, metalTotals, vaultTotals } from "#src/modules/metal-reserve/tables.ts";
import { type TestLedger, testGenesisTimeMs } from "#tests/support/ledger.ts";
import {
  copperLot,
  createMetalLedger,
  depositBars,
  documentHash,
  reserveAccount,
  sendDeposit,
  silverBar,
} from "#tests/support/metal.ts";

const type = "metal-reserve/depositBars";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

test("makes one certificate for each bar, owned by the depositor", async () => {
  const [first, second] = [silverBar("A1"), silverBar("A2", 30_000_000n)];
  const { code, answer, events } = sendDeposit(ledger, { bars: [first, second] });
  expect(code).toBe(0);
  const start = firstListHash("zurich");
  const entry = (certificateId: number, bar: typeof first) => {
    const { assayPpm: _, ...marks } = bar;
    return { change: "deposited" as const, certificateId, metal: "AG", ...marks };
  };
  const listHash = nextListHash(nextListHash(start, entry(1, first)), entry(2, second));
  expect(answer).toEqual({ certificateIds: [1, 2], listHash });
  expect(certificates.get(ledger.state, 2)).toEqual({
    state: "active",
    owner: ledger.account("alice"),
    metal: "AG",
    vault: "zurich",
    ...second,
    deposit: 2,
    depositor: ledger.account("alice"),
    depositedMs: ledger.state.timeMs,
  });
  const total = { items: 2, fineWeightMg: 61_000_000n, reserveFineWeightMg: 0n };
  expect(vaultTotals.get(ledger.state, "zurich", "AG")).toEqual(total);
  expect(metalTotals.get(ledger.state, "AG")).toEqual(total);
  expect(events.map((event) => event.type)).toEqual(["metal-reserve/barDeposited", "metal-reserve/barDeposited"]);
  expect(events[1]?.content).toMatchObject({ certificateId: 2, deposit: 2, listHash });
  expect(await ledger.audit()).toEqual([]);
});

test("only the custodian that operates the vault does, for an account that can hold", () => {
  const before = ledger.digest();
  const content = { vault: "zurich", depositor: ledger.account("alice"), metal: "AG", bars: [silverBar("A1")] };
  for (const actor of ["alice", "governor", "issuer", "auditor"]) {
    expect(ledger.send(actor, type, content).refused, actor).toBe("authority/roleMissing");
  }
  expect(ledger.send("custodian-2", type, content).refused).toBe("metal-reserve/notVaultOperator");
  expect(ledger.send("custodian", type, { ...content, vault: "atlantis" }).refused).toBe("metal-reserve/unknownVault");
  expect(ledger.send("custodian", type, { ...content, metal: "AU" }).refused).toBe("metal-reserve/unknownMetal");
  const toTheBooks = ledger.send("custodian", type, { ...content, depositor: reserveAccount });
  expect(toTheBooks.refused).toBe("accounts/ledgerAccount");
  expect(ledger.digest()).toBe(before);
});

describe("a bar is the only one of its refiner, serial and year, for ever", () => {
  test("in the same message", () => {
    const outcome = sendDeposit(ledger, { bars: [silverBar("A1"), silverBar("A2"), silverBar("A1")] });
    expect(outcome.refused).toBe("metal-reserve/barRepeated");
    expect(bars.has(ledger.state, "KGHM", "A2", 2024)).toBe(false);
  });
  test("in any vault, as any metal", () => {
    depositBars(ledger, { bars: [silverBar("A1")] });
    const again = sendDeposit(ledger, { vault: "shanghai", depositor: "bob", bars: [silverBar("A1", 30_500_000n)] });
    expect(again.refused).toBe("metal-reserve/barKnown");
    expect(again.details).toMatchObject({ certificateId: 1 });
    const asCopper = { ...copperLot("A1"), refiner: "KGHM", year: 2024 };
    expect(sendDeposit(ledger, { metal: "CU", bars: [asCopper] }).refused).toBe("metal-reserve/barKnown");
  });
  test("after its delivery", () => {
    const [certificateId] = depositBars(ledger, { bars: [silverBar("A1")] });
    ledger.send("alice", "metal-reserve/requestDelivery", { certificateId, instructionHash: documentHash });
    const delivery = { vault: "zurich", certificateIds: [certificateId], documentHash };
    expect(ledger.send("custodian", "metal-reserve/confirmDelivery", delivery).code).toBe(0);
    expect(sendDeposit(ledger, { bars: [silverBar("A1")] }).refused).toBe("metal-reserve/barKnown");
  });
  test("but another year's bar of the same serial is another bar", () => {
    depositBars(ledger, { bars: [silverBar("A1")] });
    expect(sendDeposit(ledger, { bars: [{ ...silverBar("A1"), year: 2023 }] }).code).toBe(0);
  });
});

describe("the metal's rules hold at their edges", () => {
  const outcomeOf = (changes: Partial<ReturnType<typeof silverBar>>) =>
    sendDeposit(ledger, { bars: [{ ...silverBar("A1"), ...changes }] });

  test("fineness", () => {
    expect(outcomeOf({ assayPpm: 998_999, fineWeightMg: 30_000_000n }).refused).toBe("metal-reserve/finenessTooLow");
    expect(outcomeOf({ assayPpm: 999_000, fineWeightMg: 30_000_000n }).code).toBe(0);
  });
  test("gross weight from below", () => {
    const fineWeightMg = 23_300_000n;
    expect(outcomeOf({ grossWeightMg: 23_327_606n, fineWeightMg }).refused).toBe("metal-reserve/weightOutOfBounds");
    expect(outcomeOf({ grossWeightMg: 23_327_607n, fineWeightMg }).code).toBe(0);
  });
  test("gross weight from above", () => {
    expect(outcomeOf({ grossWeightMg: 34_213_826n }).refused).toBe("metal-reserve/weightOutOfBounds");
    expect(outcomeOf({ grossWeightMg: 34_213_825n }).code).toBe(0);
  });
  test("fine weight against gross weight and assay", () => {
    const grossWeightMg = 31_103_477n;
    const tooMuch = outcomeOf({ grossWeightMg, fineWeightMg: 31_072_374n });
    expect(tooMuch.refused).toBe("metal-reserve/fineWeightTooHigh");
    expect(tooMuch.details).toMatchObject({ most: 31_072_373n });
    expect(outcomeOf({ grossWeightMg, fineWeightMg: 31_072_373n }).code).toBe(0);
  });
  test("the year has begun", () => {
    expect(new Date(testGenesisTimeMs).getUTCFullYear()).toBe(2026);
    expect(outcomeOf({ year: 2027 }).refused).toBe("metal-reserve/yearInFuture");
    expect(outcomeOf({ year: 2026 }).code).toBe(0);
  });
});

test("takes as many bars as a message may carry", async () => {
  const many = Array.from({ length: limits.certificatesPerMessageMax }, (_, at) => silverBar(`M${at}`));
  expect(depositBars(ledger, { bars: many })).toHaveLength(many.length);
  expect(await ledger.audit()).toEqual([]);
});

test("a custodian who is late with a delivery takes no deposits until it is made", () => {
  const [certificateId] = depositBars(ledger, { bars: [silverBar("A1")] });
  const asked = ledger.send("alice", "metal-reserve/requestDelivery", { certificateId, instructionHash: documentHash });
  const { dueMs } = asked.answer as { dueMs: number };
  const graceMs = Number(parameters.loadOutGraceMs.default);
  const depositAt = (timeMs: number, serial: string) => {
    ledger.advance(timeMs - ledger.state.timeMs - 1);
    return sendDeposit(ledger, { bars: [silverBar(serial)] });
  };
  expect(depositAt(dueMs + graceMs, "A2").code).toBe(0);
  const late = depositAt(dueMs + graceMs + 1, "A3");
  expect(late.refused).toBe("metal-reserve/loadOutOverdue");
  expect(late.details).toEqual({ vault: "zurich", certificateId, dueMs });
  ledger.send("custodian", "metal-reserve/confirmDelivery", {
    vault: "zurich",
    certificateIds: [certificateId],
    documentHash,
  });
  expect(sendDeposit(ledger, { bars: [silverBar("A3")] }).code).toBe(0);
});
