// What covers the supply, and whether money may be minted.
import { expect, test } from "vitest";
import {
  coverageOf,
  createCashLedger,
  createIssuanceLedger,
  mintOn,
  requestRedemption,
  settleEpoch,
} from "#tests/support/issuance.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

test("an empty ledger is green, covers nothing, and may mint", async () => {
  const ledger = createIssuanceLedger();
  const shown = await coverageOf(ledger);
  expect(shown).toMatchObject({
    priceStatus: "sound",
    supplyMicroKdg: 0n,
    zone: "green",
    liabilityNano: 0n,
    mint: { allowed: true, reason: "none" },
  });
  expect(shown.totalCoverageBp).toBeUndefined();
  expect(shown.redemptionRateNano).toBeUndefined();
});

test("shows each metal with its price, haircut, worth and shares", async () => {
  const ledger = createIssuanceLedger();
  const { juniorUnits, mintedMicroKdg, feeMicroKdg } = mintOn(ledger);
  const shown = await coverageOf(ledger);
  expect(shown).toMatchObject({ juniorUnits, supplyMicroKdg: mintedMicroKdg, surplusMicroKdg: feeMicroKdg });
  expect(shown.metals).toMatchObject([
    { metal: "AG", attestedFineWeightMg: 372_000_000n, haircutBp: 3_000, heldShareBp: 4_956n, targetShareBp: 5_000n },
    { metal: "CU", attestedFineWeightMg: 25_000_000_000n, haircutBp: 3_000, heldShareBp: 5_043n },
  ]);
  expect(shown.hardCoverageBp).toBe(shown.totalCoverageBp);
  expect(shown.redemptionRateNano).toBe(shown.referenceNano?.low);
});

test("says why nothing may be minted", async () => {
  const ledger = createIssuanceLedger({ overrides: { "issuance.greenBp": 11_480n } });
  mintOn(ledger);
  const reason = async () => (await coverageOf(ledger)).mint.reason;
  expect(await reason()).toBe("none");
  ledger.send("issuer", "accounts/pauseCurrency", { currency: "KDG", reference: "case 2" });
  expect(await reason()).toBe("kdgPaused");
  ledger.send("issuer", "accounts/resumeCurrency", { currency: "KDG", reference: "case 2" });
  // Half an hour widens prices by a fifth of a per cent on either side.
  ledger.advance(1_800_000);
  expect(await reason()).toBe("zoneAmber");
  ledger.advance(1_900_000);
  expect(await reason()).toBe("priceUnsound");
  statePrices(ledger, june2008);
  ledger.send("auditor", "metal-reserve/withdrawAttestation", { vault: "zurich", reason: "flood" });
  expect(await reason()).toBe("zoneRed");
});

test("says that the cap or the throttle leaves nothing", async () => {
  const capped = createIssuanceLedger({ overrides: { "issuance.supplyCapMicroKdg": 0n } });
  expect((await coverageOf(capped)).mint).toMatchObject({
    allowed: false,
    reason: "supplyCapReached",
    roomMicroKdg: 0n,
  });
});

test("answers without any price, showing no value rather than a value of zero", async () => {
  const ledger = createCashLedger({ unpriced: true });
  const shown = await coverageOf(ledger);
  expect(shown).toMatchObject({ priceStatus: "unknown", mint: { allowed: false, reason: "priceUnsound" } });
  expect(shown.zone).toBeUndefined();
  expect(shown.referenceNano).toBeUndefined();
});

test("follows redemptions", async () => {
  const ledger = createIssuanceLedger();
  mintOn(ledger);
  const before = await coverageOf(ledger);
  requestRedemption(ledger, 100_000_000_000n, { metal: "CU" });
  settleEpoch(ledger);
  const after = await coverageOf(ledger);
  expect(after.totalCoverageBp).toBeGreaterThan(before.totalCoverageBp ?? 0n);
  expect(after.supplyMicroKdg).toBeLessThan(before.supplyMicroKdg);
});
