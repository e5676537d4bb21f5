// Delivery rights: taken with a bond, counted until their month, sold, bought back, or paid for by the bond.
import { beforeEach, describe, expect, test } from "vitest";
import { monthStartMs } from "#src/core/month.ts";
import { read as accountsRead } from "#src/modules/accounts/access.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import { bidsAccount, reserveAccount } from "#src/modules/issuance/books.ts";
import { bidsAreHeld, rightsAreBondedAndListed } from "#src/modules/issuance/rights/invariants.ts";
import { liveRights, promisedEnergy, rightEnds, rights } from "#src/modules/issuance/tables.ts";
import { giveYuan } from "#tests/support/bonds.ts";
import { changedState, rowOf } from "#tests/support/changedState.ts";
import { attestedMetal, coverageOf, createCashLedger, kdgOf, mintOn, sendMint } from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createRightsLedger, pricesAgain, rightMonth, takeEnergyRight } from "#tests/support/rights.ts";

const startMs = monthStartMs(rightMonth);
const dayMs = 86_400_000;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createRightsLedger();
  mintOn(ledger, { silverBars: 48, copperLots: 4 });
});

const supply = () => accountsRead.supply(ledger.state, "KDG");
const yuanOf = (account: string) => accountsRead.balance(ledger.state, "CNY", account as never);
const rightOf = (right = 1) => rights.get(ledger.state, right);
const bid = (actor: string, bidMicroKdg: bigint, right = 1) =>
  ledger.send(actor, "issuance/bidForRight", { right, bidMicroKdg });
/** Prices are fresh at that moment. */
const at = (timeMs: number) => {
  ledger.advance(timeMs - 60_000 - ledger.state.timeMs);
  pricesAgain(ledger);
  ledger.advance(timeMs - ledger.state.timeMs);
};

