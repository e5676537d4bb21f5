// Minting KDG on metal certificates.
import { beforeEach, expect, test } from "vitest";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { reserveAccount } from "#src/modules/issuance/books.ts";
import { certificates } from "#src/modules/metal-reserve/tables.ts";
import {
  attestedMetal,
  coverageOf,
  createIssuanceLedger,
  kdgOf,
  type Minted,
  mintOn,
  requestRedemption,
  sendMint,
  settleEpoch,
} from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { attest, copperLot, depositBars, silverBar } from "#tests/support/metal.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createIssuanceLedger();
});

/** Expects a refusal that changes nothing. */
function expectRefused(outcome: () => ReturnType<typeof sendMint>, code: string) {
  const before = ledger.digest();
  const { refused, details } = outcome();
  expect(refused).toBe(code);
  expect(ledger.digest()).toBe(before);
  return details;
}

test("passes title to the reserve and gives money, a fee to the surplus, and junior units", async () => {
  const certificateIds = attestedMetal(ledger);
  const { code, answer, events } = sendMint(ledger, certificateIds);
  expect(code).toBe(0);
  const minted = answer as Minted;
  expect(minted.totalCoverageBp).toBe(11_500n);
  expect(minted.receivedMicroKdg + minted.feeMicroKdg).toBe(minted.mintedMicroKdg);
  expect(kdgOf(ledger, "alice")).toBe(minted.receivedMicroKdg);
  expect(await ledger.query("issuance/surplus")).toMatchObject({ microKdg: minted.feeMicroKdg });
  expect(await ledger.query("issuance/juniorUnits", { account: ledger.account("alice") })).toEqual({
    units: minted.juniorUnits,
    owedMicroKdg: 0n,
  });
  for (const certificateId of certificateIds) {
    expect(certificates.get(ledger.state, certificateId)).toMatchObject({
      owner: reserveAccount,
      state: "reserve-owned",
    });
  }
  expect(events.at(-1)).toMatchObject({
    type: "issuance/kdgMinted",
    content: {
      account: ledger.account("alice"),
      mintedMicroKdg: minted.mintedMicroKdg,
      prices: [
        { metal: "AG", status: "sound", haircutBp: 3_000, fineWeightMg: 372_000_000n },
        { metal: "CU", status: "sound", haircutBp: 3_000, fineWeightMg: 25_000_000_000n },
      ],
    },
  });
  expect(await coverageOf(ledger)).toMatchObject({
    zone: "green",
    totalCoverageBp: 11_500n,
    supplyMicroKdg: minted.mintedMicroKdg,
  });
  expect(await ledger.audit()).toEqual([]);
});

test("mints two thirds of the worth of metal, less the mint coverage", () => {
  const { mintedMicroKdg, juniorUnits } = mintOn(ledger);
  const worth = mintedMicroKdg + juniorUnits;
  // 0.7 / 1.15 of about 409,464 dollars.
  expect(worth / 1_000_000n).toBe(409_463n);
  expect((mintedMicroKdg * 10_000n) / worth).toBe(6_086n);
});

test("accepts the least that it gives and refuses one micro-KDG more", async () => {
  const certificateIds = attestedMetal(ledger);
  const quote = (await ledger.query("issuance/mintQuote", { certificateIds })) as Minted;
  // A block later prices are a little wider.
  const minimumMicroKdg = quote.receivedMicroKdg;
  const details = expectRefused(
    () => ledger.send("alice", "issuance/mint", { certificateIds, minimumMicroKdg }),
    "issuance/belowMinimum",
  );
  const received = details?.receivedMicroKdg as bigint;
  expect(received).toBeLessThan(minimumMicroKdg);
  const lower = { certificateIds, minimumMicroKdg: (received * 9_999n) / 10_000n };
  expect(ledger.send("alice", "issuance/mint", lower).code).toBe(0);
});

