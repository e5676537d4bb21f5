// The latest attestation of a vault.
import { beforeEach, expect, test } from "vitest";
import { attestation } from "#src/modules/metal-reserve/queries/attestation.ts";
import { attestations } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest, createMetalLedger, depositBars, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

const ask = (vault = "zurich") => ledger.query("metal-reserve/attestation", { vault });

test("shows it, and until when it is in force", async () => {
  depositBars(ledger, { bars: [silverBar("A1")] });
  const { untilMs } = attest(ledger).answer as { untilMs: number };
  expect(await ask()).toEqual({ attestation: attestations.get(ledger.state, "zurich"), untilMs });
  expect(attestation.proves?.({ vault: "zurich" })).toBe("metal-reserve/attestation/zurich");
});

test("a withdrawn one is shown with the reason, and is not in force", async () => {
  attest(ledger);
  ledger.send("auditor", "metal-reserve/withdrawAttestation", { vault: "zurich", reason: "doubt" });
  const answer = await ask();
  expect(answer).toMatchObject({ attestation: { withdrawn: { reason: "doubt" } } });
  expect(answer).not.toHaveProperty("untilMs");
});

test("refuses an unknown vault, and one that was never attested", async () => {
  await expect(ask("atlantis")).rejects.toThrow("unknownVault");
  await expect(ask()).rejects.toThrow("unknownAttestation");
});
