// Closing: an empty account goes, and what its sponsor left comes back.
import { beforeEach, expect, test } from "vitest";
import { depositsAccount } from "#src/modules/accounts/books.ts";
import { parameters } from "#src/modules/accounts/parameters.ts";
import { accountRecords, quotas, recoveries, releases, ties } from "#src/modules/accounts/tables.ts";
import {
  attempt,
  balanceOf,
  createAccountsLedger,
  giveAnchored,
  open,
  policyOf,
} from "#tests/support/accountsLedger.ts";
import { giveYuan, silverOf } from "#tests/support/bonds.ts";
import { createComputeLedger } from "#tests/support/compute.ts";
import { recordHours, solar } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "accounts/closeAccount";
const deposit = parameters.depositMicroKdg.default;
let ledger: TestLedger;
beforeEach(() => {
  ledger = createAccountsLedger();
});

/** Opens the account of `dave` against a deposit of alice's. */
function openAgainstDeposit(sponsor = "alice"): void {
  giveAnchored(ledger, sponsor, deposit);
  ledger.send(sponsor, "accounts/openAccount", { policy: policyOf(ledger, 1, "dave"), salt: new Uint8Array() });
}

test("an account without a deposit is closed, and nothing of it stays", async () => {
  const dave = open(ledger, "dave");
  const { code, answer, events } = ledger.send("dave", type, {});
  expect([code, answer]).toEqual([0, { depositReturned: 0n }]);
  expect(events).toEqual([{ type: "accounts/accountClosed", content: { account: dave, depositReturned: 0n } }]);
  expect([accountRecords.has(ledger.state, dave), quotas.has(ledger.state, dave)]).toEqual([false, false]);
  expect(attempt(ledger, "dave", type, {})).toBe("accounts/unknownAccount");
  expect(await ledger.audit()).toEqual([]);
});

test("when a balance was last released is forgotten with its account", async () => {
  const account = open(ledger, "dave");
  for (const act of ["freezeAccount", "unfreezeAccount"]) {
    ledger.send("cny-issuer", `accounts/${act}`, { account, currency: "CNY", reference: "Order 1" });
  }
  expect(releases.has(ledger.state, "CNY", account)).toBe(true);
  expect(attempt(ledger, "dave", type, {})).toBe("accepted");
  expect(releases.has(ledger.state, "CNY", account)).toBe(false);
  expect(await ledger.audit()).toEqual([]);
});

test("the deposit returns to the sponsor", async () => {
  openAgainstDeposit();
  expect(balanceOf(ledger, "alice", "KDG")).toBe(0n);
  expect(ledger.send("dave", type, {}).answer).toEqual({ depositReturned: deposit });
  expect(balanceOf(ledger, "alice", "KDG")).toBe(deposit);
  expect(await ledger.audit()).toEqual([]);
});

test("the deposit of a frozen sponsor returns to it, and is frozen there", async () => {
  openAgainstDeposit();
  ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("alice"), reference: "Order 1" });
  expect(attempt(ledger, "dave", type, {})).toBe("accepted");
  expect(await ledger.query("accounts/balance", { account: ledger.account("alice"), currency: "KDG" })).toEqual({
    value: deposit,
    decimals: 6,
    frozenReference: "Order 1",
  });
  expect(await ledger.audit()).toEqual([]);
});

test("the deposit of a sponsor that is gone stays in the book, and is not said to have returned", async () => {
  open(ledger, "erin");
  openAgainstDeposit("erin");
  expect(attempt(ledger, "erin", type, {})).toBe("accepted");
  const { answer, events } = ledger.send("dave", type, {});
  expect(answer).toEqual({ depositReturned: 0n });
  expect(events[0]?.content).toEqual({ account: ledger.account("dave"), depositReturned: 0n });
  const book = await ledger.query("accounts/balance", { account: depositsAccount, currency: "KDG" });
  expect(book).toMatchObject({ value: deposit });
  expect(await ledger.audit()).toEqual([]);
});

