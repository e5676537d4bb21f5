// A vault with more metal than the haircut excess loses its attestation: red, one shared rate below R, then recovery.
import { expect, test } from "vitest";
import {
  attestedMetal,
  coverageOf,
  createIssuanceLedger,
  kdgOf,
  mintOn,
  redemptionOf,
  requestRedemption,
  sendMint,
  settleEpoch,
} from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest } from "#tests/support/metal.ts";
import { june2008, settlePrices } from "#tests/support/prices.ts";

const kdg = 1_000_000n;

interface EpochShown {
  readonly state: string;
  readonly lostMicroKdg: bigint;
  readonly pricing: { rateNano: bigint; lowNano: bigint; distributableNano: bigint; supplyMicroKdg: bigint };
}

const epochOf = async (ledger: TestLedger, epoch: number) =>
  (await ledger.query("issuance/epoch", { epoch })) as EpochShown;

test("a fall of prices leaves coverage where it was, since assets and liability are the same metals", async () => {
  const ledger = createIssuanceLedger();
  mintOn(ledger);
  const before = await coverageOf(ledger);
  // From July to November 2008 silver fell by 45 % and copper by 56 %.
  settlePrices(ledger, { AG: (june2008.AG * 55n) / 100n, CU: (june2008.CU * 44n) / 100n });
  const after = await coverageOf(ledger);
  expect((after.referenceNano?.mid ?? 0n) / 1_000_000n).toBe(495n);
  expect(after.zone).toBe("green");
  const [was, is] = [before.totalCoverageBp ?? 0n, after.totalCoverageBp ?? 0n];
  expect(was - is).toBeLessThan(50n);
  expect(is - was).toBeLessThan(50n);
});

test("without a vault's attestation minting stops, all who leave get one rate below R, and re-attestation restores it", async () => {
  const ledger = createIssuanceLedger();
  const alice = mintOn(ledger);
  mintOn(ledger, { owner: "bob", vault: "shanghai" });
  ledger.send("alice", "settlement/pay", {
    currency: "KDG",
    to: ledger.account("carol"),
    amount: 60_000n * kdg,
  });
  const healthy = await coverageOf(ledger);
  expect(healthy.zone).toBe("green");

  // Half of the metal is no longer attested: more than the two fifths by which worth exceeds supply.
  const ready = attestedMetal(ledger);
  ledger.send("auditor-2", "metal-reserve/withdrawAttestation", { vault: "shanghai", reason: "seals broken" });
  const red = await coverageOf(ledger);
  expect(red).toMatchObject({ zone: "red", mint: { allowed: false, reason: "zoneRed" } });
  expect(sendMint(ledger, ready).refused).toBe("issuance/zoneNotGreen");

  // Two holders leave in one epoch and get the same for each KDG, whoever asked first.
  const juniorsBefore = red.juniorUnits;
  requestRedemption(ledger, 60_000n * kdg, { metal: "CU", rest: "metal" }, "carol");
  requestRedemption(ledger, 30_000n * kdg, { metal: "CU", rest: "metal" }, "alice");
  const expected = red.redemptionRateNano ?? 0n;
  settleEpoch(ledger);
  const { state, pricing, lostMicroKdg } = await epochOf(ledger, 1);
  expect(state).toBe("settled");
  expect(pricing.rateNano).toBeLessThan(pricing.lowNano);
  // The surplus was burnt first, so the rate is a little above what was shown before.
  expect(pricing.rateNano).toBeGreaterThanOrEqual(expected);
  expect(pricing.rateNano).toBe((pricing.distributableNano * kdg) / pricing.supplyMicroKdg);
  const [carols, alices] = [await redemptionOf(ledger, 1), await redemptionOf(ledger, 2)];
  const perKdg = ({ paidMetals, burntMicroKdg }: typeof carols) =>
    ((paidMetals.find(({ metal }) => metal === "CU")?.fineWeightMg ?? 0n) * 10n ** 9n) / burntMicroKdg;
  const [carolsRate, alicesRate] = [perKdg(carols), perKdg(alices)];
  expect(carolsRate - alicesRate).toBeLessThanOrEqual(1_000n);
  expect(alicesRate - carolsRate).toBeLessThanOrEqual(1_000n);
  const paidMicroUnits = carols.burntMicroKdg + alices.burntMicroKdg;
  expect(lostMicroKdg).toBeGreaterThan(0n);
  expect(lostMicroKdg).toBeLessThan(paidMicroUnits);
  // The surplus was burnt but for the fees of this very epoch.
  const afterPaying = await coverageOf(ledger);
  expect(afterPaying.surplusMicroKdg).toBe(carols.feeMicroKdg + alices.feeMicroKdg);
  expect(afterPaying.zone).toBe("red");
  expect(await ledger.audit()).toEqual([]);

  // The metal is found and attested again: what was lost to holders has left the junior units, not the money.
  attest(ledger, "shanghai");
  const recovered = await coverageOf(ledger);
  expect(recovered.zone).toBe("green");
  expect(recovered.totalCoverageBp).toBeGreaterThan(healthy.totalCoverageBp ?? 0n);
  expect(recovered.juniorUnits).toBe(juniorsBefore - lostMicroKdg);
  expect(sendMint(ledger, ready).code).toBe(0);

  requestRedemption(ledger, 10_000n * kdg, { metal: "CU" });
  settleEpoch(ledger);
  const later = await epochOf(ledger, 2);
  expect(later.pricing.rateNano).toBe(later.pricing.lowNano);
  expect(later.lostMicroKdg).toBe(0n);
  expect(kdgOf(ledger, "alice")).toBeGreaterThan(alice.receivedMicroKdg - 100_000n * kdg);
  expect(await ledger.audit()).toEqual([]);
  expect(ledger.faults).toEqual([]);
});

test("whoever leaves first in the red takes nothing from those who stay", async () => {
  const ledger = createIssuanceLedger();
  mintOn(ledger);
  mintOn(ledger, { owner: "bob", vault: "shanghai" });
  ledger.send("auditor-2", "metal-reserve/withdrawAttestation", { vault: "shanghai", reason: "seals broken" });
  const before = await coverageOf(ledger);
  requestRedemption(ledger, 100_000n * kdg, { metal: "CU", rest: "metal" });
  settleEpoch(ledger);
  const { pricing } = await epochOf(ledger, 1);
  const after = await coverageOf(ledger);
  // Prices widen by less than a millionth in the few milliseconds between.
  const isKept = (rateNano: bigint) => (after.redemptionRateNano ?? 0n) * 1_000_000n >= rateNano * 999_999n;
  expect(isKept(pricing.rateNano)).toBe(true);
  expect(isKept(before.redemptionRateNano ?? 0n)).toBe(true);
});
