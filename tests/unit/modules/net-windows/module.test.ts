// Net windows on a ledger: schemes and members, payments within caps and cover, closes, settlements and defaults.
import { describe, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { ties } from "#src/modules/accounts/tables.ts";
import { collateralBook } from "#src/modules/net-windows/books.ts";
import {
  collateralEqualsMembers,
  debitsAreCovered,
  liveWindowsFallDue,
  positionsSumToZero,
  rostersNameMembers,
} from "#src/modules/net-windows/invariants.ts";
import { debts, dues, members, rosters, schemes, windows } from "#src/modules/net-windows/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  createNetLedger,
  deposit,
  hold,
  invite,
  join,
  leave,
  open,
  pay,
  send,
  windowMs,
  withdraw,
  withMembers,
} from "#tests/support/netWindows.ts";

const held = (ledger: TestLedger, alias: string) => accounts.balance(ledger.state, "USD", ledger.account(alias));
const member = (ledger: TestLedger, alias: string) => members.get(ledger.state, 1, ledger.account(alias));
const types = ({ blockEvents }: { readonly blockEvents: readonly { readonly type: string }[] }) =>
  blockEvents.map(({ type }) => type.replace("net-windows/", ""));
const repay = (ledger: TestLedger, by: string, amount: bigint) => send(ledger, by, "repayDebt", { scheme: 1, amount });
const setCap = (ledger: TestLedger, bank: string, operatorCap: bigint, by = "alice") =>
  send(ledger, by, "setMemberCap", { scheme: 1, account: ledger.account(bank), operatorCap });
const setTerms = (ledger: TestLedger, bank: string, ownCap: bigint, lossShareMost: bigint) =>
  send(ledger, bank, "setOwnTerms", { scheme: 1, ownCap, lossShareMost });
const closeScheme = (ledger: TestLedger, by = "alice") => send(ledger, by, "closeScheme", { scheme: 1 });
const dismiss = (ledger: TestLedger, bank: string, by = "alice") =>
  send(ledger, by, "withdrawInvitation", { scheme: 1, account: ledger.account(bank) });
const forgive = (ledger: TestLedger, by: string, debtor: string) =>
  send(ledger, by, "forgiveClaim", { scheme: 1, debtor: ledger.account(debtor) });
const ofCurrency = (ledger: TestLedger, message: string) =>
  ledger.send("usd-issuer", `accounts/${message}`, { currency: "USD", reference: "a case" });
const freeze = (ledger: TestLedger, alias: string, message = "freezeAccount") => {
  const content = { account: ledger.account(alias), currency: "USD", reference: "a case" };
  expect(ledger.send("usd-issuer", `accounts/${message}`, content).code).toBe(0);
};

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => { readonly refused: string | undefined }): void {
  const before = ledger.digest();
  expect(act().refused).toBe(code.includes("/") ? code : `net-windows/${code}`);
  expect(ledger.digest()).toBe(before);
}

/** Bob owes 400, owns no dollars beside his collateral of 100, and the others bear 300 of it. */
function withDefault(): TestLedger {
  const ledger = withMembers();
  expect(pay(ledger, "bob", "carol", 400n).code).toBe(0);
  hold(ledger, "bob", 0n);
  ledger.advance(windowMs);
  return ledger;
}

