// Pledged metal: its owner's still, at nobody's disposal but the book's that holds the pledge.
import { beforeEach, describe, expect, test } from "vitest";
import { read } from "#src/modules/metal-reserve/access.ts";
import { certificates } from "#src/modules/metal-reserve/tables.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  attest,
  createMetalLedger,
  depositBars,
  documentHash,
  pledgeAccount,
  reserveAccount,
  silverBar,
} from "#tests/support/metal.ts";

let ledger: TestLedger;
let ids: number[];
beforeEach(() => {
  ledger = createMetalLedger();
  ids = depositBars(ledger, { bars: [silverBar("A1"), silverBar("A2")] });
  attest(ledger);
});

const pledge = () => ledger.send("alice", "reserve-player/pledge", { certificateIds: ids });
const end = (how: string, to?: string) =>
  ledger.send("bob", "reserve-player/endPledge", {
    certificateIds: ids,
    how,
    ...(to === undefined ? {} : { to: ledger.account(to) }),
  });
const stateOf = (id: number) => certificates.get(ledger.state, id);

describe("pledged metal", () => {
  test("stays its owner's, and the owner can do nothing with it", () => {
    expect(pledge().refused).toBeUndefined();
    expect(ids.map((id) => read.isPledgedTo(ledger.state, id, pledgeAccount))).toEqual([true, true]);
    expect(stateOf(ids[0] ?? 0)).toMatchObject({ state: "pledged", owner: ledger.account("alice") });
    for (const [type, content] of [
      ["metal-reserve/transferCertificate", { certificateId: ids[0], to: ledger.account("bob") }],
      ["metal-reserve/requestDelivery", { certificateId: ids[0], instructionHash: documentHash }],
      ["reserve-player/passToReserve", { certificateIds: ids }],
      ["reserve-player/pledge", { certificateIds: ids }],
    ] as const) {
      expect(ledger.send("alice", type, content).refused).toBe("metal-reserve/certificateNotActive");
    }
  });

  test("is released to its owner, seized for another, or passes to the reserve, and the books agree", async () => {
    pledge();
    expect(end("release").refused).toBeUndefined();
    expect(stateOf(ids[0] ?? 0)).toMatchObject({ state: "active", owner: ledger.account("alice") });
    expect(stateOf(ids[0] ?? 0)?.pledgee).toBeUndefined();
    pledge();
    expect(end("seize", "carol").refused).toBeUndefined();
    expect(stateOf(ids[1] ?? 0)).toMatchObject({ state: "active", owner: ledger.account("carol") });
    ledger.send("carol", "reserve-player/pledge", { certificateIds: ids });
    expect(end("reserve").refused).toBeUndefined();
    expect(stateOf(ids[1] ?? 0)).toMatchObject({ state: "reserve-owned", owner: reserveAccount });
    expect(read.reserveHoldings(ledger.state, "AG").attestedFineMg).toBe(62_000_000n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("that an auditor withdraws covers nothing, and is what the book decided when it is reinstated", async () => {
    pledge();
    const several = { vault: "zurich", certificateIds: ids, documentHash, reason: "not found" };
    const { reason: _, ...found } = several;
    expect(ledger.send("auditor", "metal-reserve/withdrawCertificates", several).refused).toBeUndefined();
    expect(read.isPledgedTo(ledger.state, ids[0] ?? 0, pledgeAccount)).toBe(false);
    ledger.send("auditor", "metal-reserve/reinstateCertificates", found);
    expect(read.isPledgedTo(ledger.state, ids[0] ?? 0, pledgeAccount)).toBe(true);
    ledger.send("auditor", "metal-reserve/withdrawCertificates", several);
    expect(end("reserve").refused).toBeUndefined();
    expect(read.reserveHoldings(ledger.state, "AG").attestedFineMg).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
    ledger.send("auditor", "metal-reserve/reinstateCertificates", found);
    expect(stateOf(ids[0] ?? 0)).toMatchObject({ state: "reserve-owned", owner: reserveAccount });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is pledged once, by its owner, attested, and ended by its book alone", () => {
    expect(ledger.send("bob", "reserve-player/pledge", { certificateIds: ids }).refused).toBe("metal-reserve/notOwner");
    expect(end("release").refused).toBe("metal-reserve/notPledged");
    pledge();
    const twice = { certificateIds: [ids[0], ids[0]], how: "release" };
    expect(ledger.send("bob", "reserve-player/endPledge", twice).refused).toBe("metal-reserve/certificateRepeated");
    const [fresh = 0] = depositBars(ledger, { bars: [silverBar("A3")] });
    const early = ledger.send("alice", "reserve-player/pledge", { certificateIds: [fresh] });
    expect(early.refused).toBe("metal-reserve/certificateUnattested");
  });
});