test("an account that holds anything, be it one unit or a freeze, is not closed", () => {
  const dave = open(ledger, "dave");
  ledger.send("cny-issuer", "accounts/issueCurrency", { currency: "CNY", to: dave, amount: 1n });
  expect(attempt(ledger, "dave", type, {})).toBe("accounts/accountNotEmpty");
  const erin = open(ledger, "erin");
  ledger.send("cny-issuer", "accounts/freezeAccount", { account: erin, currency: "CNY", reference: "Order 1" });
  expect(attempt(ledger, "erin", type, {})).toBe("accounts/accountNotEmpty");
});

test("the issuer of a currency cannot close its account", () => {
  expect(attempt(ledger, "cny-issuer", type, {})).toBe("accounts/issuerAccount");
});

test("a frozen account is not closed", () => {
  const dave = open(ledger, "dave");
  ledger.send("regulator", "accounts/freezeAccount", { account: dave, reference: "Order 1" });
  expect(attempt(ledger, "dave", type, {})).toBe("accounts/accountFrozen");
});

test("a recovery that was under way ends with the account", () => {
  const dave = open(ledger, "dave");
  const guardians = { threshold: 1, accounts: [ledger.account("bob")], delayMs: 0 };
  ledger.send("dave", "accounts/setGuardians", { guardians });
  ledger.send("bob", "accounts/supportRecovery", { account: dave, policy: policyOf(ledger, 1, "erin") });
  expect(attempt(ledger, "dave", type, {})).toBe("accepted");
  expect(recoveries.has(ledger.state, dave)).toBe(false);
  expect(attempt(ledger, "bob", "accounts/completeRecovery", { account: dave })).toBe("accounts/notGuardian");
});

test("an account closed by one message does nothing in the next, and that is no defect", () => {
  open(ledger, "dave");
  const close = { actor: "dave", type, content: {} };
  const later = [
    { type, content: {} },
    { type: "accounts/rotateKeys", content: { policy: policyOf(ledger, 1, "erin") } },
    { type: "accounts/setGuardians", content: {} },
  ];
  for (const message of later) {
    expect(ledger.sendAll([close, { actor: "dave", ...message }]).refused, message.type).toBe(
      "accounts/unknownAccount",
    );
  }
  expect(ledger.faults).toEqual([]);
});

test("an account may be opened again by its first policy, as if it had never been", () => {
  open(ledger, "dave");
  ledger.send("dave", "accounts/rotateKeys", { policy: policyOf(ledger, 1, "erin") });
  ledger.execute(ledger.transaction([{ actor: "dave", type, content: {} }], ["erin"]));
  open(ledger, "dave");
  expect(attempt(ledger, "dave", "accounts/setGuardians", {})).toBe("accepted");
});

test("an account is not closed while certificates of metal, energy or capacity are its own", async () => {
  const all = createComputeLedger({ "compute.penaltyNanoPerScuHour": 1n });
  const dave = open(all, "dave");
  const things = () => ties.get(all.state, dave) ?? 0;
  const close = () => all.send("dave", type, {}).refused;
  const [bar] = silverOf(all, "alice");
  giveYuan(all, "carol", 1_000n);
  all.send("carol", "compute/commitCapacity", {
    ...{ site: "fresno", workload: "infer", month: "2026-03", gradeFloor: {}, microScuHours: 1_000_000n },
    ...{ certificateIds: [], cash: { currency: "CNY", amount: 1_000n } },
  });
  recordHours(all, "solar-kern", [5_000n]);
  const passes = (actor: string, to: string) => {
    const payee = { to: all.account(to) };
    const { alice, carol } = actor === "dave" ? { alice: actor, carol: actor } : { alice: "alice", carol: "carol" };
    return [
      all.send(alice, "metal-reserve/transferCertificate", { certificateId: bar, ...payee }).code,
      all.send(carol, "compute/transferCapacity", { certificateId: 1, ...payee }).code,
      all.send(alice, "energy/transferCertificates", { ...payee, ranges: [solar(1, 5)] }).code,
    ];
  };
  expect(passes("others", "dave")).toEqual([0, 0, 0]);
  expect(things()).toBe(3);
  expect(close()).toBe("accounts/accountTied");
  expect(passes("dave", "bob")).toEqual([0, 0, 0]);
  expect(things()).toBe(0);
  expect(close()).toBeUndefined();
  expect(await all.audit()).toEqual([]);
});
