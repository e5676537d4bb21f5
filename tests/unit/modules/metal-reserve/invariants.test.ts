// Each promise is found broken when it is.
import { beforeEach, describe, expect, test } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import type { Invariant } from "#src/machine/invariant.ts";
import { addToTotals, addWaitingWeight, putBar, putCertificate } from "#src/modules/metal-reserve/books.ts";
import * as invariants from "#src/modules/metal-reserve/invariants.ts";
import type { Certificate } from "#src/modules/metal-reserve/schemas.ts";
import * as tables from "#src/modules/metal-reserve/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";

const owner = accountFromBytes(new Uint8Array(20).fill(1));
const hash = new Uint8Array(32);

let memory: ReturnType<typeof memoryState>;

/** Silver in one vault: certificate 1 active, 2 and 3 the reserve's, 4 and 5 waiting for delivery. */
function certificateOf(serial: string, state: Certificate["state"]): Certificate {
  const weights = { assayPpm: 999_000, grossWeightMg: 31_100n, fineWeightMg: 31_000n };
  const origin = { deposit: 1, depositor: owner, depositedMs: 0 };
  return { state, owner, metal: "AG", vault: "zurich", refiner: "KGHM", serial, year: 2024, ...weights, ...origin };
}

beforeEach(() => {
  memory = memoryState();
  const { journal } = memory;
  const rules = { finenessPpmMin: 1, grossWeightMgMin: 1n, grossWeightMgMax: 10n ** 9n, pieceWeightMgMin: 1n } as const;
  tables.metalSettings.put(journal, "AG", { name: "Silver", unit: "g", form: "bar", ...rules });
  tables.barLists.put(journal, "zurich", { deposits: 5, entries: 5, listHash: hash });
  const attestation = { auditor: owner, attestedMs: 0, deposits: 5, listHash: hash, documentHash: hash, counts: [] };
  tables.attestations.put(journal, "zurich", attestation);
  const states = ["active", "reserve-owned", "reserve-owned", "delivery-requested", "delivery-requested"] as const;
  for (const [at, state] of states.entries()) {
    const certificateId = at + 1;
    const { refiner, serial, year, ...rest } = certificateOf(`A${certificateId}`, state);
    const { grossWeightMg, fineWeightMg, metal, vault } = rest;
    putCertificate(journal, certificateId, { refiner, serial, year, ...rest });
    const bar = { metal, vault, certificateId, grossWeightMg, fineWeightMg, heldFineWeightMg: fineWeightMg };
    putBar(journal, { refiner, serial, year }, bar);
    const reserveFineWeightMg = state === "reserve-owned" ? fineWeightMg : 0n;
    addToTotals(journal, vault, metal, { items: 1, fineWeightMg, reserveFineWeightMg });
    if (state === "reserve-owned") tables.reserveChains.append(journal, "zurich:AG", certificateId);
    if (state !== "delivery-requested") continue;
    tables.loadOutQueues.append(journal, vault, certificateId);
    tables.deliveryRequests.put(journal, certificateId, { requestedMs: 0, dueMs: 1, instructionHash: hash });
    addWaitingWeight(journal, vault, grossWeightMg);
  }
});

const broken = (invariant: Invariant) => invariant({ state: memory.scanner() });

test("all hold while the books are in order", async () => {
  expect(memory.journal.unbalancedTally()).toBeUndefined();
  for (const [name, invariant] of Object.entries(invariants)) expect(await broken(invariant), name).toEqual([]);
});

describe("totals", () => {
  const total = { items: 5, fineWeightMg: 155_000n, reserveFineWeightMg: 62_000n };
  test.each([
    ["items", { ...total, items: 4 }],
    ["fine weight", { ...total, fineWeightMg: 155_001n }],
    ["the reserve's part", { ...total, reserveFineWeightMg: 61_999n }],
  ])("of a vault and of a metal: %s", async (_, wrong) => {
    tables.vaultTotals.put(memory.journal, "zurich", "AG", wrong);
    expect(await broken(invariants.vaultTotalsEqualCertificates)).toHaveLength(1);
    expect(await broken(invariants.metalTotalsEqualVaultTotals)).toHaveLength(1);
  });
});