describe("a scheme", () => {
  test("is opened by a currency's issuer, and found with its members (openScheme)", async () => {
    const ledger = createNetLedger();
    expectRefused(ledger, "unknownScheme", () => invite(ledger, "bob"));
    expectRefused(ledger, "notIssuer", () => open(ledger, { by: "alice" }));
    expectRefused(ledger, "notIssuer", () => open(ledger, { currency: "KDG" }));
    expectRefused(ledger, "accounts/unknownCurrency", () => open(ledger, { currency: "XXX" }));
    expectRefused(ledger, "pauseTooLong", () => open(ledger, { pauseMs: windowMs + 1 }));
    expect(open(ledger, { pauseMs: windowMs }).answer).toEqual({ scheme: 1 });
    const row = { currency: "USD", operator: ledger.account("alice"), status: "open", windows: 0, shares: 0n };
    expect(await ledger.query("net-windows/scheme", { scheme: 1 })).toMatchObject(row);
    expect(await ledger.query("net-windows/schemes")).toMatchObject({ items: [{ number: 1, scheme: row }] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is one of a bounded number of its currency", () => {
    const ledger = createNetLedger({ "net-windows.schemesMost": 2n });
    open(ledger);
    open(ledger);
    expectRefused(ledger, "tooManySchemes", () => open(ledger));
    expect(open(ledger, { by: "cny-issuer", currency: "CNY" }).answer).toEqual({ scheme: 3 });
    expect(closeScheme(ledger).code).toBe(0);
    expect(open(ledger).answer).toEqual({ scheme: 4 });
  });

  test("is closed by its operator or issuer, settles what it took, and goes with its last member (closeScheme)", async () => {
    const ledger = withMembers();
    invite(ledger, "usd-issuer");
    pay(ledger, "bob", "carol", 50n);
    expectRefused(ledger, "notOperator", () => closeScheme(ledger, "bob"));
    expect(closeScheme(ledger, "usd-issuer").code).toBe(0);
    for (const act of [
      () => closeScheme(ledger),
      () => pay(ledger, "bob", "carol", 1n),
      () => invite(ledger, "kzt-issuer"),
      () => join(ledger, "usd-issuer"),
      () => deposit(ledger, "bob", 1n),
    ]) {
      expectRefused(ledger, "schemeClosing", act);
    }
    ledger.advance(windowMs);
    expect([held(ledger, "bob"), held(ledger, "carol")]).toEqual([950n, 1_050n]);
    for (const bank of ["usd-issuer", "bob", "carol", "cny-issuer", "kzt-issuer"]) {
      expect(leave(ledger, bank).answer, bank).toEqual({ hasLeft: true });
    }
    expectRefused(ledger, "schemeEnded", () => leave(ledger, "bob"));
    expect([schemes.has(ledger.state, 1), windows.has(ledger.state, 1, 1), rosters.has(ledger.state, 1)]).toEqual([
      ...[false, false, false],
    ]);
    expect(accounts.balance(ledger.state, "USD", collateralBook)).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a scheme that is being closed", () => {
  const remove = (ledger: TestLedger, bank: string, by = "alice") =>
    send(ledger, by, "removeMember", { scheme: 1, account: ledger.account(bank) });

  test("is not held by a silent member: operator or issuer give it its collateral back (removeMember)", async () => {
    const ledger = withMembers();
    invite(ledger, "usd-issuer");
    pay(ledger, "bob", "carol", 50n);
    expectRefused(ledger, "schemeOpen", () => remove(ledger, "kzt-issuer"));
    closeScheme(ledger);
    expectRefused(ledger, "notOperator", () => remove(ledger, "kzt-issuer", "carol"));
    expectRefused(ledger, "unknownMember", () => remove(ledger, "alice"));
    expectRefused(ledger, "positionsOpen", () => remove(ledger, "bob"));
    ledger.advance(windowMs);
    expect(remove(ledger, "bob", "usd-issuer").code).toBe(0);
    expect(held(ledger, "bob")).toBe(1_050n);
    for (const bank of ["usd-issuer", "carol", "cny-issuer", "kzt-issuer"]) expect(remove(ledger, bank).code).toBe(0);
    expect(schemes.has(ledger.state, 1)).toBe(false);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not held by who was invited and has closed its account", () => {
    const ledger = withMembers();
    invite(ledger, "auditor");
    expect(ledger.send("auditor", "accounts/closeAccount", {}).code).toBe(0);
    closeScheme(ledger);
    expect(remove(ledger, "auditor").code).toBe(0);
  });

  test("keeps who owes those who bore its losses", () => {
    const ledger = withDefault();
    closeScheme(ledger);
    expectRefused(ledger, "debtOpen", () => remove(ledger, "bob"));
  });

  test("takes no place of another one, and is one of a bounded number", () => {
    const ledger = createNetLedger({ "net-windows.schemesMost": 1n });
    for (let scheme = 1; scheme <= limits.netSchemesClosingMax; scheme += 1) {
      expect(open(ledger).answer).toEqual({ scheme });
      send(ledger, "alice", "inviteMember", { scheme, account: ledger.account("bob"), operatorCap: 1n });
      expect(send(ledger, "alice", "closeScheme", { scheme }).code).toBe(0);
    }
    expectRefused(ledger, "tooManySchemes", () => open(ledger));
    expect(remove(ledger, "bob").code).toBe(0);
    expect(open(ledger).code).toBe(0);
  });
});

describe("a member", () => {
  test("is invited by the operator and joins (inviteMember, joinScheme)", async () => {
    const ledger = createNetLedger();
    open(ledger);
    expectRefused(ledger, "notOperator", () => invite(ledger, "bob", 1n, "bob"));
    expectRefused(ledger, "unknownMember", () => join(ledger, "bob"));
    expect(invite(ledger, "bob").code).toBe(0);
    expectRefused(ledger, "memberKnown", () => invite(ledger, "bob"));
    expectRefused(ledger, "notActive", () => deposit(ledger, "bob", 1n));
    expect(join(ledger, "bob", 700n, 50n).code).toBe(0);
    expectRefused(ledger, "notInvited", () => join(ledger, "bob"));
    const row = { status: "active", operatorCap: 1_000n, ownCap: 700n, lossShareMost: 50n, collateral: 0n };
    const found = { ...row, debit: 0n, debitLeft: 0n };
    const named = { scheme: 1, account: ledger.account("bob") };
    expect(await ledger.query("net-windows/member", named)).toMatchObject(found);
    expect(await ledger.query("net-windows/members", { scheme: 1 })).toMatchObject({
      items: [{ account: ledger.account("bob"), member: row }],
    });
  });

  test("is no longer invited when the operator or the invited says so (withdrawInvitation, leaveScheme)", () => {
    const ledger = createNetLedger();
    open(ledger);
    invite(ledger, "bob");
    expectRefused(ledger, "notOperator", () => dismiss(ledger, "bob", "bob"));
    expect(dismiss(ledger, "bob").code).toBe(0);
    expectRefused(ledger, "unknownMember", () => dismiss(ledger, "bob"));
    invite(ledger, "bob");
    expect(leave(ledger, "bob").answer).toEqual({ hasLeft: true });
    invite(ledger, "bob");
    join(ledger, "bob");
    expectRefused(ledger, "alreadyJoined", () => dismiss(ledger, "bob"));
  });

  test("is one of 64 at most", () => {
    const ledger = createNetLedger();
    open(ledger);
    const full = ledger.genesis.aliases.length;
    expect(full).toBeGreaterThan(8);
    for (const { alias } of ledger.genesis.aliases) expect(invite(ledger, alias).code).toBe(0);
    const openAccount = (at: number) =>
      ledger.send("participant-bank", "accounts/openAccount", {
        policy: { threshold: 1, keys: [ledger.publicKey("alice")] },
        salt: new Uint8Array(8).fill(at),
      });
    for (let at = full; at <= limits.netMembersMax; at += 1) {
      const { account } = openAccount(at).answer as { readonly account: string };
      const act = () => send(ledger, "alice", "inviteMember", { scheme: 1, account, operatorCap: 1n });
      if (at < limits.netMembersMax) expect(act().code).toBe(0);
      else expectRefused(ledger, "schemeFull", act);
    }
  });

  test("leaves with its collateral once nothing needs it (leaveScheme)", async () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 400n);
    // Bob is 300 beyond his collateral, which all three others bear.
    expect(leave(ledger, "kzt-issuer").answer).toEqual({ hasLeft: false });
    expect(await ledger.audit()).toEqual([]);
    expectRefused(ledger, "positionsOpen", () => leave(ledger, "kzt-issuer"));
    expectRefused(ledger, "notActive", () => pay(ledger, "kzt-issuer", "carol", 1n));
    expectRefused(ledger, "notActive", () => pay(ledger, "carol", "kzt-issuer", 1n));
    // What those who stay would bear does not do for new debits; what makes it no worse is taken.
    expectRefused(ledger, "coverExceeded", () => pay(ledger, "bob", "carol", 1n));
    expect(pay(ledger, "carol", "bob", 100n).code).toBe(0);
    expect(types(ledger.advance(windowMs)).at(-1)).toBe("memberDeparted");
    expectRefused(ledger, "unknownMember", () => leave(ledger, "kzt-issuer"));
    expect(held(ledger, "kzt-issuer")).toBe(1_100n);
    expect(leave(ledger, "cny-issuer").answer).toEqual({ hasLeft: true });
    expect(await ledger.audit()).toEqual([]);
  });

  test("that leaves still bears what it stood for", () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 400n);
    leave(ledger, "kzt-issuer");
    hold(ledger, "bob", 0n);
    ledger.advance(windowMs);
    expect(held(ledger, "carol")).toBe(1_400n);
    expect(member(ledger, "kzt-issuer")).toBe(undefined);
    expect(held(ledger, "kzt-issuer")).toBe(1_000n);
    expect(debts.get(ledger.state, 1, ledger.account("bob"))?.amount).toBe(300n);
  });

  test("that leaves bears nothing of payments taken after its word, and goes once it is even", async () => {
    const ledger = withMembers();
    pay(ledger, "kzt-issuer", "cny-issuer", 10n);
    expect(leave(ledger, "kzt-issuer").answer).toEqual({ hasLeft: false });
    pay(ledger, "bob", "carol", 300n);
    hold(ledger, "bob", 0n);
    expect(types(ledger.advance(windowMs)).at(-1)).toBe("memberDeparted");
    expect(held(ledger, "kzt-issuer")).toBe(1_090n);
    expect([member(ledger, "carol")?.collateral, member(ledger, "cny-issuer")?.collateral]).toEqual([0n, 0n]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("that leaves first is called on last, for what those who left later cannot bear", async () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 250n);
    pay(ledger, "cny-issuer", "kzt-issuer", 1n);
    leave(ledger, "cny-issuer");
    leave(ledger, "kzt-issuer");
    expect(rosters.get(ledger.state, 1)).toEqual(
      ["bob", "carol", "cny-issuer", "kzt-issuer"].map((bank) => ledger.account(bank)),
    );
    hold(ledger, "bob", 0n);
    ledger.advance(windowMs);
    expect([held(ledger, "cny-issuer"), held(ledger, "kzt-issuer")]).toEqual([1_099n, 1_051n]);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("caps and terms", () => {
  test("are set by operator and member, never below the debit (setMemberCap, setOwnTerms)", () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 80n);
    expectRefused(ledger, "notOperator", () => setCap(ledger, "bob", 90n, "bob"));
    expectRefused(ledger, "capBelowDebit", () => setCap(ledger, "bob", 79n));
    expect(setCap(ledger, "bob", 80n).code).toBe(0);
    expectRefused(ledger, "capExceeded", () => pay(ledger, "bob", "carol", 1n));
    setCap(ledger, "bob", 1_000n);
    expectRefused(ledger, "capBelowDebit", () => setTerms(ledger, "bob", 79n, 0n));
    expect(setTerms(ledger, "bob", 81n, 100n).code).toBe(0);
    expectRefused(ledger, "capExceeded", () => pay(ledger, "bob", "carol", 2n));
    expect(pay(ledger, "bob", "carol", 1n).code).toBe(0);
  });

  test("leave no debit uncovered that a share covers", () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 399n);
    expect(setTerms(ledger, "carol", 1_000n, 99n).code).toBe(0);
    expectRefused(ledger, "coverExceeded", () => setTerms(ledger, "carol", 1_000n, 98n));
  });
});

describe("collateral", () => {
  test("comes out of the balance, and goes back as far as cover allows (depositCollateral, withdrawCollateral)", async () => {
    const ledger = withMembers();
    expect(deposit(ledger, "bob", 40n).answer).toEqual({ collateral: 140n });
    expectRefused(ledger, "accounts/insufficientFunds", () => deposit(ledger, "bob", 961n));
    expectRefused(ledger, "collateralTooSmall", () => withdraw(ledger, "bob", 141n));
    pay(ledger, "bob", "carol", 400n);
    expect(withdraw(ledger, "bob", 40n).answer).toEqual({ collateral: 100n });
    expectRefused(ledger, "coverExceeded", () => withdraw(ledger, "bob", 1n));
    expectRefused(ledger, "coverExceeded", () => withdraw(ledger, "carol", 1n));
    expect(held(ledger, "bob")).toBe(1_000n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("stays where it is during a pause, since a settlement may have brought it from others", () => {
    const ledger = withMembers();
    ofCurrency(ledger, "pauseCurrency");
    expectRefused(ledger, "accounts/currencyPaused", () => deposit(ledger, "bob", 1n));
    expectRefused(ledger, "accounts/currencyPaused", () => withdraw(ledger, "bob", 1n));
    expect(leave(ledger, "bob").answer).toEqual({ hasLeft: false });
    expectRefused(ledger, "accounts/currencyPaused", () => leave(ledger, "bob"));
    closeScheme(ledger);
    const remove = () => send(ledger, "alice", "removeMember", { scheme: 1, account: ledger.account("carol") });
    expectRefused(ledger, "accounts/currencyPaused", remove);
    ofCurrency(ledger, "resumeCurrency");
    expect(leave(ledger, "bob").answer).toEqual({ hasLeft: true });
    expect(remove().code).toBe(0);
  });
});

describe("a payment (payNet)", () => {
  test("moves both positions at once and is pinned to the window that is open", async () => {
    const ledger = withMembers({ pauseMs: 60_000 });
    const { openedMs } = schemes.get(ledger.state, 1) ?? { openedMs: 0 };
    const closesMs = openedMs + windowMs;
    expect(pay(ledger, "bob", "carol", 30n).answer).toEqual({
      ...{ window: 1, settlesMs: closesMs + 60_000, position: -30n },
    });
    expect(pay(ledger, "carol", "bob", 10n).answer).toMatchObject({ window: 1, position: 20n });
    expect([held(ledger, "bob"), held(ledger, "carol")]).toEqual([1_000n, 1_000n]);
    const named = { scheme: 1, account: ledger.account("bob") };
    expect(await ledger.query("net-windows/member", named)).toMatchObject({ openPosition: -20n, debit: 20n });
    const row = { status: "open", closesMs, payments: 2, value: 40n, positions: [] };
    expect(await ledger.query("net-windows/window", { scheme: 1, window: 1 })).toMatchObject(row);
    await expect(ledger.query("net-windows/window", { scheme: 1, window: 2 })).rejects.toThrow(/unknownWindow/);
    expect(types(ledger.advance(windowMs))).toEqual(["windowClosed"]);
    expect(pay(ledger, "bob", "carol", 5n).answer).toMatchObject({ window: 2 });
    expect(member(ledger, "bob")).toMatchObject({ openPosition: -5n, closedPosition: -20n });
    expect(types(ledger.advance(60_000))).toEqual(["debitSettled", "creditSettled", "windowSettled"]);
    expect([held(ledger, "bob"), held(ledger, "carol")]).toEqual([980n, 1_020n]);
    const positions = [
      { account: ledger.account("bob"), position: -20n },
      { account: ledger.account("carol"), position: 20n },
    ];
    expect(await ledger.query("net-windows/windows", { scheme: 1 })).toMatchObject({
      items: [
        { number: 1, window: { status: "settled", positions } },
        { number: 2, window: { status: "open" } },
      ],
    });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is between two active members, within cap and cover", () => {
    const ledger = withMembers();
    expectRefused(ledger, "samePayee", () => pay(ledger, "bob", "bob", 1n));
    expectRefused(ledger, "unknownMember", () => pay(ledger, "bob", "alice", 1n));
    expectRefused(ledger, "unknownMember", () => pay(ledger, "alice", "bob", 1n));
    expectRefused(ledger, "coverExceeded", () => pay(ledger, "bob", "carol", 401n));
    expect(pay(ledger, "bob", "carol", 400n).code).toBe(0);
    expectRefused(ledger, "coverExceeded", () => pay(ledger, "cny-issuer", "carol", 1n));
    expectRefused(ledger, "coverExceeded", () => pay(ledger, "carol", "cny-issuer", 401n));
    expect(pay(ledger, "carol", "cny-issuer", 400n).code).toBe(0);
    setTerms(ledger, "kzt-issuer", 0n, 100n);
    expectRefused(ledger, "capExceeded", () => pay(ledger, "kzt-issuer", "carol", 1n));
  });

  test("says truly what a member could pay at most", async () => {
    const ledger = withMembers();
    setTerms(ledger, "bob", 1_000n, 30n);
    pay(ledger, "carol", "kzt-issuer", 120n);
    const named = { scheme: 1, account: ledger.account("bob") };
    const { debitLeft } = (await ledger.query("net-windows/member", named)) as { readonly debitLeft: bigint };
    expect(debitLeft).toBe(70n + 30n + 200n - 20n);
    expectRefused(ledger, "coverExceeded", () => pay(ledger, "bob", "kzt-issuer", debitLeft + 1n));
    expect(pay(ledger, "bob", "kzt-issuer", debitLeft).code).toBe(0);
  });

  test("is not taken where currency or balances are stopped", () => {
    const ledger = withMembers();
    freeze(ledger, "bob");
    expectRefused(ledger, "accounts/balanceFrozen", () => pay(ledger, "carol", "bob", 1n));
    expectRefused(ledger, "accounts/balanceFrozen", () => pay(ledger, "bob", "carol", 1n));
    freeze(ledger, "bob", "unfreezeAccount");
    ofCurrency(ledger, "pauseCurrency");
    expectRefused(ledger, "accounts/currencyPaused", () => pay(ledger, "bob", "carol", 1n));
  });

  test("leaves the gross value of a window an amount", () => {
    const most = limits.amountMax / 64n;
    const ledger = createNetLedger();
    open(ledger);
    for (const bank of ["bob", "carol"]) {
      hold(ledger, bank, most);
      invite(ledger, bank, most);
      join(ledger, bank, most, 0n);
      deposit(ledger, bank, most);
    }
    for (let at = 0; at < 64; at += 1) {
      const [payer, payee] = at % 2 === 0 ? ["bob", "carol"] : ["carol", "bob"];
      expect(pay(ledger, payer ?? "", payee ?? "", most).code).toBe(0);
    }
    const room = limits.amountMax - 64n * most;
    expectRefused(ledger, "windowFull", () => pay(ledger, "bob", "carol", room + 1n));
    expect(pay(ledger, "bob", "carol", room).code).toBe(0);
  });
});

describe("settlement", () => {
  test("takes from balances first, and is final", async () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 60n);
    pay(ledger, "carol", "kzt-issuer", 60n);
    const events = types(ledger.advance(windowMs));
    expect(events).toEqual(["windowClosed", "debitSettled", "creditSettled", "windowSettled"]);
    expect(["bob", "carol", "kzt-issuer"].map((bank) => held(ledger, bank))).toEqual([940n, 1_000n, 1_060n]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("takes what lacks from collateral, and a debtor who is covered by it is no defaulter", () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 60n);
    hold(ledger, "bob", 20n);
    ledger.advance(windowMs);
    expect([held(ledger, "bob"), held(ledger, "carol")]).toEqual([0n, 1_060n]);
    expect(member(ledger, "bob")).toMatchObject({ status: "active", collateral: 60n });
  });

  test("shares what then lacks among the others, suspends the defaulter, and pays creditors in full", async () => {
    const ledger = withDefault();
    expect(held(ledger, "carol")).toBe(1_400n);
    expect(["bob", "carol", "cny-issuer", "kzt-issuer"].map((bank) => member(ledger, bank)?.collateral)).toEqual([
      ...[0n, 0n, 0n, 0n],
    ]);
    expect(member(ledger, "bob")).toMatchObject({ status: "suspended", operatorCap: 0n });
    const claims = ["carol", "cny-issuer", "kzt-issuer"].map((bank) => ({
      creditor: ledger.account(bank),
      amount: 100n,
    }));
    const named = { scheme: 1, account: ledger.account("bob") };
    expect(await ledger.query("net-windows/debt", named)).toEqual({ amount: 300n, claims });
    expectRefused(ledger, "notActive", () => pay(ledger, "bob", "carol", 1n));
    expectRefused(ledger, "notActive", () => pay(ledger, "carol", "bob", 1n));
    expectRefused(ledger, "debtOpen", () => leave(ledger, "bob"));
    expect(await ledger.audit()).toEqual([]);
  });

  test("covers any number of defaults at once", async () => {
    const ledger = withMembers();
    pay(ledger, "bob", "kzt-issuer", 150n);
    pay(ledger, "carol", "kzt-issuer", 120n);
    pay(ledger, "cny-issuer", "kzt-issuer", 130n);
    for (const bank of ["bob", "carol", "cny-issuer"]) hold(ledger, bank, 0n);
    ledger.advance(windowMs);
    expect(held(ledger, "kzt-issuer")).toBe(1_400n);
    expect(member(ledger, "kzt-issuer")).toMatchObject({ status: "active", collateral: 0n });
    expect(await ledger.audit()).toEqual([]);
  });

  test("does not wait for who is frozen: its collateral pays; and a frozen creditor is paid", () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 60n);
    freeze(ledger, "bob");
    freeze(ledger, "carol");
    ledger.advance(windowMs);
    expect([held(ledger, "bob"), held(ledger, "carol")]).toEqual([1_000n, 1_060n]);
    expect(member(ledger, "bob")?.collateral).toBe(40n);
    expect(accounts.isBalanceFrozen(ledger.state, "USD", ledger.account("carol"))).toBe(true);
  });

  test("waits for the end of a pause", () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 60n);
    ofCurrency(ledger, "pauseCurrency");
    expect(types(ledger.advance(windowMs))).toEqual(["windowClosed", "settlementPutOff"]);
    expect(types(ledger.advance(60_000))).toEqual(["settlementPutOff"]);
    ofCurrency(ledger, "resumeCurrency");
    expect(types(ledger.advance(60_000))).toEqual(["debitSettled", "creditSettled", "windowSettled"]);
    expect([held(ledger, "bob"), held(ledger, "carol")]).toEqual([940n, 1_060n]);
  });

  test("waits no longer than the bound: then it is settled within collateral", async () => {
    const ledger = withMembers({}, { "net-windows.waitMsMost": 90_000n });
    pay(ledger, "bob", "carol", 150n);
    ofCurrency(ledger, "pauseCurrency");
    ledger.advance(windowMs);
    ledger.advance(60_000);
    expect(types(ledger.advance(60_000)).at(-1)).toBe("windowSettled");
    expect([held(ledger, "bob"), held(ledger, "carol")]).toEqual([1_000n, 1_000n]);
    expect([member(ledger, "bob"), member(ledger, "carol")]).toMatchObject([
      { status: "suspended", collateral: 0n },
      { status: "active", collateral: 250n - 17n },
    ]);
    expect(await ledger.audit()).toEqual([]);
    ofCurrency(ledger, "resumeCurrency");
    expect(repay(ledger, "bob", 50n).answer).toEqual({ debt: 0n });
    expect(await ledger.audit()).toEqual([]);
  });

  test("of one window comes before the close of the next, which stays open meanwhile", () => {
    const ledger = withMembers({ pauseMs: windowMs });
    pay(ledger, "bob", "carol", 60n);
    ledger.advance(windowMs);
    pay(ledger, "carol", "bob", 10n);
    ofCurrency(ledger, "pauseCurrency");
    expect(types(ledger.advance(windowMs))).toEqual(["settlementPutOff"]);
    expect(schemes.get(ledger.state, 1)).toMatchObject({ open: 2, closed: 1 });
    ofCurrency(ledger, "resumeCurrency");
    ledger.advance(60_000);
    ledger.advance(60_000);
    expect(windows.get(ledger.state, 1, 2)?.status).toBe("closed");
    expect(windows.get(ledger.state, 1, 1)?.status).toBe("settled");
  });

  test("is bounded in one block: the rest waits for the next one", () => {
    const count = limits.netDuesPerBlockMax + 1;
    const ledger = createNetLedger({ "net-windows.schemesMost": BigInt(count) });
    for (const bank of ["bob", "carol"]) hold(ledger, bank, 1_000n);
    for (let scheme = 1; scheme <= count; scheme += 1) {
      open(ledger);
      for (const bank of ["bob", "carol"]) {
        const account = ledger.account(bank);
        send(ledger, "alice", "inviteMember", { scheme, account, operatorCap: 10n });
        send(ledger, bank, "joinScheme", { scheme, ownCap: 10n, lossShareMost: 10n });
        send(ledger, bank, "depositCollateral", { scheme, amount: 10n });
      }
      expect(send(ledger, "bob", "payNet", { scheme, payee: ledger.account("carol"), amount: 1n }).code).toBe(0);
    }
    const settled = (names: readonly string[]) => names.filter((name) => name === "windowSettled").length;
    expect(settled(types(ledger.advance(2 * windowMs)))).toBe(count - 1);
    expect(settled(types(ledger.advance(1)))).toBe(1);
  });

  test("keeps a bounded number of settled windows", () => {
    const ledger = withMembers({}, { "net-windows.windowsKept": 2n });
    for (let at = 0; at < 4; at += 1) {
      pay(ledger, "bob", "carol", 1n);
      ledger.advance(windowMs);
    }
    expect([1, 2, 3, 4].map((window) => windows.has(ledger.state, 1, window))).toEqual([false, false, true, true]);
  });
});