test("refuses certificates that are not the sender's, named twice, not attested, or used before", () => {
  const certificateIds = attestedMetal(ledger);
  expectRefused(() => sendMint(ledger, certificateIds, "bob"), "metal-reserve/notOwner");
  expectRefused(() => sendMint(ledger, [...certificateIds, 1]), "metal-reserve/certificateRepeated");
  const late = depositBars(ledger, { bars: [silverBar("LATE")] });
  expectRefused(() => sendMint(ledger, [...certificateIds, ...late]), "metal-reserve/certificateUnattested");
  expect(sendMint(ledger, certificateIds).code).toBe(0);
  expectRefused(() => sendMint(ledger, certificateIds), "metal-reserve/notOwner");
  expectRefused(() => sendMint(ledger, [999]), "metal-reserve/unknownCertificate");
});

test("refuses to open an empty reserve out of band", () => {
  const silverOnly = attestedMetal(ledger, { copperLots: 0 });
  const details = expectRefused(() => sendMint(ledger, silverOnly), "issuance/outOfComposition");
  expect(details).toEqual({ metal: "AG", shareBp: 10_000n, targetBp: 5_000n, bandBp: 1_000n });
});

test("takes one metal alone while the reserve stays in its band", () => {
  mintOn(ledger, { silverBars: 24, copperLots: 2 });
  expect(sendMint(ledger, attestedMetal(ledger, { silverBars: 8, copperLots: 0 })).code).toBe(0);
  const more = attestedMetal(ledger, { silverBars: 6, copperLots: 0 });
  expectRefused(() => sendMint(ledger, more), "issuance/outOfComposition");
});

test("takes, where the reserve lies out of its band, only what brings it nearer", () => {
  mintOn(ledger, { silverBars: 32, copperLots: 2 });
  ledger.send("issuer", "parameters/proposeChange", { parameter: "issuance.bandBp", value: 100n });
  for (let block = 0; block < 11; block += 1) ledger.advance(1);
  const silver = attestedMetal(ledger, { silverBars: 1, copperLots: 0 });
  expect(expectRefused(() => sendMint(ledger, silver), "issuance/outOfComposition")).toMatchObject({ bandBp: 100n });
  const lots = attestedMetal(ledger, { silverBars: 0, copperLots: 2 });
  expectRefused(() => sendMint(ledger, lots), "issuance/outOfComposition");
  expect(sendMint(ledger, lots.slice(1)).code).toBe(0);
});

function splitLot(certificateId: number, ...piecesFineWeightMg: bigint[]): number[] {
  const { answer } = ledger.send("alice", "metal-reserve/splitCertificate", { certificateId, piecesFineWeightMg });
  return (answer as { certificateIds: number[] }).certificateIds;
}

test("refuses while the basket has no price, or a stale one", () => {
  const certificateIds = attestedMetal(ledger);
  ledger.advance(3_700_000);
  expectRefused(() => sendMint(ledger, certificateIds), "basket/valueUnsound");
});

test("counts the worse of old and new while a jump is held", () => {
  const certificateIds = attestedMetal(ledger);
  const sound = ledger.digest();
  statePrices(ledger, { AG: (june2008.AG * 3n) / 2n });
  expect(ledger.digest()).not.toBe(sound);
  const { refused, answer } = sendMint(ledger, certificateIds);
  expect(refused).toBeUndefined();
  // Silver counts at its old price at best, KDG at a value in which silver has risen by half.
  const { mintedMicroKdg, juniorUnits } = answer as Minted;
  expect((mintedMicroKdg + juniorUnits) / 1_000_000_000n).toBeLessThanOrEqual(328n);
});

test("refuses while coverage is not green", async () => {
  mintOn(ledger);
  const certificateIds = attestedMetal(ledger);
  ledger.send("auditor", "metal-reserve/withdrawAttestation", { vault: "zurich", reason: "flood" });
  const inShanghai = attestedMetal(ledger, { vault: "shanghai" });
  expect(await coverageOf(ledger)).toMatchObject({ zone: "red", totalCoverageBp: 0n });
  const details = expectRefused(() => sendMint(ledger, inShanghai), "issuance/zoneNotGreen");
  expect(details).toEqual({ zone: "red", totalCoverageBp: 0n });
  expectRefused(() => sendMint(ledger, certificateIds), "metal-reserve/certificateUnattested");
});