describe("taking a right", () => {
  test("raises total coverage and not the hard one, and mints what the energy is worth after haircut and cover", async () => {
    const before = await coverageOf(ledger);
    const taken = takeEnergyRight(ledger);
    expect(taken.refused).toBeUndefined();
    const { mintedMicroKdg, receivedMicroKdg } = taken.answer as { mintedMicroKdg: bigint; receivedMicroKdg: bigint };
    const after = await coverageOf(ledger);
    // 1,000 MWh at 50 dollars less 30 %, over 1.15, at about two dollars the KDG: some 15,200 KDG.
    expect(mintedMicroKdg).toBeGreaterThan(15_000_000_000n);
    expect(mintedMicroKdg).toBeLessThan(15_300_000_000n);
    expect(receivedMicroKdg).toBeLessThan(mintedMicroKdg);
    expect(after.hardCoverageBp).toBeLessThan(before.hardCoverageBp ?? 0n);
    expect(after.totalCoverageBp).toBeGreaterThan(after.hardCoverageBp ?? 0n);
    expect(after.juniorUnits).toBe(before.juniorUnits);
    expect(await ledger.query("issuance/right", { right: 1 })).toMatchObject({
      right: { state: "held", kind: "ELEC" },
    });
    expect(await ledger.query("issuance/rights", {})).toMatchObject({ items: [{ number: 1 }] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is refused without a bond that covers it, too late, for what is not the sender's, or beyond the nameplate", () => {
    const refused = (changes: object) => takeEnergyRight(ledger, changes).refused;
    expect(refused({ yuan: 1_000n })).toBe("issuance/bondTooSmall");
    expect(refused({ month: "2026-01" })).toBe("issuance/monthTooNear");
    expect(refused({ energy: { device: "wind-panhandle", wattHours: 1n } })).toBe("issuance/notDeviceHolder");
    expect(refused({ energy: { device: "nowhere", wattHours: 1n } })).toBe("energy/unknownDevice");
    // A hundred megawatts for 744 hours, of which three tenths may be promised.
    expect(refused({ megawattHours: 22_321n })).toBe("issuance/promisedTooMuch");
    expect(refused({ energy: undefined })).toBe("issuance/promiseUnclear");
    giveYuan(ledger, "carol", 10_000n);
    const load = ledger.send("carol", "issuance/pledgeDelivery", {
      month: rightMonth,
      energy: { device: "datacentre-fresno", wattHours: 1_000_000_000n },
      bond: { certificateIds: [], cash: { currency: "CNY", amount: 10_000n } },
    });
    expect(load.refused).toBe("issuance/deviceUnfit");
  });

  test("of a component that the basket has not is refused", () => {
    expect(takeEnergyRight(createCashLedger()).refused).toBe("issuance/componentNotInBasket");
    const { refused } = ledger.send("alice", "issuance/pledgeDelivery", {
      month: rightMonth,
      capacityIds: [1],
      bond: { certificateIds: [] },
    });
    expect(refused).toBe("compute/unknownCertificate");
  });
});

describe("how much may be minted", () => {
  test("counts no more of a right than its bond, as coverage does from then on", async () => {
    const { answer } = takeEnergyRight(ledger, { yuan: 22_500_000n });
    const { totalCoverageBp } = answer as { totalCoverageBp: bigint };
    expect((await coverageOf(ledger)).totalCoverageBp).toBe(totalCoverageBp);
    const strict = createRightsLedger({ overrides: { "issuance.greenBp": 11_480n } });
    mintOn(strict, { silverBars: 48, copperLots: 4 });
    expect(takeEnergyRight(strict, { yuan: 22_500_000n }).refused).toBe("issuance/coverageTooLow");
    expect(takeEnergyRight(strict).code).toBe(0);
  });

  test("on rights is bounded by their part of what covers the supply, and by their number", () => {
    const strict = createRightsLedger({ overrides: { "issuance.rightsCapBp": 100n } });
    mintOn(strict, { silverBars: 48, copperLots: 4 });
    expect(takeEnergyRight(strict).refused).toBe("issuance/rightsTooLarge");
    // A right of fifteen KDG would take one of 64 places.
    expect(takeEnergyRight(ledger, { megawattHours: 1n, yuan: 100_000n }).refused).toBe("issuance/rightTooSmall");
    const small = createRightsLedger({ overrides: { "issuance.rightMicroKdgLeast": 1_000_000n } });
    mintOn(small, { silverBars: 48, copperLots: 4 });
    for (let at = 0; at < 64; at += 1)
      expect(takeEnergyRight(small, { megawattHours: 1n, yuan: 100_000n }).code).toBe(0);
    expect(takeEnergyRight(small, { megawattHours: 1n, yuan: 100_000n }).refused).toBe("issuance/tooManyRights");
  });

  test("stays within the room of proved energy once that counts, and the coverage says why nothing is minted", async () => {
    const proved = createRightsLedger({ overrides: { "issuance.roomActivationHeight": 0n } });
    const { refused, details } = sendMint(proved, attestedMetal(proved, { silverBars: 12, copperLots: 1 }));
    expect(refused).toBe("issuance/roomShort");
    expect(details).toEqual({ roomMicroKdg: 0n, supplyMicroKdg: 0n });
    expect((await coverageOf(proved)).mint).toMatchObject({ allowed: false, reason: "roomShort", roomMicroKdg: 0n });
  });
});

describe("a right that its provider buys back", () => {
  test("burns what was minted on it, returns the bond, and frees the promise", async () => {
    const before = supply();
    takeEnergyRight(ledger);
    const minted = rightOf()?.mintedMicroKdg ?? 0n;
    expect(ledger.send("bob", "issuance/buyBackRight", { right: 1 }).refused).toBe("issuance/notRightProvider");
    expect(ledger.send("alice", "issuance/buyBackRight", { right: 9 }).refused).toBe("issuance/unknownRight");
    expect(ledger.send("alice", "issuance/buyBackRight", { right: 1 }).answer).toEqual({ burntMicroKdg: minted });
    expect(supply()).toBe(before);
    expect(rightOf()?.state).toBe("boughtBack");
    expect(promisedEnergy.get(ledger.state, "solar-kern", rightMonth)).toBeUndefined();
    expect(ledger.send("alice", "issuance/buyBackRight", { right: 1 }).refused).toBe("issuance/rightGone");
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a right that is sold", () => {
  test("goes to the highest bidder when its month begins; the bid is burnt and the bond goes back", async () => {
    takeEnergyRight(ledger);
    const minted = rightOf()?.mintedMicroKdg ?? 0n;
    ledger.send("alice", "settlement/pay", { currency: "KDG", to: ledger.account("bob"), amount: 4n * minted });
    ledger.send("alice", "settlement/pay", { currency: "KDG", to: ledger.account("carol"), amount: 2n * minted });
    expect(bid("bob", minted).refused).toBe("issuance/auctionClosed");
    at(startMs - 6 * dayMs);
    expect(bid("alice", minted).refused).toBe("issuance/bidderIsProvider");
    expect(bid("bob", minted - 1n).refused).toBe("issuance/bidTooLow");
    const bobBefore = kdgOf(ledger, "bob");
    expect(bid("bob", minted).code).toBe(0);
    expect(bid("carol", minted).refused).toBe("issuance/bidTooLow");
    expect(bid("carol", minted + 5n).code).toBe(0);
    expect(kdgOf(ledger, "bob")).toBe(bobBefore);
    expect(ledger.send("alice", "issuance/buyBackRight", { right: 1 }).refused).toBe("issuance/rightBidFor");
    expect(await ledger.audit()).toEqual([]);
    const [supplyBefore, yuanBefore] = [supply(), yuanOf(ledger.account("alice"))];
    at(startMs);
    expect(rightOf()).toMatchObject({ state: "auctioned", bid: { bidder: ledger.account("carol") } });
    expect(supply()).toBe(supplyBefore - minted - 5n);
    expect(yuanOf(ledger.account("alice"))).toBe(yuanBefore + 100_000_000n);
    expect(ledger.faults).toEqual([]);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("whoever bid for a right, or gave it", () => {
  test("cannot close its account before the right has left, or nobody could outbid it and the right never ended", async () => {
    takeEnergyRight(ledger);
    const minted = rightOf()?.mintedMicroKdg ?? 0n;
    const policy = { threshold: 1, keys: [ledger.publicKey("dave")] };
    const opened = ledger.send("participant-bank", "accounts/openAccount", { policy, salt: new Uint8Array() });
    const { account } = opened.answer as { account: string };
    ledger.send("alice", "settlement/pay", { currency: "KDG", to: account, amount: minted });
    at(startMs - 6 * dayMs);
    expect(bid("dave", minted).code).toBe(0);
    expect(ledger.send("dave", "accounts/closeAccount", {}).refused).toBe("accounts/accountTied");
    ledger.send("alice", "settlement/pay", { currency: "KDG", to: ledger.account("carol"), amount: 2n * minted });
    expect(bid("carol", minted + 5n).code).toBe(0);
    ledger.send("dave", "settlement/pay", { currency: "KDG", to: ledger.account("carol"), amount: minted });
    expect(ledger.send("dave", "accounts/closeAccount", {}).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a right that nobody takes", () => {
  test("counts nothing from its month on, and its bond pays the reserve as soon as there is a price", async () => {
    takeEnergyRight(ledger);
    const alice = yuanOf(ledger.account("alice"));
    ledger.advance(startMs - ledger.state.timeMs);
    expect(rightOf()?.state).toBe("held");
    const { rightsNano } = (await ledger.query("issuance/coverage")) as unknown as { rightsNano: object };
    expect(rightsNano).toEqual({ ELEC: 0n, COMPUTE: 0n });
    at(ledger.state.timeMs + 3_600_000);
    const { default: paid } = rightOf() ?? {};
    expect(rightOf()?.state).toBe("defaulted");
    expect(paid?.paidNano).toBeGreaterThanOrEqual(paid?.owedNano ?? 0n);
    const reserve = yuanOf(reserveAccount);
    // What was minted, at about two dollars the KDG, in yuan of fourteen cents.
    expect(reserve).toBeGreaterThan(21_000_000n);
    expect(reserve).toBeLessThan(22_500_000n);
    expect(yuanOf(ledger.account("alice"))).toBe(alice + 100_000_000n - reserve);
    expect(ledger.faults).toEqual([]);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("the promises about rights", () => {
  test("rightsAreBondedAndListed sees a right without a bond, a list that differs, and promises that do not add up", async () => {
    takeEnergyRight(ledger);
    const row = rightOf();
    if (row === undefined) throw new Error("the right is there");
    const broken = async (...rows: Parameters<typeof changedState>[1]) =>
      (await rightsAreBondedAndListed({ state: changedState(ledger.state, rows) })).join("\n");
    expect(await broken()).toBe("");
    expect(await broken(rowOf(rights.key(1), rights.codec, { ...row, bond: 77 }))).toContain("has no bond");
    expect(await broken(rowOf(liveRights.key(), liveRights.codec, [1, 2]))).toContain("listed and is none");
    expect(await broken(rowOf(liveRights.key(), liveRights.codec, undefined))).toContain("against the list");
    const promised = promisedEnergy.key("solar-kern", rightMonth);
    expect(await broken(rowOf(promised, promisedEnergy.codec, 5n))).toContain("says 5");
    const entry = rightEnds.tables.entries;
    const late = { dueMs: 1, sequence: 0, item: 1 };
    expect(await broken(rowOf(entry.key(0), entry.codec, late))).toContain("does not fall due");
  });

  test("bidsAreHeld sees a book that holds something else", async () => {
    const row = rowOf(balances.key("KDG", bidsAccount), balances.codec, { amount: 5n });
    expect(await bidsAreHeld({ state: changedState(ledger.state, [row]) })).toHaveLength(1);
  });
});
