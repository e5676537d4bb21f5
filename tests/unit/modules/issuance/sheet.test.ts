// The issuer's balance sheet: double entry that balances to the last unit, on the ledger and in its file.
import { expect, test } from "vitest";
import { balanceSheetCsv, balanceSheetSchema } from "#src/cli/balanceSheet.ts";
import {
  attestedMetal,
  coverageOf,
  createCashLedger,
  createIssuanceLedger,
  mintOn,
  requestRedemption,
} from "#tests/support/issuance.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { june2008, settlePrices } from "#tests/support/prices.ts";
import { createRightsLedger, takeEnergyRight } from "#tests/support/rights.ts";

interface Sheet {
  readonly lines: readonly { account: string; quantity: bigint; debitNano: bigint; creditNano: bigint }[];
  readonly totalNano: bigint;
}

const sheetOf = async (ledger: TestLedger) => (await ledger.query("issuance/balanceSheet")) as Sheet;
const sides = ({ lines }: Sheet) => ({
  debits: lines.reduce((sum, { debitNano }) => sum + debitNano, 0n),
  credits: lines.reduce((sum, { creditNano }) => sum + creditNano, 0n),
});
const lineOf = (sheet: Sheet, account: string) => sheet.lines.find((line) => line.account === account);

function expectBalanced(sheet: Sheet): void {
  expect(sides(sheet)).toEqual({ debits: sheet.totalNano, credits: sheet.totalNano });
}

test("an empty ledger has an empty balance sheet", async () => {
  expect(await sheetOf(createIssuanceLedger())).toMatchObject({ lines: [], totalNano: 0n });
});

test("metal stands against money, with haircuts as contra accounts and what is left to junior units", async () => {
  const ledger = createIssuanceLedger();
  const { mintedMicroKdg, feeMicroKdg, juniorUnits } = mintOn(ledger);
  requestRedemption(ledger, 100_000_000n);
  const sheet = await sheetOf(ledger);
  expectBalanced(sheet);
  const { collateralNano, liabilityNano } = (await coverageOf(ledger)) as never as Record<string, bigint>;
  const assets = ["AG", "CU"].reduce(
    (sum, metal) =>
      sum + (lineOf(sheet, `metal/${metal}`)?.debitNano ?? 0n) - (lineOf(sheet, `haircut/${metal}`)?.creditNano ?? 0n),
    0n,
  );
  expect(assets).toBe(collateralNano);
  const money = sheet.lines.filter(({ account }) => account.startsWith("kdg/"));
  expect(money.reduce((sum, { creditNano }) => sum + creditNano, 0n)).toBe(liabilityNano);
  expect(money.reduce((sum, { quantity }) => sum + quantity, 0n)).toBe(mintedMicroKdg);
  expect(lineOf(sheet, "kdg/redeeming")?.quantity).toBe(100_000_000n);
  expect(lineOf(sheet, "kdg/surplus")?.quantity).toBe(feeMicroKdg);
  expect(lineOf(sheet, "junior-units")?.quantity).toBe(juniorUnits);
  expect(lineOf(sheet, "reserve-deficit")).toBeUndefined();
});

test("a loss shows as a deficit by name, and balances", async () => {
  const ledger = createIssuanceLedger();
  mintOn(ledger);
  settlePrices(ledger, { ...june2008, AG: june2008.AG / 2n, CU: june2008.CU / 2n });
  expectBalanced(await sheetOf(ledger));
  ledger.send("auditor", "metal-reserve/withdrawAttestation", { vault: "zurich", reason: "flood" });
  const sheet = await sheetOf(ledger);
  expectBalanced(sheet);
  expect(lineOf(sheet, "reserve-deficit")?.debitNano).toBeGreaterThan(0n);
  expect(lineOf(sheet, "junior-units")).toBeUndefined();
  expect(lineOf(sheet, "unattested/AG")?.debitNano).toBe(lineOf(sheet, "not-attested/AG")?.creditNano);
});

test("a reserve without junior units has a surplus by name; paused currency is an asset that covers nothing", async () => {
  const ledger = createCashLedger();
  const to = ledger.account("bob");
  ledger.send("usd-issuer", "accounts/issueCurrency", { currency: "USD", to, amount: 500n });
  expect(ledger.send("bob", "issuance/fundReserve", { currency: "USD", amount: 500n }).refused).toBeUndefined();
  const open = await sheetOf(ledger);
  expectBalanced(open);
  expect(lineOf(open, "reserve-surplus")?.creditNano).toBeGreaterThan(4_900_000_000n);
  ledger.send("usd-issuer", "accounts/pauseCurrency", { currency: "USD", reference: "case 3" });
  const paused = await sheetOf(ledger);
  expectBalanced(paused);
  expect(lineOf(paused, "haircut/USD")?.creditNano).toBe(lineOf(paused, "cash/USD")?.debitNano);
  expect(lineOf(paused, "reserve-surplus")).toBeUndefined();
});

test("delivery rights stand at middle prices less what does not count", async () => {
  const ledger = createRightsLedger();
  mintOn(ledger, { silverBars: 24, copperLots: 2 });
  takeEnergyRight(ledger);
  const sheet = await sheetOf(ledger);
  expectBalanced(sheet);
  // A thousand megawatt-hours at fifty dollars.
  expect(lineOf(sheet, "right/ELEC")).toMatchObject({ quantity: 1_000_000_000n, debitNano: 50_000_000_000_000n });
});

test("is refused while a price is unknown, for nothing could be told by it", async () => {
  await expect(sheetOf(createCashLedger({ unpriced: true }))).rejects.toThrow("basket/valueUnsound");
});

test("its file has the same lines as exact decimals, and both columns have the same sum", async () => {
  const ledger = createIssuanceLedger();
  mintOn(ledger);
  attestedMetal(ledger, { silverBars: 1, copperLots: 0 });
  const sheet = await sheetOf(ledger);
  const asText = JSON.parse(
    JSON.stringify(sheet, (_, value) => (typeof value === "bigint" ? value.toString() : value)),
  );
  const [header, ...rows] = balanceSheetCsv(balanceSheetSchema.parse(asText)).trimEnd().split("\n");
  expect(header).toBe("account,class,quantity,debit,credit");
  const parsed = rows.map((row) => row.split(","));
  const total = parsed.pop();
  const nano = (text = "") => BigInt(text.replace(".", ""));
  const sumOf = (column: number) => parsed.reduce((sum, row) => sum + nano(row[column]), 0n);
  expect([total?.[0], nano(total?.[3]), nano(total?.[4])]).toEqual(["total", sumOf(3), sumOf(4)]);
  expect(nano(total?.[3])).toBe(sheet.totalNano);
  for (const row of parsed) expect(row[3]).toMatch(/^\d+\.\d{9}$/);
});