describe("a debt", () => {
  test("is repaid in proportion, and with the last of it the suspension ends (repayDebt)", async () => {
    const ledger = withDefault();
    hold(ledger, "bob", 1_000n);
    expectRefused(ledger, "noDebt", () => repay(ledger, "carol", 1n));
    expectRefused(ledger, "debtSmaller", () => repay(ledger, "bob", 301n));
    expect(repay(ledger, "bob", 100n).answer).toEqual({ debt: 200n });
    expect(["carol", "cny-issuer", "kzt-issuer"].map((bank) => held(ledger, bank))).toEqual([1_434n, 1_033n, 1_033n]);
    expect(await ledger.audit()).toEqual([]);
    expect(repay(ledger, "bob", 200n).answer).toEqual({ debt: 0n });
    expect(["carol", "cny-issuer", "kzt-issuer"].map((bank) => held(ledger, bank))).toEqual([1_500n, 1_100n, 1_100n]);
    expect(member(ledger, "bob")).toMatchObject({ status: "active", operatorCap: 0n });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is forgiven by those who have claims, each its own (forgiveClaim)", async () => {
    const ledger = withDefault();
    expectRefused(ledger, "noDebt", () => forgive(ledger, "carol", "kzt-issuer"));
    expectRefused(ledger, "noClaim", () => forgive(ledger, "alice", "bob"));
    expect(forgive(ledger, "carol", "bob").answer).toEqual({ amount: 100n });
    expectRefused(ledger, "noClaim", () => forgive(ledger, "carol", "bob"));
    forgive(ledger, "cny-issuer", "bob");
    expect(member(ledger, "bob")?.status).toBe("suspended");
    forgive(ledger, "kzt-issuer", "bob");
    expect(member(ledger, "bob")?.status).toBe("active");
    expect(await ledger.audit()).toEqual([]);
  });

  test("that is reduced tells each creditor its part, and totals of a window name those who may read them", () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 400n);
    hold(ledger, "bob", 0n);
    const readers = {
      operator: ledger.account("alice"),
      members: ["bob", "carol", "cny-issuer", "kzt-issuer"].map((bank) => ledger.account(bank)),
    };
    const { blockEvents } = ledger.advance(windowMs);
    for (const name of ["windowClosed", "windowSettled"]) {
      expect(blockEvents.find(({ type }) => type === `net-windows/${name}`)?.content).toMatchObject(readers);
    }
    hold(ledger, "bob", 100n);
    const reduced = repay(ledger, "bob", 4n).events.find(({ type }) => type === "net-windows/debtReduced");
    const parts = ["carol", "cny-issuer", "kzt-issuer"].map((bank, at) => ({
      creditor: ledger.account(bank),
      amount: at === 0 ? 2n : 1n,
    }));
    expect(reduced?.content).toMatchObject({ amount: 4n, debt: 296n, parts });
  });

  test("is paid first out of what the defaulter receives in the window that was open", async () => {
    const ledger = withMembers({ pauseMs: 60_000 });
    pay(ledger, "bob", "carol", 150n);
    ledger.advance(windowMs);
    pay(ledger, "carol", "bob", 60n);
    hold(ledger, "bob", 0n);
    ledger.advance(60_000);
    expect(debts.get(ledger.state, 1, ledger.account("bob"))?.amount).toBe(50n);
    ledger.advance(windowMs);
    ledger.advance(60_000);
    expect([held(ledger, "bob"), member(ledger, "bob")?.status]).toEqual([10n, "active"]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is paid first out of what the defaulter receives in a settlement during a pause, into the bearers' collateral", async () => {
    const ledger = withMembers({ pauseMs: 60_000 }, { "net-windows.waitMsMost": 0n });
    pay(ledger, "bob", "carol", 150n);
    ledger.advance(windowMs);
    pay(ledger, "carol", "bob", 60n);
    hold(ledger, "bob", 0n);
    ledger.advance(60_000);
    expect(debts.get(ledger.state, 1, ledger.account("bob"))?.amount).toBe(50n);
    // Who bore a loss and has left gets its part into its balance.
    expect(leave(ledger, "kzt-issuer").answer).toEqual({ hasLeft: true });
    ofCurrency(ledger, "pauseCurrency");
    ledger.advance(windowMs);
    ledger.advance(60_000);
    expect(member(ledger, "bob")).toMatchObject({ status: "active", collateral: 10n });
    expect([member(ledger, "carol")?.collateral, member(ledger, "cny-issuer")?.collateral]).toEqual([40n, 100n]);
    expect(held(ledger, "kzt-issuer")).toBe(1_100n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("keeps the creditor's account open", () => {
    const ledger = withDefault();
    expect(leave(ledger, "carol").answer).toEqual({ hasLeft: true });
    expect(ties.get(ledger.state, ledger.account("carol"))).toBe(1);
    forgive(ledger, "carol", "bob");
    expect(ties.has(ledger.state, ledger.account("carol"))).toBe(false);
  });
});

describe("the invariants", () => {
  const broken = async (
    ledger: TestLedger,
    check: (context: { state: TestLedger["state"] }) => unknown,
    rows: readonly ChangedRow[],
  ) => {
    expect(await check({ state: ledger.state })).toEqual([]);
    expect(await check({ state: changedState(ledger.state, rows) })).not.toEqual([]);
  };
  const changed = (ledger: TestLedger, change: object) => {
    const account = ledger.account("bob");
    const row = members.get(ledger.state, 1, account);
    if (row === undefined) throw new Error("bob is a member");
    return rowOf(members.key(1, account), members.codec, { ...row, ...change });
  };

  test("notice collateral that is not in the book (collateralEqualsMembers)", async () => {
    const ledger = withMembers();
    await broken(ledger, collateralEqualsMembers, [changed(ledger, { collateral: 101n })]);
  });

  test("notice positions that do not sum to zero (positionsSumToZero)", async () => {
    const ledger = withMembers();
    await broken(ledger, positionsSumToZero, [changed(ledger, { openPosition: 1n })]);
  });

  test("notice a debit beyond its cap, or uncovered (debitsAreCovered)", async () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 60n);
    await broken(ledger, debitsAreCovered, [changed(ledger, { operatorCap: 59n })]);
    await broken(ledger, debitsAreCovered, [changed(ledger, { collateral: 0n })]);
  });

  test("notice a member who is not on the roster, and one suspended without a debt (rostersNameMembers)", async () => {
    const ledger = withMembers();
    await broken(ledger, rostersNameMembers, [rowOf(rosters.key(1), rosters.codec, [ledger.account("bob")])]);
    await broken(ledger, rostersNameMembers, [changed(ledger, { status: "suspended" })]);
  });

  test("notice a window that never falls due (liveWindowsFallDue)", async () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 60n);
    const { entries } = dues.tables;
    await broken(ledger, liveWindowsFallDue, [rowOf(entries.key(0), entries.codec, undefined)]);
  });
});
