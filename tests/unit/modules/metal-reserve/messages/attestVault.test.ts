// Attesting a vault.
import { beforeEach, expect, test } from "vitest";
import { read } from "#src/modules/metal-reserve/access.ts";
import { parameters } from "#src/modules/metal-reserve/parameters.ts";
import { attestations } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest, attestationOf, copperLot, createMetalLedger, depositBars, silverBar } from "#tests/support/metal.ts";

const type = "metal-reserve/attestVault";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
  depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2")] });
});

test("covers the deposits so far, until the age limit", () => {
  depositBars(ledger, { metal: "CU", bars: [copperLot("C1")] });
  const content = attestationOf(ledger, "zurich");
  const { code, answer, events } = ledger.send("auditor", type, content);
  expect(code).toBe(0);
  const attestedMs = ledger.state.timeMs;
  const untilMs = attestedMs + Number(parameters.attestationAgeMaxMs.default);
  expect(answer).toEqual({ deposits: 3, untilMs });
  const auditor = ledger.account("auditor");
  const { vault, ...attested } = content;
  expect(attestations.get(ledger.state, vault)).toEqual({ auditor, attestedMs, deposits: 3, ...attested });
  expect(events).toEqual([
    { type: "metal-reserve/vaultAttested", content: { ...content, auditor, deposits: 3, untilMs } },
  ]);
  expect(read.certificate(ledger.state, 3)).toMatchObject({ attested: true, attestedUntilMs: untilMs });
});

test("deposits after it wait for the next one", () => {
  attest(ledger);
  const [later] = depositBars(ledger, { bars: [silverBar("A3")] });
  expect(read.certificate(ledger.state, 1).attested).toBe(true);
  expect(read.certificate(ledger.state, later ?? 0)).toMatchObject({ attested: false, attestedUntilMs: undefined });
  attest(ledger);
  expect(read.certificate(ledger.state, later ?? 0).attested).toBe(true);
});

test("an empty vault can be attested", () => {
  expect(attest(ledger, "shanghai").answer).toMatchObject({ deposits: 0 });
});

test("only auditors assigned to the vault attest it", () => {
  const before = ledger.digest();
  const content = attestationOf(ledger, "zurich");
  for (const actor of ["alice", "custodian", "governor", "regulator"]) {
    expect(ledger.send(actor, type, content).refused, actor).toBe("authority/roleMissing");
  }
  expect(ledger.send("auditor-2", type, content).refused).toBe("metal-reserve/notVaultAuditor");
  expect(ledger.send("auditor", type, { ...content, vault: "atlantis" }).refused).toBe("metal-reserve/unknownVault");
  expect(ledger.digest()).toBe(before);
});

test("refuses another list hash and counts that differ from the list", () => {
  const content = attestationOf(ledger, "zurich");
  const silver = { metal: "AG", items: 2, fineWeightMg: 62_000_000n };
  expect(content.counts).toEqual([silver]);
  depositBars(ledger, { vault: "shanghai", bars: [silverBar("B1")] });
  const before = ledger.digest();
  const detailOf = (changes: Record<string, unknown>) => {
    const { refused, details } = ledger.send("auditor", type, { ...content, ...changes });
    expect(refused).toBe("metal-reserve/attestationMismatch");
    return details?.what;
  };
  expect(detailOf({ listHash: new Uint8Array(32) })).toBe("list hash");
  expect(detailOf({ counts: [] })).toBe("AG");
  expect(detailOf({ counts: [{ ...silver, items: 3 }] })).toBe("AG");
  expect(detailOf({ counts: [{ ...silver, fineWeightMg: 62_000_001n }] })).toBe("AG");
  expect(detailOf({ counts: [silver, { metal: "CU", items: 0, fineWeightMg: 0n }] })).toBe("CU");
  expect(detailOf({ counts: [silver, silver] })).toBe("AG");
  expect(ledger.digest()).toBe(before);
  expect(ledger.send("auditor", type, content).code).toBe(0);
});

test("refuses a list that changed since it was counted", () => {
  const content = attestationOf(ledger, "zurich");
  depositBars(ledger, { bars: [silverBar("A3")] });
  expect(ledger.send("auditor", type, content).refused).toBe("metal-reserve/attestationMismatch");
});
