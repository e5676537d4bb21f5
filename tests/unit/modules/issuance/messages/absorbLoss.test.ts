// Declaring a loss final.
import { beforeEach, expect, test } from "vitest";
import { coverageOf, createIssuanceLedger, mintOn } from "#tests/support/issuance.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";
import { attest } from "#tests/support/metal.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createIssuanceLedger();
  mintOn(ledger);
  mintOn(ledger, { owner: "bob", vault: "shanghai" });
});

const absorb = (actor = "issuer"): Outcome => ledger.send(actor, "issuance/absorbLoss", {});
const withdraw = (auditor: string, vault: string) =>
  ledger.send(auditor, "metal-reserve/withdrawAttestation", { vault, reason: "flood" });

function expectRefused(outcome: () => Outcome, code: string) {
  const before = ledger.digest();
  expect(outcome().refused).toBe(code);
  expect(ledger.digest()).toBe(before);
}

test("burns the surplus, then cuts junior units, and leaves the rest to holders", async () => {
  const before = await coverageOf(ledger);
  withdraw("auditor-2", "shanghai");
  const { answer, events } = absorb();
  const split = answer as { surplusBurntMicroKdg: bigint; juniorUnitsCut: bigint; holdersMicroKdg: bigint };
  expect(split.surplusBurntMicroKdg).toBe(before.surplusMicroKdg);
  expect(split.juniorUnitsCut).toBe(before.juniorUnits);
  expect(split.holdersMicroKdg).toBeGreaterThan(0n);
  expect(events).toEqual([{ type: "issuance/lossAbsorbed", content: { ...split, by: ledger.account("issuer") } }]);
  const after = await coverageOf(ledger);
  expect(after).toMatchObject({ surplusMicroKdg: 0n, juniorUnits: 0n });
  // Half of the worth of both mints is left: what remains of supply beyond it is the holders' loss.
  const worth = (before.supplyMicroKdg + before.juniorUnits) / 2n;
  const lossOfHolders = after.supplyMicroKdg - worth;
  expect(split.holdersMicroKdg - lossOfHolders).toBeLessThan(2_000_000n);
  expect(await ledger.audit()).toEqual([]);
});

test("a loss smaller than the junior units leaves the rest of them", async () => {
  // Six times as much metal elsewhere, so that the loss is a seventh: red after haircut, but not beyond the units.
  const anywhere = ["vault", "country", "custodian"].map((over) => [`issuance.${over}HhiMost`, 10_000n]);
  ledger = createIssuanceLedger({ overrides: Object.fromEntries(anywhere) });
  mintOn(ledger);
  mintOn(ledger, { owner: "bob", vault: "shanghai" });
  mintOn(ledger, { silverBars: 36, copperLots: 3 });
  mintOn(ledger, { silverBars: 24, copperLots: 2 });
  const before = await coverageOf(ledger);
  withdraw("auditor-2", "shanghai");
  const between = await coverageOf(ledger);
  expect(between.zone).toBe("red");
  const { juniorUnitsCut, holdersMicroKdg } = absorb().answer as { juniorUnitsCut: bigint; holdersMicroKdg: bigint };
  expect(holdersMicroKdg).toBe(0n);
  expect(juniorUnitsCut).toBeGreaterThan(0n);
  const after = await coverageOf(ledger);
  expect(after.juniorUnits).toBe(before.juniorUnits - juniorUnitsCut);
  expect(after.surplusMicroKdg).toBe(0n);
  const bob = (await ledger.query("issuance/juniorUnits", { account: ledger.account("bob") })) as { units: bigint };
  const alice = (await ledger.query("issuance/juniorUnits", { account: ledger.account("alice") })) as { units: bigint };
  expect(after.juniorUnits - alice.units - bob.units).toBeLessThanOrEqual(2n);
  expectRefused(() => absorb(), "issuance/nothingToAbsorb");
});

test("refuses while coverage is not red", () => {
  expectRefused(() => absorb(), "issuance/zoneNotRed");
});

test("refuses everyone but an issuer", () => {
  withdraw("auditor-2", "shanghai");
  for (const actor of ["alice", "governor", "auditor", "regulator"]) {
    expectRefused(() => absorb(actor), "authority/roleMissing");
  }
});

test("refuses where there is nobody left to bear it before holders do", () => {
  withdraw("auditor", "zurich");
  withdraw("auditor-2", "shanghai");
  expect(absorb().code).toBe(0);
  expectRefused(() => absorb(), "issuance/nothingToAbsorb");
  attest(ledger, "zurich");
  expectRefused(() => absorb(), "issuance/nothingToAbsorb");
});
