// The directory on a ledger: proxies registered, looked up, ported and withdrawn; keys published, changed and revoked.
import { describe, expect, test } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import {
  accountsLeadToPayees,
  holdingsEqualRows,
  keysAreFew,
  portsNameHeldProxies,
} from "#src/modules/directory/invariants.ts";
import { accounts, disclosureKeys, holdings, payees, ports } from "#src/modules/directory/tables.ts";
import { payeeConfirmation } from "#src/transaction/payeeConfirmation.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import {
  answer,
  bytesOf,
  complete,
  createDirectoryLedger,
  dayMs,
  publish,
  register,
  request,
  withdraw,
} from "#tests/support/directory.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const hexOf = (text: string) => bytesToHex(bytesOf(text));
const lookUp = (ledger: TestLedger, proxy = "phone") => ledger.query("directory/payee", { proxy: hexOf(proxy) });
const holdingOf = (ledger: TestLedger, alias: string) =>
  ledger.query("directory/holding", { bank: ledger.account(alias) });

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => { readonly refused: string | undefined }): void {
  const before = ledger.digest();
  expect(act().refused).toBe(code.includes("/") ? code : `directory/${code}`);
  expect(ledger.digest()).toBe(before);
}

describe("a proxy (registerProxy)", () => {
  test("leads to a bank and a masked name (payee, payeeOfAccount, holding)", async () => {
    const ledger = createDirectoryLedger();
    await expect(lookUp(ledger)).rejects.toMatchObject({ definition: { code: "directory/unknownProxy" } });
    const { answer: given, events } = register(ledger);
    const expiresMs = ledger.state.timeMs + 30 * dayMs;
    expect(given).toEqual({ expiresMs });
    expect(events[0]).toMatchObject({ type: "directory/proxyRegistered", content: { expiresMs } });
    const row = { bank: ledger.account("cny-bank"), currency: "CNY", maskedName: "L* W** M***", expiresMs };
    expect(await lookUp(ledger)).toMatchObject({ ...row, height: ledger.state.height });
    const bank = ledger.account("cny-bank");
    const found = await ledger.query("directory/payeeOfAccount", { bank, accountHash: hexOf("cny-bank phone") });
    expect(found).toMatchObject({ ...row, proxy: bytesOf("phone") });
    const unknown = ledger.query("directory/payeeOfAccount", { bank, accountHash: hexOf("another") });
    await expect(unknown).rejects.toMatchObject({ definition: { code: "directory/unknownAccount" } });
    expect(await holdingOf(ledger, "cny-bank")).toEqual({ proxies: 1, ports: 0 });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is confirmed by a hash over its row and the height, which everybody can compute", async () => {
    const ledger = createDirectoryLedger();
    register(ledger);
    const shown = (await lookUp(ledger)) as Parameters<typeof payeeConfirmation>[0] & { confirmation: Uint8Array };
    const { confirmation, ...row } = shown;
    expect(payeeConfirmation({ ...row, proxy: bytesOf("phone") })).toEqual(confirmation);
    ledger.advance(1);
    expect((await lookUp(ledger)) as object).not.toMatchObject({ confirmation });
  });

  test("is registered by banks of the zone alone, for a bounded life", () => {
    const ledger = createDirectoryLedger();
    expectRefused(ledger, "corridors/unknownParticipant", () => register(ledger, { by: "alice" }));
    expectRefused(ledger, "corridors/unknownParticipant", () => register(ledger, { currency: "THX" }));
    expectRefused(ledger, "lifeTooLong", () => register(ledger, { lifeMs: 400 * dayMs + 1 }));
    expect(register(ledger, { lifeMs: 400 * dayMs }).code).toBe(0);
    expect(register(ledger, { proxy: "mail", lifeMs: 1 }).code).toBe(0);
  });

  test("is replaced by its bank and by no other, and has an account hash of its own", async () => {
    const ledger = createDirectoryLedger();
    register(ledger);
    expectRefused(ledger, "proxyTaken", () => register(ledger, { by: "cny-bank-2" }));
    expectRefused(ledger, "accountTaken", () => register(ledger, { proxy: "mail", account: "cny-bank phone" }));
    expect(register(ledger, { by: "cny-bank-2", proxy: "mail", account: "cny-bank phone" }).code).toBe(0);
    expect(register(ledger, { account: "another account", lifeMs: 60 * dayMs }).code).toBe(0);
    expect(await lookUp(ledger)).toMatchObject({ accountHash: bytesOf("another account") });
    expect(register(ledger, { proxy: "third", account: "cny-bank phone" }).code).toBe(0);
    expect(await holdingOf(ledger, "cny-bank")).toEqual({ proxies: 2, ports: 0 });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is found by nobody once it has expired, and is free for every bank when its last has not renewed it for a port's wait", async () => {
    const ledger = createDirectoryLedger();
    const { answer: given } = register(ledger, { lifeMs: dayMs });
    request(ledger);
    const { expiresMs } = given as { expiresMs: number };
    ledger.advance(expiresMs - ledger.state.timeMs - 2);
    expectRefused(ledger, "proxyTaken", () => register(ledger, { by: "kzt-bank" }));
    ledger.advance(1);
    await expect(lookUp(ledger)).rejects.toMatchObject({ definition: { code: "directory/unknownProxy" } });
    expectRefused(ledger, "unknownProxy", () => complete(ledger));
    expectRefused(ledger, "notHolder", () => answer(ledger, true));
    for (const by of ["kzt-bank", "cny-bank-2"]) expectRefused(ledger, "proxyKept", () => register(ledger, { by }));
    expectRefused(ledger, "proxyKept", () => withdraw(ledger, "alice"));
    ledger.advance(expiresMs + 7 * dayMs - ledger.state.timeMs - 2);
    expectRefused(ledger, "proxyKept", () => register(ledger, { by: "kzt-bank" }));
    ledger.advance(1);
    expect(register(ledger, { by: "kzt-bank" }).code).toBe(0);
    expect(await holdingOf(ledger, "cny-bank")).toEqual({ proxies: 0, ports: 0 });
    expect(await holdingOf(ledger, "cny-bank-2")).toEqual({ proxies: 0, ports: 0 });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is withdrawn by its bank or its central bank, and by anybody once it has expired (withdrawProxy)", async () => {
    const ledger = createDirectoryLedger();
    expectRefused(ledger, "unknownProxy", () => withdraw(ledger));
    for (const by of ["cny-bank", "cny-issuer"]) {
      register(ledger);
      request(ledger);
      for (const other of ["cny-bank-2", "kzt-issuer", "alice"])
        expectRefused(ledger, "notHolder", () => withdraw(ledger, other));
      expect(withdraw(ledger, by).code).toBe(0);
      expect(await ledger.audit()).toEqual([]);
    }
    register(ledger, { lifeMs: dayMs });
    ledger.advance(8 * dayMs);
    expect(withdraw(ledger, "alice").code).toBe(0);
    expect(await holdingOf(ledger, "cny-bank")).toEqual({ proxies: 0, ports: 0 });
  });

  test("is one of a bounded number, of a bank and in total", async () => {
    const ledger = createDirectoryLedger({ "directory.bankProxiesMost": 2n });
    register(ledger, { proxy: "one", lifeMs: dayMs });
    register(ledger, { by: "cny-bank-2" });
    expect(request(ledger, { by: "cny-bank" }).code).toBe(0);
    expectRefused(ledger, "bankFull", () => register(ledger, { proxy: "two" }));
    register(ledger, { by: "cny-bank-2", proxy: "mail" });
    expectRefused(ledger, "bankFull", () => request(ledger, { by: "cny-bank-2", proxy: "one" }));
    expect(await ledger.audit()).toEqual([]);
  });

  test("makes room for another one when it has expired in a full directory", async () => {
    const ledger = createDirectoryLedger({ "directory.proxiesMost": 2n });
    register(ledger, { lifeMs: dayMs });
    request(ledger);
    expectRefused(ledger, "directoryFull", () => register(ledger, { proxy: "mail" }));
    expectRefused(ledger, "directoryFull", () => register(ledger, { by: "kzt-bank", proxy: "mail" }));
    expect(register(ledger, { lifeMs: dayMs }).code).toBe(0);
    ledger.advance(8 * dayMs);
    expect(register(ledger, { by: "kzt-bank" }).code).toBe(0);
    expect(register(ledger, { proxy: "mail" }).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a port (requestPort)", () => {
  test("moves the proxy at once when its bank consents (answerPort)", async () => {
    const ledger = createDirectoryLedger();
    register(ledger);
    expectRefused(ledger, "unknownPort", () => answer(ledger, true));
    const { answer: given } = request(ledger);
    const dueMs = ledger.state.timeMs + 7 * dayMs;
    expect(given).toEqual({ dueMs, lapsesMs: dueMs + 7 * dayMs });
    expect(await ledger.query("directory/port", { proxy: hexOf("phone") })).toMatchObject({ dueMs });
    expectRefused(ledger, "notHolder", () => answer(ledger, true, "cny-bank-2"));
    expectRefused(ledger, "notHolder", () => answer(ledger, false, "kzt-bank"));
    const { events } = answer(ledger, true);
    expect(events[0]).toMatchObject({ type: "directory/proxyPorted", content: { hasConsent: true } });
    const expiresMs = ledger.state.timeMs + 30 * dayMs;
    expect(await lookUp(ledger)).toMatchObject({ bank: ledger.account("cny-bank-2"), expiresMs });
    expect(await holdingOf(ledger, "cny-bank")).toEqual({ proxies: 0, ports: 0 });
    expect(await holdingOf(ledger, "cny-bank-2")).toEqual({ proxies: 1, ports: 0 });
    expect(await ledger.audit()).toEqual([]);
  });

  test("ends when the holder refuses or who asked takes it back", async () => {
    const ledger = createDirectoryLedger();
    register(ledger);
    for (const by of ["cny-bank-2", "cny-bank"]) {
      request(ledger);
      expect(answer(ledger, false, by).code).toBe(0);
      expectRefused(ledger, "unknownPort", () => complete(ledger));
    }
    expect(await lookUp(ledger)).toMatchObject({ bank: ledger.account("cny-bank") });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not asked for again at once by a bank that was refused: others may, and so may it after the wait", async () => {
    const ledger = createDirectoryLedger();
    register(ledger);
    request(ledger);
    answer(ledger, false);
    const untilMs = ledger.state.timeMs + 7 * dayMs;
    expectRefused(ledger, "portRefused", () => request(ledger));
    expect(request(ledger, { by: "kzt-bank" }).code).toBe(0);
    answer(ledger, false);
    expect(register(ledger).code).toBe(0);
    expectRefused(ledger, "portRefused", () => request(ledger));
    ledger.advance(untilMs - ledger.state.timeMs - 2);
    expectRefused(ledger, "portRefused", () => request(ledger));
    ledger.advance(1);
    expect(request(ledger).code).toBe(0);
    expect(answer(ledger, true).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is open for one bank at a time, and for a proxy that another bank holds", () => {
    const ledger = createDirectoryLedger();
    expectRefused(ledger, "unknownProxy", () => request(ledger));
    register(ledger);
    expectRefused(ledger, "ownProxy", () => request(ledger, { by: "cny-bank" }));
    expectRefused(ledger, "corridors/unknownParticipant", () => request(ledger, { by: "alice" }));
    expectRefused(ledger, "lifeTooLong", () => request(ledger, { lifeMs: 401 * dayMs }));
    register(ledger, { by: "cny-bank-2", proxy: "mail", account: "taken" });
    expectRefused(ledger, "accountTaken", () => request(ledger, { account: "taken" }));
    request(ledger);
    expectRefused(ledger, "portOpen", () => request(ledger, { by: "kzt-bank" }));
    expectRefused(ledger, "portOpen", () => request(ledger));
  });

  test("is completed without an answer when it is due, and not after it has lapsed (completePort)", async () => {
    const ledger = createDirectoryLedger();
    register(ledger, { lifeMs: 60 * dayMs });
    request(ledger);
    const dueMs = ledger.state.timeMs + 7 * dayMs;
    expectRefused(ledger, "notRequester", () => complete(ledger, "kzt-bank"));
    ledger.advance(dueMs - ledger.state.timeMs - 2);
    expectRefused(ledger, "portTooEarly", () => complete(ledger));
    register(ledger, { by: "cny-bank-2", proxy: "mail", account: "cny-bank-2 phone" });
    expectRefused(ledger, "accountTaken", () => complete(ledger));
    expectRefused(ledger, "accountTaken", () => answer(ledger, true));
    withdraw(ledger, "cny-bank-2", "mail");
    const { events } = complete(ledger);
    expect(events[0]).toMatchObject({ type: "directory/proxyPorted", content: { hasConsent: false } });
    expect(await lookUp(ledger)).toMatchObject({ bank: ledger.account("cny-bank-2") });
    expect(await ledger.audit()).toEqual([]);
  });

  test("makes way for another bank once it has lapsed", async () => {
    const ledger = createDirectoryLedger();
    register(ledger, { lifeMs: 60 * dayMs });
    const { answer: given } = request(ledger);
    const { lapsesMs } = given as { lapsesMs: number };
    ledger.advance(lapsesMs - ledger.state.timeMs - 2);
    expectRefused(ledger, "portOpen", () => request(ledger, { by: "kzt-bank" }));
    expectRefused(ledger, "portLapsed", () => complete(ledger));
    expectRefused(ledger, "portLapsed", () => answer(ledger, true));
    expect(request(ledger, { by: "kzt-bank" }).code).toBe(0);
    expect(await holdingOf(ledger, "cny-bank-2")).toEqual({ proxies: 0, ports: 0 });
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a name that a payer typed (payeeCheck)", () => {
  test("matches by its hash, is close by its mask, or is neither; a missing payee cannot be compared", async () => {
    const ledger = createDirectoryLedger();
    register(ledger);
    const check = (maskedName: string, nameHash?: string, proxy = "phone") =>
      ledger.query("directory/payeeCheck", {
        ...{ proxy: hexOf(proxy), maskedName },
        ...(nameHash === undefined ? {} : { nameHash: hexOf(nameHash) }),
      });
    const maskedName = "L* W** M***";
    expect(await check(maskedName, "LI WEI MING")).toEqual({ result: "MTCH", maskedName });
    expect(await check(maskedName, "LI WAN MENG")).toEqual({ result: "CMTC", maskedName });
    expect(await check(maskedName)).toEqual({ result: "CMTC", maskedName });
    expect(await check("W** L*", "WEI LI")).toEqual({ result: "NMTC", maskedName });
    expect(await check(maskedName, "LI WEI MING", "mail")).toEqual({ result: "NOAP" });
  });
});

describe("a disclosure key (publishDisclosureKey)", () => {
  const keysOf = async (ledger: TestLedger, alias: string) =>
    ((await ledger.query("directory/disclosureKeys", { account: ledger.account(alias) })) as { keys: object[] }).keys;

  test("is published by banks, central banks and regulators (disclosureKey, disclosureKeys)", async () => {
    const ledger = createDirectoryLedger();
    for (const by of ["cny-bank", "cny-issuer", "regulator"]) {
      expect(publish(ledger, { by }).answer).toEqual({ number: 1 });
      expect(await keysOf(ledger, by)).toMatchObject([{ number: 1, publicKey: bytesOf("a key"), isValid: true }]);
    }
    expect(publish(ledger, { by: "issuer", currency: "KDG" }).code).toBe(0);
    expectRefused(ledger, "mayNotPublish", () => publish(ledger, { by: "alice" }));
    expectRefused(ledger, "mayNotPublish", () => publish(ledger, { by: "cny-issuer", currency: "KZT" }));
    expectRefused(ledger, "accounts/unknownCurrency", () => publish(ledger, { currency: "XXX" }));
    const account = ledger.account("cny-bank");
    expect(await ledger.query("directory/disclosureKey", { account, number: 1 })).toMatchObject({ isValid: true });
    const unknown = ledger.query("directory/disclosureKey", { account, number: 2 });
    await expect(unknown).rejects.toMatchObject({ definition: { code: "directory/unknownKey" } });
  });

  test("is valid for a time that is bounded and to come", async () => {
    const ledger = createDirectoryLedger();
    const at = (fromMs: number, untilMs: number) => {
      const { timeMs } = ledger.state;
      return publish(ledger, { fromMs: timeMs + 1 + fromMs, untilMs: timeMs + 1 + untilMs });
    };
    expectRefused(ledger, "keyTimesWrong", () => at(5, 5));
    expectRefused(ledger, "keyTimesWrong", () => at(-5, 0));
    expectRefused(ledger, "keyTimesWrong", () => at(0, 732 * dayMs + 1));
    expect(at(0, 732 * dayMs).code).toBe(0);
    expect(at(-1, 1).code).toBe(0);
    expect(at(dayMs, 2 * dayMs).code).toBe(0);
    ledger.advance(1);
    expect((await keysOf(ledger, "cny-bank")).map((key) => (key as { isValid: boolean }).isValid)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test("is no point of small order", () => {
    const ledger = createDirectoryLedger();
    const highBit = new Uint8Array(32);
    highBit[31] = 0x80;
    for (const publicKey of [new Uint8Array(32), Uint8Array.from([1, ...new Array(31).fill(0)]), highBit])
      expectRefused(ledger, "keyWeak", () => publish(ledger, { publicKey }));
  });

  test("is changed by publishing another one; the last eight are kept", async () => {
    const ledger = createDirectoryLedger();
    for (let number = 1; number <= 9; number += 1) expect(publish(ledger).answer).toEqual({ number });
    const numbers = (await keysOf(ledger, "cny-bank")).map((key) => (key as { number: number }).number);
    expect(numbers).toEqual([9, 8, 7, 6, 5, 4, 3, 2]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("ends when it is revoked (revokeDisclosureKey)", async () => {
    const ledger = createDirectoryLedger();
    const revoke = (number: number, by = "cny-bank") => ledger.send(by, "directory/revokeDisclosureKey", { number });
    expectRefused(ledger, "unknownKey", () => revoke(1));
    publish(ledger);
    const later = ledger.state.timeMs + dayMs;
    publish(ledger, { fromMs: later, untilMs: later + dayMs });
    expectRefused(ledger, "unknownKey", () => revoke(1, "cny-bank-2"));
    expect(revoke(1).code).toBe(0);
    expectRefused(ledger, "keyEnded", () => revoke(1));
    expect(revoke(2).code).toBe(0);
    ledger.advance(dayMs);
    expect(await keysOf(ledger, "cny-bank")).toMatchObject([{ isValid: false }, { isValid: false }]);
  });
});

test("its invariants see what use never breaks", async () => {
  const ledger = createDirectoryLedger();
  register(ledger);
  request(ledger);
  publish(ledger);
  const bank = ledger.account("cny-bank");
  const other = ledger.account("cny-bank-2");
  const proxy = hexOf("phone");
  const seen = async (invariant: typeof holdingsEqualRows, ...rows: ChangedRow[]) =>
    (await invariant({ state: changedState(ledger.state, rows) })).length;
  const payee = payees.get(ledger.state, proxy);
  const moved = payee === undefined ? undefined : { ...payee, bank: other };
  expect(await seen(holdingsEqualRows, rowOf(holdings.key(bank), holdings.codec, { proxies: 2, ports: 0 }))).toBe(1);
  expect(await seen(holdingsEqualRows, rowOf(holdings.key(bank), holdings.codec, undefined))).toBe(1);
  expect(await seen(holdingsEqualRows, rowOf(payees.key(proxy), payees.codec, undefined))).toBe(2);
  const index = accounts.key(bank, hexOf("cny-bank phone"));
  expect(await seen(accountsLeadToPayees, rowOf(index, accounts.codec, undefined))).toBe(1);
  expect(await seen(accountsLeadToPayees, rowOf(index, accounts.codec, { proxy: bytesOf("mail") }))).toBe(2);
  expect(await seen(portsNameHeldProxies, rowOf(payees.key(proxy), payees.codec, moved))).toBe(1);
  const port = ports.get(ledger.state, proxy);
  expect(await seen(portsNameHeldProxies, rowOf(ports.key(hexOf("mail")), ports.codec, port))).toBe(1);
  const key = disclosureKeys.get(ledger.state, bank, 1);
  expect(await seen(keysAreFew, rowOf(disclosureKeys.key(bank, 2), disclosureKeys.codec, key))).toBe(1);
});