test("refuses a mint that would leave coverage below green, or hard coverage below its floor", () => {
  ledger = createIssuanceLedger({ overrides: { "issuance.greenBp": 11_501n } });
  const first = attestedMetal(ledger);
  const details = expectRefused(() => sendMint(ledger, first), "issuance/coverageTooLow");
  expect(details).toEqual({ totalCoverageBp: 11_500n, leastBp: 11_501n });

  ledger = createIssuanceLedger({ overrides: { "issuance.hardFloorBp": 11_501n } });
  const second = attestedMetal(ledger);
  expectRefused(() => sendMint(ledger, second), "issuance/hardCoverageTooLow");

  ledger = createIssuanceLedger({ overrides: { "issuance.hardFloorBp": 11_500n, "issuance.greenBp": 11_500n } });
  expect(sendMint(ledger, attestedMetal(ledger)).code).toBe(0);
});

test("the supply cap holds to the micro-KDG", () => {
  const { mintedMicroKdg } = mintOn(ledger);
  // Prices a little wider or narrower move the amount, so the caps lie an ample step apart.
  const step = mintedMicroKdg / 1_000n;
  ledger = createIssuanceLedger({ overrides: { "issuance.supplyCapMicroKdg": mintedMicroKdg + step } });
  expect(sendMint(ledger, attestedMetal(ledger)).code).toBe(0);
  ledger = createIssuanceLedger({ overrides: { "issuance.supplyCapMicroKdg": mintedMicroKdg - step } });
  const certificateIds = attestedMetal(ledger);
  const details = expectRefused(() => sendMint(ledger, certificateIds), "issuance/supplyCapReached");
  expect(details).toEqual({ roomMicroKdg: mintedMicroKdg - step });
});

test("the throttle refuses what is too fast, refills with time, and gives room for what was redeemed", () => {
  const perHour = 300_000_000_000n;
  ledger = createIssuanceLedger({ overrides: { "issuance.issuanceMicroKdgPerHour": perHour } });
  const { mintedMicroKdg, receivedMicroKdg } = mintOn(ledger);
  const certificateIds = attestedMetal(ledger);
  const details = expectRefused(() => sendMint(ledger, certificateIds), "issuance/throttled");
  expect(details?.bucket).toBe("issuance");
  expect(details?.availableMicroKdg as bigint).toBeGreaterThanOrEqual(perHour - mintedMicroKdg);
  requestRedemption(ledger, receivedMicroKdg, { metal: "CU", rest: "metal" });
  settleEpoch(ledger);
  expect(sendMint(ledger, certificateIds).code).toBe(0);
  const next = attestedMetal(ledger);
  expectRefused(() => sendMint(ledger, next), "issuance/throttled");
  ledger.advance(3_000_000);
  statePrices(ledger, june2008);
  expect(sendMint(ledger, next).code).toBe(0);
});

test("refuses a vault or a country to hold more than its part, and what comes from elsewhere goes", () => {
  const limits = { "issuance.vaultShareBpMost": 6_000n };
  ledger = createIssuanceLedger({ overrides: limits });
  const inZurich = attestedMetal(ledger);
  const details = expectRefused(() => sendMint(ledger, inZurich), "issuance/concentrationTooHigh");
  expect(details).toEqual({ place: "zurich", shareBp: 10_000n, mostBp: 6_000n });
  const inShanghai = attestedMetal(ledger, { vault: "shanghai" });
  expect(sendMint(ledger, [...inZurich, ...inShanghai]).code).toBe(0);

  ledger = createIssuanceLedger({ overrides: { "issuance.countryShareBpMost": 6_000n } });
  const again = attestedMetal(ledger);
  expect(expectRefused(() => sendMint(ledger, again), "issuance/concentrationTooHigh")).toMatchObject({ place: "CH" });
});

