// Splits lose no milligram, gross or fine, however often a lot is split.
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import { addToTotals, nextCertificateId, putBar, putCertificate } from "#src/modules/metal-reserve/books.ts";
import { barsEqualCertificates } from "#src/modules/metal-reserve/invariants.ts";
import { splitLot } from "#src/modules/metal-reserve/lots.ts";
import { certificates } from "#src/modules/metal-reserve/tables.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { copperLot } from "#tests/support/metal.ts";

const owner = accountFromBytes(new Uint8Array(20).fill(1));
const home = { metal: "CU", vault: "zurich" } as const;
let memory: ReturnType<typeof memoryState>;

beforeEach(() => {
  memory = memoryState();
});

test("the weights of all pieces add up to the lot", async () => {
  const cuts = fc.array(fc.tuple(fc.nat(), fc.bigInt({ min: 1n, max: 10n ** 10n })), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(cuts, async (plan) => {
      memory = memoryState();
      const { journal } = memory;
      const { refiner, serial, year, assayPpm, grossWeightMg, fineWeightMg } = copperLot("C1");
      const weights = { grossWeightMg, fineWeightMg };
      const certificateId = nextCertificateId(journal);
      const marks = { ...home, refiner, serial, year, assayPpm, ...weights };
      const origin = { deposit: 1, depositor: owner, depositedMs: 0 };
      putCertificate(journal, certificateId, { state: "active", owner, ...marks, ...origin });
      const bar = { ...home, certificateId, ...weights, heldFineWeightMg: fineWeightMg };
      putBar(journal, { refiner, serial, year }, bar);
      addToTotals(journal, home.vault, home.metal, { items: 1, fineWeightMg });
      let count = 1;
      for (const [pick, cut] of plan) {
        const from = (pick % count) + 1;
        const certificate = certificates.get(journal, from);
        if (certificate === undefined || certificate.fineWeightMg < 2n) continue;
        splitLot(journal, from, certificate, [(cut % (certificate.fineWeightMg - 1n)) + 1n]);
        count += 1;
      }
      expect(journal.unbalancedTally()).toBeUndefined();
      expect(await barsEqualCertificates({ state: memory.scanner() })).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
