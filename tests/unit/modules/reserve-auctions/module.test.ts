// Auctions on a ledger: who may open, seal and open bids, what is filled at which price, and what never happens.
import { describe, expect, test } from "vitest";
import { read as accountsRead } from "#src/modules/accounts/access.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { auctionsAccount } from "#src/modules/reserve-auctions/books.ts";
import {
  auctionMs,
  auctionOf,
  bidOf,
  commitBid,
  commitOffer,
  createAuctionLedger,
  passWindow,
  reserveLots,
  revealBid,
  saltOf,
  termsOf,
} from "#tests/support/auctions.ts";
import { attestedMetal, kdgOf, requestRedemption, sendMint, settleEpoch } from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { june2008, statePrices } from "#tests/support/prices.ts";

const barMg = 31_000_000n;
const kdg = 1_000_000n;

function openRelease(ledger: TestLedger, count = 3, actor = "issuer") {
  const certificateIds = reserveLots(ledger, "AG").slice(0, count);
  return ledger.send(actor, "reserve-auctions/openRelease", { metal: "AG", certificateIds });
}
const openAcquisition = (ledger: TestLedger, weightMgMost: bigint, actor = "issuer", metal = "CU") =>
  ledger.send(actor, "reserve-auctions/openAcquisition", { metal, weightMgMost });
const said = (microKdgPerGram: bigint, weightMg = barMg) => ({ microKdgPerGram, weightMg });
const supplyOf = (ledger: TestLedger) => accountsRead.supply(ledger.state, "KDG");
/** A piece of four tonnes, cut off a lot of somebody's. */
function copperPiece(ledger: TestLedger, owner: string): number {
  const [certificateId = 0] = attestedMetal(ledger, { owner, silverBars: 0 });
  const cut = { certificateId, piecesFineWeightMg: [4_000_000_000n] };
  const { answer } = ledger.send(owner, "metal-reserve/splitCertificate", cut);
  return (answer as { certificateIds: number[] }).certificateIds[0] ?? 0;
}

/** Changes a parameter of the issuer's and lets its notice pass. */
function changeParameter(ledger: TestLedger, parameter: string, value: bigint): void {
  expect(ledger.send("issuer", "parameters/proposeChange", { parameter, value }).code).toBe(0);
  for (let block = 0; block < 12; block += 1) ledger.advance(1);
}
const ownerOf = (ledger: TestLedger, id: number) => metalReserve.certificate(ledger.state, id).owner;