test("refuses a mint that makes a spread reserve hang on too few vaults, countries or custodians, and names the index", async () => {
  for (const over of ["vault", "country", "custodian"]) {
    const others = Object.fromEntries(
      ["vault", "country", "custodian"].map((each) => [`issuance.${each}HhiMost`, each === over ? 5_100n : 10_000n]),
    );
    ledger = createIssuanceLedger({ overrides: others });
    // An empty reserve opens, and more of the same does not make it more concentrated.
    expect(sendMint(ledger, attestedMetal(ledger)).code).toBe(0);
    expect(sendMint(ledger, attestedMetal(ledger)).code).toBe(0);
    // The index falls, though not to its ceiling; then to it.
    expect(sendMint(ledger, attestedMetal(ledger, { vault: "shanghai" })).code).toBe(0);
    expect(sendMint(ledger, attestedMetal(ledger, { vault: "shanghai" })).code).toBe(0);
    const digest = ledger.digest();
    const shown = (await ledger.query("issuance/concentration")) as {
      indices: { over: string; hhi: number; most: number; sources: { shareBp: bigint }[] }[];
    };
    expect(shown.indices.map(({ hhi, sources }) => [hhi, sources.map(({ shareBp }) => shareBp)])).toEqual(
      Array.from({ length: 3 }, () => [5_000, [5_000n, 5_000n]]),
    );
    expect(shown.indices.find((index) => index.over === over)?.most).toBe(5_100);
    expect(ledger.digest()).toBe(digest);
    const more = attestedMetal(ledger);
    const before = ledger.digest();
    const details = expectRefused(() => sendMint(ledger, more), "issuance/sourcesTooFew");
    expect(details).toEqual({ over, hhi: 5_200n, most: 5_100n });
    expect(ledger.digest()).toBe(before);
  }
});

test("refuses a metal that the basket has not, and one with a slow price", () => {
  ledger = slowCopperLedger();
  const slow = attestedMetal(ledger);
  expectRefused(() => sendMint(ledger, slow), "issuance/metalPriceSlow");

  ledger = goldLedger();
  const both = attestedMetal(ledger);
  const gold = depositBars(ledger, { metal: "AU", bars: [silverBar("GOLD")] });
  attest(ledger);
  expectRefused(() => sendMint(ledger, [...both, ...gold]), "issuance/metalNotInBasket");
});

function slowCopperLedger(): TestLedger {
  return createIssuanceLedger({
    change: (modules) => ({
      ...modules,
      oracle: {
        feeds: (modules.oracle as { feeds: { feed: string }[] }).feeds.map((feed) =>
          feed.feed === "CU" ? { ...feed, frequency: "slow" } : feed,
        ),
      },
    }),
  });
}

function goldLedger(): TestLedger {
  return createIssuanceLedger({
    change: (modules) => {
      const metal = modules["metal-reserve"] as { metals: { metal: string }[] };
      const silver = metal.metals.find(({ metal: name }) => name === "AG");
      return { ...modules, "metal-reserve": { ...metal, metals: [...metal.metals, { ...silver, metal: "AU" }] } };
    },
  });
}

test("refuses metal too light to make any money", () => {
  ledger = createIssuanceLedger({ overrides: { "issuance.haircutCuBp": 10_000n, "issuance.haircutAgBp": 10_000n } });
  const certificateIds = attestedMetal(ledger);
  expectRefused(() => sendMint(ledger, certificateIds), "issuance/mintTooSmall");
});

test("refuses while KDG is paused, or the minter's balance is frozen", () => {
  const certificateIds = attestedMetal(ledger);
  const freeze = { account: ledger.account("alice"), currency: "KDG", reference: "case 1" };
  expect(ledger.send("issuer", "accounts/freezeAccount", freeze).code).toBe(0);
  expectRefused(() => sendMint(ledger, certificateIds), "accounts/balanceFrozen");
  ledger.send("issuer", "accounts/unfreezeAccount", freeze);
  ledger.send("issuer", "accounts/pauseCurrency", { currency: "KDG", reference: "case 2" });
  expectRefused(() => sendMint(ledger, certificateIds), "accounts/currencyPaused");
});

test("takes a piece of a lot", () => {
  const [lot] = depositBars(ledger, { metal: "CU", bars: [copperLot("PIECES")] });
  const bars = attestedMetal(ledger, { silverBars: 1, copperLots: 0 });
  expect(sendMint(ledger, [...bars, ...splitLot(lot ?? 0, 2_000_000_000n)]).code).toBe(0);
  expect(accounts.supply(ledger.state, "KDG")).toBeGreaterThan(0n);
});
