// What a mint would give.
import { expect, test } from "vitest";
import { attestedMetal, createIssuanceLedger, type Minted, sendMint } from "#tests/support/issuance.ts";

test("gives what the mint gives at the same block time, and writes nothing", async () => {
  const ledger = createIssuanceLedger();
  const certificateIds = attestedMetal(ledger);
  const before = ledger.digest();
  const quote = (await ledger.query("issuance/mintQuote", { certificateIds })) as Minted;
  expect(ledger.digest()).toBe(before);
  const minted = sendMint(ledger, certificateIds).answer as Minted;
  // One millisecond more widens prices by less than a hundred-thousandth.
  expect((quote.mintedMicroKdg - minted.mintedMicroKdg) * 100_000n).toBeLessThan(minted.mintedMicroKdg);
  expect(quote.totalCoverageBp).toBe(minted.totalCoverageBp);
});

test("refuses as the mint would", async () => {
  const ledger = createIssuanceLedger();
  const certificateIds = attestedMetal(ledger, { copperLots: 0 });
  await expect(ledger.query("issuance/mintQuote", { certificateIds })).rejects.toThrow("issuance/outOfComposition");
  await expect(ledger.query("issuance/mintQuote", { certificateIds: [99] })).rejects.toThrow("unknownCertificate");
});