describe("a sale", () => {
  test("goes to the highest bids at the lowest of their prices, and burns what it brings", async () => {
    const ledger = createAuctionLedger();
    const lots = reserveLots(ledger, "AG").slice(0, 3);
    expect(openRelease(ledger).answer).toEqual({ auction: 1 });
    expect(commitBid(ledger, "alice", said(560_000n, 2n * barMg), 40_000n * kdg).answer).toEqual({ bid: 1 });
    expect(commitBid(ledger, "bob", said(550_000n, 2n * barMg), 40_000n * kdg).answer).toEqual({ bid: 2 });
    expect(accountsRead.balance(ledger.state, "KDG", auctionsAccount)).toBe(80_000n * kdg);
    expect(await ledger.audit()).toEqual([]);
    const before = { alice: kdgOf(ledger, "alice"), bob: kdgOf(ledger, "bob"), supply: supplyOf(ledger) };
    passWindow(ledger);
    expect(revealBid(ledger, "alice", said(560_000n, 2n * barMg)).code).toBe(0);
    expect(revealBid(ledger, "bob", said(550_000n, 2n * barMg)).code).toBe(0);
    passWindow(ledger);
    const auction = await auctionOf(ledger);
    expect(auction.clearing).toMatchObject({ outcome: "filled", microKdgPerGram: 550_000n, halted: false, queue: [] });
    expect(auction).toMatchObject({ state: "settled", filledMg: 3n * barMg, forfeitedMicroKdg: 0n });
    expect(lots.map((id) => ownerOf(ledger, id))).toEqual(["alice", "alice", "bob"].map(ledger.account));
    const cost = 550_000n * 31_000n;
    expect(auction.tradedMicroKdg).toBe(3n * cost);
    expect(kdgOf(ledger, "alice")).toBe(before.alice + 40_000n * kdg - 2n * cost);
    expect(kdgOf(ledger, "bob")).toBe(before.bob + 40_000n * kdg - cost);
    expect(supplyOf(ledger)).toBe(before.supply - 3n * cost);
    expect(await ledger.audit()).toEqual([]);
  });

  test("never passes the target, whatever is bid", async () => {
    const ledger = createAuctionLedger();
    const { distanceMg } = await termsOf(ledger, "AG");
    const fits = Number(distanceMg / barMg);
    openRelease(ledger, fits);
    commitBid(ledger, "alice", said(550_000n, 10n * barMg), 200_000n * kdg);
    // Meanwhile copper comes by a mint: silver's share falls, and fewer bars are too many.
    expect(sendMint(ledger, [copperPiece(ledger, "carol")], "carol").code).toBe(0);
    passWindow(ledger);
    revealBid(ledger, "alice", said(550_000n, 10n * barMg));
    passWindow(ledger);
    const { filledMg } = await auctionOf(ledger);
    expect(filledMg).toBeGreaterThan(0n);
    expect(filledMg).toBeLessThan(BigInt(fits) * barMg);
    expect((await termsOf(ledger, "AG")).side).toBe("above");
    expect(await ledger.audit()).toEqual([]);
  });

  test("gives nothing below the floor, and takes a part of what nobody opened", async () => {
    const ledger = createAuctionLedger();
    openRelease(ledger);
    const { leastMicroKdgPerGram } = await termsOf(ledger, "AG");
    const low = said(leastMicroKdgPerGram - leastMicroKdgPerGram / 100n);
    commitBid(ledger, "alice", low, 20_000n * kdg);
    commitBid(ledger, "bob", said(600_000n), 20_000n * kdg);
    const supply = supplyOf(ledger);
    const [alice, bob] = [kdgOf(ledger, "alice"), kdgOf(ledger, "bob")];
    passWindow(ledger);
    revealBid(ledger, "alice", low);
    passWindow(ledger);
    expect((await auctionOf(ledger)).clearing?.outcome).toBe("nothing");
    expect(await bidOf(ledger, 2)).toMatchObject({ state: "closed", forfeitedMicroKdg: 200n * kdg });
    expect(kdgOf(ledger, "alice")).toBe(alice + 20_000n * kdg);
    expect(kdgOf(ledger, "bob")).toBe(bob + 19_800n * kdg);
    expect(supplyOf(ledger)).toBe(supply - 200n * kdg);
    expect(await ledger.audit()).toEqual([]);
  });

  test("does without lots that a redemption took first", async () => {
    const ledger = createAuctionLedger();
    const lots = reserveLots(ledger, "AG").slice(0, 3);
    openRelease(ledger);
    commitBid(ledger, "bob", said(550_000n, 3n * barMg), 60_000n * kdg);
    requestRedemption(ledger, 60_000n * kdg, { metal: "AG" });
    settleEpoch(ledger);
    expect(lots.some((id) => ownerOf(ledger, id) === ledger.account("alice"))).toBe(true);
    passWindow(ledger);
    revealBid(ledger, "bob", said(550_000n, 3n * barMg));
    passWindow(ledger);
    expect((await auctionOf(ledger)).state).toBe("settled");
    expect((await bidOf(ledger, 1)).filledMg).toBeLessThan(3n * barMg);
    expect(await ledger.audit()).toEqual([]);
  });

  test("waits while a price is unsound, and ends without a trade after its patience", async () => {
    const ledger = createAuctionLedger({ overrides: { "reserve-auctions.patienceMs": 7_200_000n } });
    openRelease(ledger);
    commitBid(ledger, "bob", said(550_000n), 20_000n * kdg);
    const bob = kdgOf(ledger, "bob");
    passWindow(ledger);
    revealBid(ledger, "bob", said(550_000n));
    statePrices(ledger, { AG: june2008.AG * 2n });
    ledger.advance(auctionMs);
    expect((await auctionOf(ledger)).state).toBe("open");
    expect((await ledger.query("reserve-auctions/auctions")) as object).toMatchObject({ items: [{ number: 1 }] });
    ledger.advance(7_300_000);
    expect(await auctionOf(ledger)).toMatchObject({ state: "settled", filledMg: 0n, clearing: { outcome: "unsound" } });
    expect(kdgOf(ledger, "bob")).toBe(bob + 20_000n * kdg);
    expect(await ledger.audit()).toEqual([]);
  });

  test("has 32 places, and settles them eight in a block", async () => {
    const ledger = createAuctionLedger();
    openRelease(ledger);
    const [lowest, locked] = [said(1n), 100n * kdg];
    for (let at = 1; at <= 33; at += 1) {
      const name = `bidder-${at}`;
      const policy = { threshold: 1, keys: [ledger.publicKey(name)] };
      ledger.send("participant-bank", "accounts/openAccount", { policy, salt: new Uint8Array() });
      ledger.send("alice", "settlement/pay", { currency: "KDG", to: ledger.account(name), amount: locked });
      const { refused } = commitBid(ledger, name, lowest, locked);
      expect(refused).toBe(at <= 32 ? undefined : "reserve-auctions/tooManyBids");
    }
    ledger.advance(2 * auctionMs);
    const left: (number | undefined)[] = [];
    for (let block = 0; block < 3; block += 1) {
      left.push((await auctionOf(ledger)).clearing?.queue.length);
      ledger.advance(1);
    }
    expect(left).toEqual([24, 16, 8]);
    expect(await auctionOf(ledger)).toMatchObject({ state: "settled", bids: 32, forfeitedMicroKdg: 32n * kdg });
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a purchase", () => {
  test("takes the lowest asks at the highest of them, mints for it and keeps coverage green", async () => {
    const ledger = createAuctionLedger();
    const { distanceMg, mostMicroKdgPerGram } = await termsOf(ledger, "CU");
    const lot = copperPiece(ledger, "carol");
    const dear = copperPiece(ledger, "bob");
    expect(openAcquisition(ledger, distanceMg).answer).toEqual({ auction: 1 });
    const ask = said(8_000n, 4_000_000_000n);
    const high = said(mostMicroKdgPerGram + 1n, 4_000_000_000n);
    expect(commitOffer(ledger, "carol", ask, [lot]).answer).toEqual({ bid: 1 });
    expect(commitOffer(ledger, "bob", high, [dear]).answer).toEqual({ bid: 2 });
    expect(await ledger.audit()).toEqual([]);
    const supply = supplyOf(ledger);
    passWindow(ledger);
    expect(revealBid(ledger, "carol", ask).code).toBe(0);
    expect(revealBid(ledger, "bob", high).code).toBe(0);
    passWindow(ledger);
    expect(await auctionOf(ledger)).toMatchObject({ state: "settled", filledMg: 4_000_000_000n });
    expect(metalReserve.certificate(ledger.state, lot).state).toBe("reserve-owned");
    expect(metalReserve.certificate(ledger.state, dear)).toMatchObject({
      state: "active",
      owner: ledger.account("bob"),
    });
    const minted = 8_000n * 4_000_000n;
    expect(kdgOf(ledger, "carol")).toBe(minted);
    expect(supplyOf(ledger)).toBe(supply + minted);
    expect((await ledger.query("issuance/coverage")) as object).toMatchObject({ zone: "green" });
    expect((await termsOf(ledger, "CU")).side).toBe("below");
    expect(await ledger.audit()).toEqual([]);
  });

  test("is halted by the first fill after which coverage would not be green", async () => {
    const ledger = createAuctionLedger({ overrides: { "issuance.greenBp": 11_480n } });
    const lots = [1, 2].map(() => copperPiece(ledger, "carol"));
    openAcquisition(ledger, 8_000_000_000n);
    commitOffer(ledger, "carol", said(8_000n, 8_000_000_000n), lots);
    const supply = supplyOf(ledger);
    passWindow(ledger);
    revealBid(ledger, "carol", said(8_000n, 8_000_000_000n));
    passWindow(ledger);
    expect(await auctionOf(ledger)).toMatchObject({ filledMg: 0n, clearing: { outcome: "filled", halted: true } });
    expect(lots.map((id) => metalReserve.certificate(ledger.state, id).state)).toEqual(["active", "active"]);
    expect(supplyOf(ledger)).toBe(supply);
    expect(await ledger.audit()).toEqual([]);
  });

  test("leaves metal that an auditor withdrew with its owner", async () => {
    const ledger = createAuctionLedger();
    const lot = copperPiece(ledger, "carol");
    openAcquisition(ledger, 8_000_000_000n);
    commitOffer(ledger, "carol", said(8_000n, 4_000_000_000n), [lot]);
    const lost = { vault: "zurich", certificateIds: [lot], documentHash: new Uint8Array(32), reason: "not found" };
    expect(ledger.send("auditor", "metal-reserve/withdrawCertificates", lost).code).toBe(0);
    passWindow(ledger);
    revealBid(ledger, "carol", said(8_000n, 4_000_000_000n));
    passWindow(ledger);
    expect(await auctionOf(ledger)).toMatchObject({ state: "settled", filledMg: 0n });
    expect(metalReserve.certificate(ledger.state, lot).state).toBe("withdrawn");
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("opening", () => {
  test("is for anyone outside the band, and for the issuer alone within it", () => {
    const within = createAuctionLedger();
    expect(openRelease(within, 1, "bob").refused).toBe("reserve-auctions/gapElsewhere");
    expect(openRelease(within, 1).code).toBe(0);
    expect(openRelease(within, 1).refused).toBe("reserve-auctions/auctionLive");
    const outside = createAuctionLedger({ overrides: { "issuance.bandBp": 2_000n } });
    changeParameter(outside, "issuance.bandBp", 100n);
    expect(openRelease(outside, 1, "bob").code).toBe(0);
    expect(openAcquisition(outside, 1_000_000n, "carol").code).toBe(0);
  });

  test("is refused away from the target, past it, beyond the programme, without sound prices, or of unfit metal", async () => {
    const ledger = createAuctionLedger({ overrides: { "reserve-auctions.programmeBp": 500n } });
    const digest = ledger.digest();
    expect(openAcquisition(ledger, 1n, "issuer", "AG").refused).toBe("reserve-auctions/gapElsewhere");
    expect(openRelease(ledger, 3).refused).toBe("reserve-auctions/programmeTooLarge");
    expect(openRelease(ledger, 6).refused).toBe("reserve-auctions/programmeTooLarge");
    const [bar = 0] = reserveLots(ledger, "AG");
    const [copper = 0] = reserveLots(ledger, "CU");
    const naming = (certificateIds: number[]) =>
      ledger.send("issuer", "reserve-auctions/openRelease", { metal: "AG", certificateIds }).refused;
    expect(naming([bar, bar])).toBe("reserve-auctions/lotUnfit");
    expect(naming([copper])).toBe("reserve-auctions/lotUnfit");
    expect(naming([999_999])).toBe("metal-reserve/unknownCertificate");
    expect(openAcquisition(ledger, 1n, "issuer", "NDPR").refused).toBe("reserve-auctions/pricesUnsound");
    expect(ledger.digest()).toBe(digest);
    ledger.advance(86_400_000 * 3);
    expect(openRelease(ledger, 1).refused).toBe("reserve-auctions/pricesUnsound");
    await expect(ledger.query("reserve-auctions/terms", { metal: "AG" })).rejects.toThrow("pricesUnsound");
  });

  test("of a purchase needs green coverage, and of a sale no red one", () => {
    const amber = createAuctionLedger();
    changeParameter(amber, "issuance.greenBp", 12_000n);
    expect(openAcquisition(amber, 1_000_000n).refused).toBe("reserve-auctions/coverageUnfit");
    expect(openRelease(amber, 1).code).toBe(0);
    const red = createAuctionLedger();
    changeParameter(red, "issuance.greenBp", 12_000n);
    changeParameter(red, "issuance.amberBp", 12_000n);
    expect(openRelease(red, 1).refused).toBe("reserve-auctions/coverageUnfit");
  });

  test("of a purchase is refused for a metal with a slow price", () => {
    const ledger = createAuctionLedger({
      isEmpty: true,
      change: (modules) => {
        const { feeds } = modules.oracle as { feeds: { feed: string }[] };
        const slow = feeds.map((feed) => (feed.feed === "CU" ? { ...feed, frequency: "slow" } : feed));
        return { ...modules, oracle: { feeds: slow } };
      },
    });
    expect(openAcquisition(ledger, 1_000_000n).refused).toBe("reserve-auctions/metalUnfit");
  });
});

describe("sealing and opening", () => {
  test("are refused out of time, twice, on the other side, too small, or with another seal", async () => {
    const ledger = createAuctionLedger();
    const none = said(550_000n);
    expect(commitBid(ledger, "alice", none, 100n * kdg).refused).toBe("reserve-auctions/unknownAuction");
    openRelease(ledger);
    expect(commitBid(ledger, "alice", none, 100n * kdg - 1n).refused).toBe("reserve-auctions/lockTooSmall");
    expect(commitBid(ledger, "alice", none, 10n ** 20n).refused).toBe("accounts/insufficientFunds");
    expect(commitOffer(ledger, "alice", none, [1]).refused).toBe("reserve-auctions/otherSide");
    expect(revealBid(ledger, "alice", none).refused).toBe("reserve-auctions/unknownBid");
    expect(commitBid(ledger, "alice", none, 100n * kdg).code).toBe(0);
    expect(commitBid(ledger, "bob", none, 20_000n * kdg).code).toBe(0);
    expect(commitBid(ledger, "alice", none, 100n * kdg).refused).toBe("reserve-auctions/alreadyCommitted");
    expect(revealBid(ledger, "alice", none).refused).toBe("reserve-auctions/revealClosed");
    passWindow(ledger);
    expect(commitBid(ledger, "issuer", none, 100n * kdg).refused).toBe("reserve-auctions/commitClosed");
    expect(revealBid(ledger, "alice", none).refused).toBe("reserve-auctions/lockShort");
    expect(revealBid(ledger, "bob", said(549_999n)).refused).toBe("reserve-auctions/commitmentWrong");
    const stolen = { auction: 1, ...none, salt: saltOf(8) };
    expect(ledger.send("bob", "reserve-auctions/revealBid", stolen).refused).toBe("reserve-auctions/commitmentWrong");
    expect(revealBid(ledger, "bob", none).code).toBe(0);
    expect(revealBid(ledger, "bob", none).refused).toBe("reserve-auctions/alreadyRevealed");
    expect(await ledger.query("reserve-auctions/bids", { auction: 1 })).toMatchObject({
      items: [
        { number: 1, bid: { state: "sealed" } },
        { number: 2, bid: { state: "revealed" } },
      ],
    });
    await expect(ledger.query("reserve-auctions/bid", { auction: 1, bid: 3 })).rejects.toThrow("unknownBid");
    expect(await ledger.audit()).toEqual([]);
  });

  test("of an offer takes certificates of the auction's metal that are the seller's own", () => {
    const ledger = createAuctionLedger();
    const [copper = 0] = attestedMetal(ledger, { owner: "carol", silverBars: 0 });
    const [silver = 0] = attestedMetal(ledger, { owner: "carol", silverBars: 1, copperLots: 0 });
    openAcquisition(ledger, 1_000_000n);
    const ask = said(8_000n);
    expect(commitOffer(ledger, "carol", ask, [silver]).refused).toBe("reserve-auctions/otherMetal");
    expect(commitOffer(ledger, "bob", ask, [copper]).refused).toBe("metal-reserve/notOwner");
    expect(commitOffer(ledger, "carol", ask, [copper]).code).toBe(0);
    const give = { certificateId: copper, to: ledger.account("bob") };
    expect(ledger.send("carol", "metal-reserve/transferCertificate", give).refused).toBe(
      "metal-reserve/certificateNotActive",
    );
  });
});

test("the promises that audits check are these", () => {
  const { invariants = {} } =
    createAuctionLedger().machine.registry.modules.find(({ name }) => name === "reserve-auctions") ?? {};
  expect(Object.keys(invariants)).toEqual([
    "locksEqualBids",
    "offersArePledged",
    "auctionsEqualBids",
    "liveAuctionsAreListed",
  ]);
});
