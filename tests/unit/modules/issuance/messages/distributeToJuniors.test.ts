// Paying junior units from what exceeds green coverage and its buffer, and claiming it.
import { beforeEach, expect, test } from "vitest";
import {
  coverageOf,
  createIssuanceLedger,
  kdgOf,
  type Minted,
  mintOn,
  requestRedemption,
  settleEpoch,
} from "#tests/support/issuance.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

let ledger: TestLedger;
let minted: Minted;
beforeEach(() => {
  ledger = createIssuanceLedger();
  minted = mintOn(ledger);
});

const distribute = (): Outcome => ledger.send("carol", "issuance/distributeToJuniors", {});
const claim = (actor = "alice"): Outcome => ledger.send(actor, "issuance/claimJuniorDistribution", {});

function expectRefused(outcome: () => Outcome, code: string) {
  const before = ledger.digest();
  const { refused, details } = outcome();
  expect(refused).toBe(code);
  expect(ledger.digest()).toBe(before);
  return details;
}

/** Half of the money is redeemed, so that the excess behind it comes free. */
function redeemHalf(): void {
  requestRedemption(ledger, minted.receivedMicroKdg / 2n, { metal: "CU", rest: "metal" });
  settleEpoch(ledger);
}

test("pays what exceeds green coverage and its buffer, and retires as many units", async () => {
  redeemHalf();
  const before = await coverageOf(ledger);
  expect(before.totalCoverageBp).toBeGreaterThan(15_000n);
  const { answer, events } = distribute();
  const { distributedMicroKdg } = answer as { distributedMicroKdg: bigint };
  expect(events).toEqual([
    {
      type: "issuance/excessDistributed",
      content: {
        microKdg: distributedMicroKdg,
        unitsLeft: minted.juniorUnits - distributedMicroKdg,
        by: ledger.account("carol"),
      },
    },
  ]);
  const after = await coverageOf(ledger);
  expect(after.totalCoverageBp).toBeGreaterThanOrEqual(11_499n);
  expect(after.totalCoverageBp).toBeLessThanOrEqual(11_500n);
  expect(after.supplyMicroKdg).toBe(before.supplyMicroKdg + distributedMicroKdg);
  expect(await ledger.audit()).toEqual([]);
});

test("goes to holders in proportion, and each claims its part", async () => {
  const third = minted.juniorUnits / 3n;
  ledger.send("alice", "issuance/transferJuniorUnits", { to: ledger.account("bob"), units: third });
  redeemHalf();
  const { distributedMicroKdg } = distribute().answer as { distributedMicroKdg: bigint };
  const bobBefore = kdgOf(ledger, "bob");
  const { answer, events } = claim("bob");
  const { claimedMicroKdg } = answer as { claimedMicroKdg: bigint };
  expect(claimedMicroKdg).toBe((distributedMicroKdg * third) / minted.juniorUnits);
  expect(events).toEqual([
    { type: "issuance/distributionClaimed", content: { account: ledger.account("bob"), microKdg: claimedMicroKdg } },
  ]);
  expect(kdgOf(ledger, "bob")).toBe(bobBefore + claimedMicroKdg);
  expect(claim("alice").code).toBe(0);
  const { heldMicroKdg } = (await ledger.query("issuance/juniorTotals")) as { heldMicroKdg: bigint };
  expect(heldMicroKdg).toBeLessThanOrEqual(2n);
  expect(await ledger.audit()).toEqual([]);
});

test("what was distributed before a transfer stays with the sender", async () => {
  redeemHalf();
  distribute();
  const account = ledger.account("alice");
  const { units, owedMicroKdg } = (await ledger.query("issuance/juniorUnits", { account })) as {
    units: bigint;
    owedMicroKdg: bigint;
  };
  ledger.send("alice", "issuance/transferJuniorUnits", { to: ledger.account("bob"), units });
  expectRefused(() => claim("bob"), "issuance/nothingToClaim");
  expect(claim("alice").answer).toEqual({ claimedMicroKdg: owedMicroKdg });
  expectRefused(() => claim("alice"), "issuance/nothingToClaim");
});

test("refuses where nothing exceeds the buffer, and where there are no units", () => {
  expectRefused(distribute, "issuance/nothingToDistribute");
  ledger = createIssuanceLedger();
  expectRefused(distribute, "issuance/nothingToDistribute");
});

test("refuses a second payment before its time, and takes it then", () => {
  redeemHalf();
  distribute();
  const distributedMs = ledger.state.timeMs;
  const details = expectRefused(distribute, "issuance/distributionTooSoon");
  expect(details).toEqual({ earliestMs: distributedMs + 60_000 });
  ledger.advance(59_990);
  expectRefused(distribute, "issuance/distributionTooSoon");
  ledger.advance(10);
  // The time has come, but prices are a little wider than before: nothing exceeds the buffer.
  expectRefused(distribute, "issuance/nothingToDistribute");
});

test("is bounded by the throttle and by the supply cap", async () => {
  const perHour = 300_000_000_000n;
  ledger = createIssuanceLedger({
    overrides: { "issuance.issuanceMicroKdgPerHour": perHour, "issuance.issuanceBpPerHour": 1n },
  });
  minted = mintOn(ledger);
  redeemHalf();
  // The burnt half gave the bucket room again; take nearly all of it by a second mint of another's metal.
  const { availableMicroKdg } = (await ledger.query("issuance/throttle", { bucket: "issuance" })) as {
    availableMicroKdg: bigint;
  };
  const { distributedMicroKdg } = distribute().answer as { distributedMicroKdg: bigint };
  expect(distributedMicroKdg).toBeLessThanOrEqual(availableMicroKdg);

  ledger = createIssuanceLedger({ overrides: { "issuance.supplyCapMicroKdg": 250_000_000_000n } });
  minted = mintOn(ledger);
  requestRedemption(ledger, 20_000_000_000n, { metal: "CU" });
  settleEpoch(ledger);
  const { supplyMicroKdg } = await coverageOf(ledger);
  const capped = distribute().answer as { distributedMicroKdg: bigint };
  expect(supplyMicroKdg + capped.distributedMicroKdg).toBeLessThanOrEqual(250_000_000_000n);
});

test("refuses while prices are stale", () => {
  redeemHalf();
  ledger.advance(3_700_000);
  expectRefused(distribute, "basket/valueUnsound");
  statePrices(ledger, june2008);
  expect(distribute().code).toBe(0);
});

test("the sole minter gets everything back in the end, and never more", async () => {
  const { distributableNano: given } = await coverageOf(ledger);
  for (let round = 0; round < 12; round += 1) {
    requestRedemption(ledger, kdgOf(ledger, "alice"), { rest: "metal" });
    settleEpoch(ledger);
    if (distribute().code === 0) claim("alice");
  }
  const { distributableNano: left, juniorUnits } = await coverageOf(ledger);
  // What is worth about two bars of silver stays, since no bar is ever divided; and the fees.
  const barNano = 31_000n * june2008.AG;
  expect(left).toBeGreaterThan(0n);
  expect(left).toBeLessThan(2n * barNano);
  expect(left).toBeLessThan(given / 10n);
  expect(juniorUnits).toBeLessThan(minted.juniorUnits / 10n);
  expect(await ledger.audit()).toEqual([]);
});
