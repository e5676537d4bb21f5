// Transferring junior units.
import { beforeEach, expect, test } from "vitest";
import { reserveAccount } from "#src/modules/issuance/books.ts";
import { createIssuanceLedger, type Minted, mintOn } from "#tests/support/issuance.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";

let ledger: TestLedger;
let minted: Minted;
beforeEach(() => {
  ledger = createIssuanceLedger();
  minted = mintOn(ledger);
});

const transfer = (to: string, units: bigint, actor = "alice"): Outcome =>
  ledger.send(actor, "issuance/transferJuniorUnits", { to, units });

function expectRefused(outcome: () => Outcome, code: string) {
  const before = ledger.digest();
  expect(outcome().refused).toBe(code);
  expect(ledger.digest()).toBe(before);
}

const unitsOf = (alias: string) => ledger.query("issuance/juniorUnits", { account: ledger.account(alias) });

test("moves units to another account", async () => {
  const { answer, events } = transfer(ledger.account("bob"), 1_000n);
  expect(answer).toEqual({ unitsLeft: minted.juniorUnits - 1_000n });
  expect(events).toEqual([
    {
      type: "issuance/juniorUnitsTransferred",
      content: { from: ledger.account("alice"), to: ledger.account("bob"), units: 1_000n },
    },
  ]);
  expect(await unitsOf("bob")).toEqual({ units: 1_000n, owedMicroKdg: 0n });
  expect(await ledger.query("issuance/juniorTotals")).toMatchObject({ units: minted.juniorUnits });
  expect(await ledger.audit()).toEqual([]);
});

test("accepts all units of an account and refuses one more", async () => {
  expectRefused(() => transfer(ledger.account("bob"), minted.juniorUnits + 1n), "issuance/tooFewUnits");
  expect(transfer(ledger.account("bob"), minted.juniorUnits).code).toBe(0);
  expect(await unitsOf("alice")).toEqual({ units: 0n, owedMicroKdg: 0n });
  expectRefused(() => transfer(ledger.account("bob"), 1n), "issuance/tooFewUnits");
});

test("refuses the sender itself, unknown and frozen accounts, and the ledger's own books", () => {
  expectRefused(() => transfer(ledger.account("alice"), 1n), "issuance/receiverIsSender");
  expectRefused(() => transfer(reserveAccount, 1n), "accounts/ledgerAccount");
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("bob"), reference: "case 1" });
  expectRefused(() => transfer(ledger.account("bob"), 1n), "accounts/accountFrozen");
});