describe("bars", () => {
  const bar = { metal: "AG", vault: "zurich", certificateId: 1, grossWeightMg: 31_100n, fineWeightMg: 31_000n };
  const breaks = async (name: string) => expect(await broken(invariants.barsEqualCertificates), name).not.toEqual([]);
  test("held weight that certificates do not have", async () => {
    tables.bars.put(memory.journal, "KGHM", "A1", 2024, { ...bar, heldFineWeightMg: 30_999n });
    await breaks("held");
  });
  test("a milligram lost in a split", async () => {
    tables.bars.put(memory.journal, "KGHM", "A1", 2024, { ...bar, grossWeightMg: 31_101n, heldFineWeightMg: 31_000n });
    await breaks("gross");
  });
  test("one serial in two certificates", async () => {
    tables.certificates.put(memory.journal, 6, certificateOf("A1", "active"));
    await breaks("two");
  });
  test("a certificate without a bar", async () => {
    tables.certificates.put(memory.journal, 6, certificateOf("A6", "active"));
    await breaks("none");
  });
  test("metal finer than it is heavy", async () => {
    tables.certificates.put(memory.journal, 1, { ...certificateOf("A1", "active"), fineWeightMg: 31_101n });
    await breaks("finer");
  });
});

describe("lists", () => {
  test("an entry too many and an entry missing", async () => {
    tables.ownedCertificates.put(memory.journal, owner, 9, {});
    tables.keptCertificates.delete(memory.journal, "zurich", 1);
    expect(await broken(invariants.listsEqualCertificates)).toHaveLength(2);
  });
});

describe("the reserve's chains", () => {
  test("a certificate of the reserve in no chain", async () => {
    tables.reserveChains.remove(memory.journal, 2);
    expect(await broken(invariants.reserveChainsHoldTheReserve)).toHaveLength(2);
  });
  test("a broken link", async () => {
    tables.reserveChains.tables.links.delete(memory.journal, 3);
    expect(await broken(invariants.reserveChainsHoldTheReserve)).not.toEqual([]);
  });
  test("a wrong count", async () => {
    tables.reserveChains.tables.ends.put(memory.journal, "zurich:AG", { first: 2, last: 3, count: 3 });
    expect(await broken(invariants.reserveChainsHoldTheReserve)).not.toEqual([]);
  });
  test("metal that was never attested", async () => {
    tables.attestations.delete(memory.journal, "zurich");
    expect(await broken(invariants.reserveChainsHoldTheReserve)).toHaveLength(2);
  });
});

describe("the load-out queues", () => {
  test("a certificate that waits in no queue", async () => {
    tables.loadOutQueues.remove(memory.journal, 4);
    expect(await broken(invariants.loadOutQueuesHoldRequests)).toHaveLength(2);
  });
  test("a request missing, and a request for nothing", async () => {
    tables.deliveryRequests.delete(memory.journal, 4);
    tables.deliveryRequests.put(memory.journal, 1, { requestedMs: 0, dueMs: 1, instructionHash: hash });
    expect(await broken(invariants.loadOutQueuesHoldRequests)).toHaveLength(2);
  });
  test("weight at the gate that does not wait", async () => {
    tables.loadOuts.put(memory.journal, "zurich", { day: 0, backlogWeightMg: 0n, waitingWeightMg: 1n });
    expect(await broken(invariants.loadOutQueuesHoldRequests)).toHaveLength(1);
  });
});

describe("pledges", () => {
  const put = (change: Partial<Certificate>) =>
    tables.certificates.put(memory.journal, 1, { ...certificateOf("A1", "active"), ...change });

  test.each<[string, Partial<Certificate>]>([
    ["pledged to no book", { state: "pledged" }],
    ["not pledged, but naming a book", { pledgee: owner }],
    ["withdrawn while pledged, and its book forgotten", { state: "withdrawn", withdrawnFrom: "pledged" }],
    ["withdrawn while its owner's, but naming a book", { state: "withdrawn", withdrawnFrom: "active", pledgee: owner }],
  ])("a certificate %s", async (_, change) => {
    put(change);
    expect(await broken(invariants.pledgesNameTheirBook)).toHaveLength(1);
  });
  test.each<[string, Partial<Certificate>]>([
    ["pledged", { state: "pledged", pledgee: owner }],
    ["withdrawn while pledged", { state: "withdrawn", withdrawnFrom: "pledged", pledgee: owner }],
  ])("a certificate %s that names its book is in order", async (_, change) => {
    put(change);
    expect(await broken(invariants.pledgesNameTheirBook)).toEqual([]);
  });
});
