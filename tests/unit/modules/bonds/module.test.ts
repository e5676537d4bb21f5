// Bonds: what may be staked, what it is worth, what is paid out of it and in which order.
import { beforeEach, describe, expect, test } from "vitest";
import { read as accountsRead } from "#src/modules/accounts/access.ts";
import { read } from "#src/modules/bonds/access.ts";
import { bonds } from "#src/modules/bonds/tables.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { createStakeLedger, giveYuan, silverOf } from "#tests/support/bonds.ts";
import { currencyPrices } from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { documentHash } from "#tests/support/metal.ts";
import { settlePrices } from "#tests/support/prices.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createStakeLedger();
});

const open = (stake: object, actor = "carol") =>
  ledger.send(actor, "stake-player/open", { certificateIds: [], ...stake });
const yuan = (amount: bigint) => ({ cash: { currency: "CNY", amount } });
const pay = (bond: number, owedNano: bigint, isReserve = false) =>
  ledger.send("bob", "stake-player/pay", { bond, owedNano, to: ledger.account("alice"), isReserve });
const yuanOf = (alias: string) => accountsRead.balance(ledger.state, "CNY", ledger.account(alias));
const metalOf = (id: number) => metalReserve.certificate(ledger.state, id);

describe("a stake", () => {
  test("is worth its low price after a haircut, and withdrawn metal nothing", async () => {
    const certificateIds = silverOf(ledger, "carol");
    giveYuan(ledger, "carol", 100_000n);
    expect(open({ certificateIds, ...yuan(100_000n) }).answer).toEqual({ bond: 1 });
    const { collateralNano } = (await ledger.query("bonds/bond", { bond: 1 })) as { collateralNano: bigint };
    // A thousand yuan at 0.144 less 5 %, and two bars of 31 kg at 0.5456 dollars a gram less 56 %, at low prices.
    const nearly = 136_800_000_000n + (62_000n * 545_566_019n * 44n) / 100n;
    expect(collateralNano).toBeLessThanOrEqual(nearly);
    expect(collateralNano).toBeGreaterThan((nearly * 999n) / 1_000n);
    expect(read.lowWorthNano(ledger.state, 1)).toBeGreaterThan(collateralNano * 2n);
    const several = { vault: "zurich", certificateIds, documentHash, reason: "not found" };
    ledger.send("auditor", "metal-reserve/withdrawCertificates", several);
    expect(read.collateralNano(ledger.state, 1)).toBeLessThan(136_900_000_000n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("in metal whose attestation has ended covers nothing until it is attested again", () => {
    const certificateIds = silverOf(ledger, "carol");
    open({ certificateIds });
    expect(read.collateralNano(ledger.state, 1)).toBeGreaterThan(0n);
    const { code } = ledger.send("auditor", "metal-reserve/withdrawAttestation", {
      vault: "zurich",
      reason: "recount",
    });
    expect(code).toBe(0);
    expect(read.collateralNano(ledger.state, 1)).toBe(0n);
  });

  test("is refused as KDG, unpriced, empty, not the sender's, or as more certificates than one bond takes", () => {
    expect(open({}).refused).toBe("bonds/stakeEmpty");
    expect(open({ cash: { currency: "KDG", amount: 1n } }).refused).toBe("bonds/currencyAnchored");
    expect(open({ cash: { currency: "EUR", amount: 1n } }).refused).toBe("bonds/currencyUnpriced");
    expect(open({ certificateIds: silverOf(ledger, "bob") }).refused).toBe("metal-reserve/notOwner");
    expect(open(yuan(10n ** 20n)).refused).toBe("accounts/insufficientFunds");
    const many = Array.from({ length: 32 }, () => silverOf(ledger, "carol")).flat();
    expect(open({ certificateIds: many }).code).toBe(0);
    const further = { bond: 1, certificateIds: silverOf(ledger, "carol") };
    expect(ledger.send("carol", "bonds/topUpBond", further).refused).toBe("bonds/tooManyCertificates");
  });

  test("of a metal that the basket never had has no price", () => {
    expect(open({ certificateIds: silverOf(ledger, "carol") }).code).toBe(0);
    const priceless = createStakeLedger({ withoutBasket: true });
    const certificateIds = silverOf(priceless, "carol");
    expect(priceless.send("carol", "stake-player/open", { certificateIds }).refused).toBe("bonds/metalUnpriced");
  });
});

describe("a scrap without a price", () => {
  test("is not taken in, so that it cannot hold up what the rest of a bond pays", async () => {
    giveYuan(ledger, "carol", 1_000n);
    const certificateIds = silverOf(ledger, "carol");
    open(yuan(500n));
    ledger.advance(86_400_000);
    expect(open(yuan(100n)).refused).toBe("bonds/currencyUnpriced");
    settlePrices(ledger, { CNY: currencyPrices.CNY });
    const scrap = { bond: 1, certificateIds };
    expect(ledger.send("carol", "bonds/topUpBond", scrap).refused).toBe("bonds/metalUnpriced");
    expect(pay(1, 1n).answer).not.toEqual({});
    expect(await ledger.audit()).toEqual([]);
  });

  test("does not hold up payments once it was spent, or is missing from its vault", () => {
    giveYuan(ledger, "carol", 1_000n);
    const certificateIds = silverOf(ledger, "carol");
    open({ ...yuan(500n), certificateIds });
    const several = { vault: "zurich", certificateIds, documentHash, reason: "not found" };
    ledger.send("auditor", "metal-reserve/withdrawCertificates", several);
    ledger.advance(86_400_000);
    settlePrices(ledger, { CNY: currencyPrices.CNY });
    expect(read.isPriced(ledger.state, 1)).toBe(true);
    expect(pay(1, 10n ** 15n).code).toBe(0);
    ledger.advance(86_400_000);
    expect(read.isPriced(ledger.state, 1)).toBe(true);
    expect(pay(1, 1n).answer).toEqual({ worthNano: 0n });
  });
});

describe("a bond", () => {
  test("is added to by its owner alone, in the currency that it has", async () => {
    giveYuan(ledger, "carol", 300n);
    open(yuan(100n));
    const topUp = (actor: string, more: object) =>
      ledger.send(actor, "bonds/topUpBond", { bond: 1, certificateIds: [], ...more });
    expect(topUp("alice", yuan(1n)).refused).toBe("bonds/notOwner");
    expect(topUp("carol", yuan(50n)).code).toBe(0);
    expect(bonds.get(ledger.state, 1)?.cash?.amount).toBe(150n);
    expect(topUp("carol", { cash: { currency: "USD", amount: 1n } }).refused).toBe("bonds/currencyDiffers");
    const none = ledger.send("carol", "bonds/topUpBond", { bond: 7, certificateIds: [], ...yuan(1n) });
    expect(none.refused).toBe("bonds/unknownBond");
    expect(await ledger.query("bonds/ownerBonds", { owner: ledger.account("carol") })).toMatchObject({
      items: [{ number: 1 }],
    });
    expect(await ledger.audit()).toEqual([]);
  });

  test("gives all of it back when it is released, to a frozen owner too", async () => {
    const certificateIds = silverOf(ledger, "carol");
    giveYuan(ledger, "carol", 100n);
    const before = yuanOf("carol");
    open({ certificateIds, ...yuan(100n) });
    expect(yuanOf("carol")).toBe(before - 100n);
    const frozen = { account: ledger.account("carol"), reference: "case 7" };
    expect(ledger.send("regulator", "accounts/freezeAccount", frozen).code).toBe(0);
    expect(ledger.send("bob", "stake-player/release", { bond: 1 }).code).toBe(0);
    expect(yuanOf("carol")).toBe(before);
    expect(metalOf(certificateIds[0] ?? 0).state).toBe("active");
    expect(bonds.get(ledger.state, 1)).toBeUndefined();
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a payment", () => {
  test("takes the least currency that covers it, and no metal while that does", async () => {
    const certificateIds = silverOf(ledger, "carol");
    giveYuan(ledger, "carol", 100_000n);
    open({ certificateIds, ...yuan(100_000n) });
    const before = yuanOf("alice");
    const { worthNano } = pay(1, 14_400_000_000n).answer as { worthNano: bigint };
    const paid = yuanOf("alice") - before;
    expect(paid).toBeGreaterThanOrEqual(10_000n);
    expect(paid).toBeLessThan(10_020n);
    expect(worthNano).toBeGreaterThanOrEqual(14_400_000_000n);
    expect(certificateIds.map((id) => metalOf(id).state)).toEqual(["pledged", "pledged"]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("goes on with whole bars in the order in which they were staked, and ends when nothing is left", async () => {
    const certificateIds = silverOf(ledger, "carol");
    giveYuan(ledger, "carol", 100n);
    open({ certificateIds, ...yuan(100n) });
    expect(pay(1, 10_000_000_000_000n).code).toBe(0);
    expect(certificateIds.map((id) => metalOf(id).owner)).toEqual([ledger.account("alice"), ledger.account("carol")]);
    expect(bonds.get(ledger.state, 1)?.certificateIds).toEqual([certificateIds[1]]);
    const { worthNano } = pay(1, 10n ** 18n).answer as { worthNano: bigint };
    expect(worthNano).toBeLessThan(20_000_000_000_000n);
    expect(metalOf(certificateIds[1] ?? 0).owner).toBe(ledger.account("alice"));
    expect((pay(1, 1n).answer as { worthNano: bigint }).worthNano).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("waits while a price lacks", () => {
    giveYuan(ledger, "carol", 100n);
    open(yuan(100n));
    ledger.advance(86_400_000);
    expect(pay(1, 1n).answer).toEqual({});
    expect(read.isPriced(ledger.state, 1)).toBe(false);
    expect(bonds.get(ledger.state, 1)?.cash?.amount).toBe(100n);
  });
});

describe("the promises of bonds", () => {
  test("are seen broken: cashEqualsBonds, metalIsPledged, ownersListTheirBonds", async () => {
    const certificateIds = silverOf(ledger, "carol");
    giveYuan(ledger, "carol", 100n);
    open({ certificateIds, ...yuan(100n) });
    expect(await ledger.audit()).toEqual([]);
    ledger.send("bob", "stake-player/spoil", { bond: 1, certificateId: certificateIds[0] });
    const broken = (await ledger.audit()).join("\n");
    for (const claim of ["cashEqualsBonds", "metalIsPledged", "ownersListTheirBonds"]) expect(broken).toContain(claim);
  });
});
