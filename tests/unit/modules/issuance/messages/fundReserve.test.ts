// Giving partner currency to the reserve.
import { beforeEach, expect, test } from "vitest";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { coverageOf, createCashLedger, mintOn } from "#tests/support/issuance.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
beforeEach(() => {
  ledger = createCashLedger();
});

const fund = (currency: string, amount: bigint): Outcome =>
  ledger.send("alice", "issuance/fundReserve", { currency, amount });

test("moves the currency to the reserve, where it counts as cover after its haircut", async () => {
  mintOn(ledger);
  const before = await coverageOf(ledger);
  const { answer, events } = fund("CNY", 50_000_00n);
  expect(answer).toEqual({ heldAmount: 50_000_00n });
  expect(events).toEqual([
    {
      type: "issuance/reserveFunded",
      content: { account: ledger.account("alice"), currency: "CNY", amount: 50_000_00n },
    },
  ]);
  expect(accounts.balance(ledger.state, "CNY", ledger.account("alice"))).toBe(50_000_00n);
  const after = await coverageOf(ledger);
  // 50,000 yuan are 7,200 dollars, and 6,480 after a tenth.
  expect((after.distributableNano - before.distributableNano) / 10n ** 9n).toBe(7_199n);
  expect((after.collateralNano - before.collateralNano) / 10n ** 9n).toBe(6_479n);
  expect(after.supplyMicroKdg).toBe(before.supplyMicroKdg);
  expect(await ledger.audit()).toEqual([]);
});

test("a paused currency covers nothing", async () => {
  fund("CNY", 50_000_00n);
  ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference: "case 3" });
  expect(await coverageOf(ledger)).toMatchObject({ distributableNano: 0n, collateralNano: 0n });
});

test("refuses currencies that the reserve does not take, KDG among them, and more than the sender has", () => {
  const before = ledger.digest();
  expect(fund("EUR", 1n).refused).toBe("issuance/currencyNotInReserve");
  expect(fund("KDG", 1n).refused).toBe("issuance/currencyNotInReserve");
  expect(fund("CNY", 100_000_00n + 1n).refused).toBe("accounts/insufficientFunds");
  expect(ledger.digest()).toBe(before);
  expect(fund("CNY", 100_000_00n).code).toBe(0);
});
