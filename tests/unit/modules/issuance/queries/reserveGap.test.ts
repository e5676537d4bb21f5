// What the reserve should acquire or release, and what lacks for coverage.
import { expect, test } from "vitest";
import {
  attestedMetal,
  coverageOf,
  createCashLedger,
  createIssuanceLedger,
  mintOn,
  sendMint,
} from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { june2008 } from "#tests/support/prices.ts";
import { createRightsLedger, takeEnergyRight } from "#tests/support/rights.ts";

interface GapShown {
  readonly metals: readonly {
    metal: string;
    advice: string;
    askedFineWeightMg: bigint;
    attestedFineWeightMg: bigint;
    unattestedFineWeightMg: bigint;
    gapFineWeightMg: bigint;
    gapNano: bigint;
    heldShareBp: bigint;
    toTargetFineWeightMg: bigint;
    toTargetNano: bigint;
  }[];
  readonly rights: readonly { kind: string; heldQuantity: bigint; countedNano: bigint; mostNano: bigint }[];
  readonly rightsMostNano: bigint;
  readonly cash: readonly { currency: string; amount: bigint }[];
  readonly lacking?: { greenNano: bigint; mintNano: bigint; hardNano: bigint };
}

const gapOf = async (ledger: TestLedger) => (await ledger.query("issuance/reserveGap")) as GapShown;

test("an empty reserve asks for nothing and lacks nothing", async () => {
  const { metals, lacking } = await gapOf(createIssuanceLedger());
  expect(
    metals.map(({ advice, askedFineWeightMg, toTargetNano }) => [advice, askedFineWeightMg, toTargetNano]),
  ).toEqual(metals.map(() => ["within", 0n, 0n]));
  expect(lacking).toEqual({ greenNano: 0n, mintNano: 0n, hardNano: 0n });
});

test("metals asked for follow the supply, and more is held than asked for", async () => {
  const ledger = createIssuanceLedger();
  const { mintedMicroKdg } = mintOn(ledger);
  const { lines, basketKdg } = (await ledger.query("basket/current")) as {
    basketKdg: bigint;
    lines: { component: string; quantity: bigint }[];
  };
  const silver = lines.find(({ component }) => component === "AG")?.quantity ?? 0n;
  const whole = silver * 1_000n * mintedMicroKdg;
  const { metals } = await gapOf(ledger);
  const shown = metals.find(({ metal }) => metal === "AG");
  expect(shown?.askedFineWeightMg).toBe((whole + basketKdg * 1_000_000n - 1n) / (basketKdg * 1_000_000n));
  expect(shown?.gapFineWeightMg).toBe(372_000_000n - (shown?.askedFineWeightMg ?? 0n));
  expect(shown).toMatchObject({ advice: "within", attestedFineWeightMg: 372_000_000n, unattestedFineWeightMg: 0n });
});

test("a metal above its band is to be released, one below it acquired, by what would bring it to its target", async () => {
  const ledger = createIssuanceLedger();
  const silver = attestedMetal(ledger, { copperLots: 0 });
  const copper = attestedMetal(ledger, { vault: "shanghai", silverBars: 0 });
  expect(sendMint(ledger, [...silver, ...copper]).refused).toBeUndefined();
  ledger.send("auditor-2", "metal-reserve/withdrawAttestation", { vault: "shanghai", reason: "flood" });
  const [ag, cu] = (await gapOf(ledger)).metals;
  expect([ag?.advice, cu?.advice]).toEqual(["release", "acquire"]);
  expect(ag?.heldShareBp).toBe(10_000n);
  // Silver, half of the basket and all that is attested, would have to go as far as copper would have to come.
  expect(ag?.toTargetFineWeightMg).toBe(372_000_000n);
  expect(cu?.toTargetNano).toBeGreaterThan(0n);
  expect(cu?.toTargetFineWeightMg).toBe(((cu?.toTargetNano ?? 0n) * 1_000_000n) / june2008.CU);
});

test("a reserve that lost its copper's attestation is to acquire copper and lacks worth", async () => {
  const ledger = createIssuanceLedger();
  mintOn(ledger);
  ledger.send("auditor", "metal-reserve/withdrawAttestation", { vault: "zurich", reason: "flood" });
  const { metals, lacking } = await gapOf(ledger);
  const { liabilityNano } = (await ledger.query("issuance/coverage")) as { liabilityNano: bigint };
  expect(lacking).toEqual({
    greenNano: (liabilityNano * 11n + 9n) / 10n,
    mintNano: (liabilityNano * 115n + 99n) / 100n,
    hardNano: (liabilityNano * 8n + 9n) / 10n,
  });
  for (const { gapFineWeightMg, askedFineWeightMg, gapNano, unattestedFineWeightMg } of metals.slice(0, 2)) {
    expect(gapFineWeightMg).toBe(-askedFineWeightMg);
    expect(gapNano).toBeLessThan(0n);
    expect(unattestedFineWeightMg).toBeGreaterThan(0n);
  }
});

test("delivery rights are told beside what the basket asks for and their cap", async () => {
  const ledger = createRightsLedger();
  mintOn(ledger, { silverBars: 24, copperLots: 2 });
  expect(takeEnergyRight(ledger).code).toBe(0);
  const { rights, rightsMostNano } = await gapOf(ledger);
  const energy = rights.find(({ kind }) => kind === "ELEC");
  expect(energy).toMatchObject({ heldQuantity: 1_000_000_000n });
  expect(energy?.countedNano).toBeGreaterThan(0n);
  expect(energy?.countedNano).toBeLessThanOrEqual(energy?.mostNano ?? 0n);
  const { collateralNano } = await coverageOf(ledger);
  expect(rightsMostNano).toBe(((collateralNano + (energy?.countedNano ?? 0n)) * 2_000n) / 10_000n);
});

test("currency is told, and without prices nothing is advised", async () => {
  const { cash, lacking, metals } = await gapOf(createCashLedger({ unpriced: true }));
  expect(cash).toMatchObject([{ currency: "USD", amount: 0n }, { currency: "CNY" }]);
  expect(lacking).toBeUndefined();
  for (const { advice } of metals) expect(advice).toBe("unknown");
});
