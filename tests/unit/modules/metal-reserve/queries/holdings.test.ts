// What is held of a metal, and how well it is attested.
import { beforeEach, expect, test } from "vitest";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest, createMetalLedger, depositBars, depositForReserve, silverBar } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createMetalLedger();
});

const ask = () => ledger.query("metal-reserve/holdings", { metal: "AG" });

test("tells the reserve's metal from others', attested from not, vault by vault", async () => {
  depositForReserve(ledger, { bars: [silverBar("A1")] });
  depositForReserve(ledger, { vault: "shanghai", bars: [silverBar("B1", 30_000_000n)] });
  depositBars(ledger, { depositor: "bob", bars: [silverBar("A2", 29_000_000n)] });
  ledger.send("auditor-2", "metal-reserve/withdrawAttestation", { vault: "shanghai", reason: "doubt" });
  const zurich = { items: 2, fineWeightMg: 60_000_000n, reserveFineWeightMg: 31_000_000n };
  const shanghai = { items: 1, fineWeightMg: 30_000_000n, reserveFineWeightMg: 30_000_000n };
  const answer = {
    reserveAttestedFineWeightMg: 31_000_000n,
    reserveUnattestedFineWeightMg: 30_000_000n,
    othersFineWeightMg: 29_000_000n,
    vaults: [
      { vault: "zurich", ...zurich, attested: true },
      { vault: "shanghai", ...shanghai, attested: false },
    ],
  };
  expect(await ask()).toEqual(answer);
  attest(ledger, "shanghai");
  expect(await ask()).toMatchObject({ reserveAttestedFineWeightMg: 61_000_000n, reserveUnattestedFineWeightMg: 0n });
});

test("is empty at first, and refuses an unknown metal", async () => {
  expect(await ask()).toMatchObject({ othersFineWeightMg: 0n, vaults: [] });
  await expect(async () => ledger.query("metal-reserve/holdings", { metal: "AU" })).rejects.toThrow("unknownMetal");
});
