// Channels on a ledger: who controls them, how reserves become money and the other way round, and what slows it.
import { describe, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { redemptionsBook } from "#src/modules/bank-gateway/books.ts";
import {
  bookEqualsRedemptions,
  holdingsKeepLimits,
  pledgesCoverIssues,
  requestsEnd,
} from "#src/modules/bank-gateway/invariants.ts";
import { channels, links, positions, requests } from "#src/modules/bank-gateway/tables.ts";
import {
  confirmIssuance,
  confirmPayout,
  createGatewayLedger,
  dayMs,
  hourMs,
  noBounds,
  noThrottles,
  openChannel,
  pause,
  reject,
  replaceAgent,
  requestIssuance,
  requestRedemption,
  resume,
  setTerms,
  startPayout,
  usualTerms,
  withChannel,
  withCustomer,
  withIssued,
} from "#tests/support/bankGateway.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";

const held = (ledger: TestLedger, alias: string) => accounts.balance(ledger.state, "CNY", ledger.account(alias));
const supply = (ledger: TestLedger) => accounts.supply(ledger.state, "CNY");
const inBook = (ledger: TestLedger) => accounts.balance(ledger.state, "CNY", redemptionsBook);
const statusOf = (ledger: TestLedger, number: number) => requests.get(ledger.state, "CNY", number)?.status;
const channelOf = (ledger: TestLedger) => channels.get(ledger.state, "CNY");
const bound = (amountMost: bigint) => ({ hour: { amountMost }, day: {} });

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => Outcome): Outcome {
  const before = ledger.digest();
  const outcome = act();
  expect(outcome.refused).toBe(code.includes("/") ? code : `bank-gateway/${code}`);
  expect(ledger.digest()).toBe(before);
  return outcome;
}

describe("a channel", () => {
  test("is opened once, by the issuer of its currency (openChannel)", async () => {
    const ledger = createGatewayLedger({});
    expectRefused(ledger, "unknownChannel", () => requestIssuance(ledger));
    expectRefused(ledger, "notCentralBank", () => openChannel(ledger, {}, {}, "alice"));
    expectRefused(ledger, "notCentralBank", () => openChannel(ledger, {}, { currency: "KDG" }, "issuer"));
    expectRefused(ledger, "accounts/ledgerAccount", () => openChannel(ledger, {}, { agent: redemptionsBook }));
    const unsound = [...usualTerms.classes].reverse();
    expectRefused(ledger, "termsUnsound", () => openChannel(ledger, { classes: unsound }));
    expect(openChannel(ledger).refused).toBeUndefined();
    expectRefused(ledger, "channelKnown", () => openChannel(ledger));
    const row = { agent: ledger.account("corridor-operator"), reserves: 0n, outstanding: 0n };
    expect(await ledger.query("bank-gateway/channel", { currency: "CNY" })).toMatchObject({
      ...row,
      termsInForce: usualTerms,
    });
    expect(await ledger.query("bank-gateway/channels")).toMatchObject({ items: [{ currency: "CNY", channel: row }] });
  });

  test("tightens at once and loosens after notice, number by number (setTerms)", async () => {
    const ledger = withChannel({ redeem: { bank: noBounds, all: bound(500n) } }, { "bank-gateway.noticeBlocks": 3n });
    expectRefused(ledger, "notCentralBank", () => setTerms(ledger, {}, "alice"));
    expectRefused(ledger, "termsUnsound", () => setTerms(ledger, { classes: [] }));
    const classes = [
      { name: "merchant", limit: 0n },
      { name: "person", limit: 50_000n },
      { name: "trader", limit: 9n },
    ];
    const outcome = setTerms(ledger, { classes, redeem: { bank: bound(70n), all: bound(900n) } });
    expect(outcome.answer).toMatchObject({
      terms: { classes: classes.slice(0, 2), redeem: { bank: bound(70n), all: bound(500n) } },
    });
    for (let block = 0; block < 3; block += 1) ledger.advance(1);
    const { termsInForce } = (await ledger.query("bank-gateway/channel", { currency: "CNY" })) as {
      termsInForce: unknown;
    };
    expect(termsInForce).toMatchObject({ classes, redeem: { bank: bound(70n), all: bound(900n) } });
    const tighter = {
      classes,
      redeem: { bank: bound(70n), all: { hour: { amountMost: 900n, supplyBp: 5 }, day: {} } },
    };
    setTerms(ledger, tighter);
    expect(channelOf(ledger)).toMatchObject({ terms: tighter });
    expect(channelOf(ledger)?.nextTerms).toBeUndefined();
  });

  test("is paused and resumed, and meanwhile ends only what had begun (pauseChannel, resumeChannel)", () => {
    const ledger = withIssued();
    requestRedemption(ledger);
    startPayout(ledger);
    requestRedemption(ledger);
    requestIssuance(ledger, { reference: "T2-2" });
    expectRefused(ledger, "notCentralBank", () => pause(ledger, {}, "alice"));
    expectRefused(ledger, "channelNotPaused", () => resume(ledger));
    pause(ledger);
    for (const act of [
      () => pause(ledger),
      () => requestIssuance(ledger, { reference: "T2-3" }),
      () => requestRedemption(ledger),
      () => confirmIssuance(ledger, { request: 4, reference: "T2-2" }),
      () => startPayout(ledger, { request: 3 }),
    ]) {
      expectRefused(ledger, "channelPaused", act);
    }
    expect(confirmPayout(ledger).refused).toBeUndefined();
    expect(reject(ledger, { request: 3 }).refused).toBeUndefined();
    expectRefused(ledger, "notCentralBank", () => resume(ledger, {}, "alice"));
    expect(resume(ledger).refused).toBeUndefined();
    expect(confirmIssuance(ledger, { request: 4, reference: "T2-2" }).refused).toBeUndefined();
  });

  test("gets another agent, who takes over at once (replaceAgent)", () => {
    const ledger = withChannel();
    requestIssuance(ledger);
    expectRefused(ledger, "notCentralBank", () => replaceAgent(ledger, {}, "alice"));
    expect(replaceAgent(ledger).refused).toBeUndefined();
    expectRefused(ledger, "notAgent", () => confirmIssuance(ledger));
    expect(confirmIssuance(ledger, {}, "bob").refused).toBeUndefined();
    expectRefused(ledger, "accounts/accountNotEmpty", () => ledger.send("bob", "accounts/closeAccount", {}));
  });
});

describe("an issuance", () => {
  test("makes money against a pledge that the agent attests (requestIssuance, confirmIssuance)", async () => {
    const ledger = withChannel();
    const [before, supplied] = [held(ledger, "cny-bank"), supply(ledger)];
    expectRefused(ledger, "notBank", () => requestIssuance(ledger, {}, "alice"));
    expect(requestIssuance(ledger).answer).toMatchObject({ request: 1, status: "open" });
    expect(await ledger.query("bank-gateway/request", { currency: "CNY", request: 1 })).toMatchObject({
      ...{ kind: "issuance", bank: ledger.account("cny-bank"), amount: 1_000_000n, reference: "T2-1" },
    });
    expect(await ledger.query("bank-gateway/requests", { currency: "CNY" })).toMatchObject({ items: [{ number: 1 }] });
    expectRefused(ledger, "notAgent", () => confirmIssuance(ledger, {}, "cny-bank"));
    expectRefused(ledger, "unknownRequest", () => confirmIssuance(ledger, { request: 2 }));
    expectRefused(ledger, "referenceOther", () => confirmIssuance(ledger, { reference: "T2-9" }));
    expectRefused(ledger, "requestUnfit", () => startPayout(ledger, { request: 1 }));
    expectRefused(ledger, "requestUnfit", () => confirmPayout(ledger, { request: 1 }));
    expect(confirmIssuance(ledger).refused).toBeUndefined();
    expect(held(ledger, "cny-bank")).toBe(before + 1_000_000n);
    expect(supply(ledger)).toBe(supplied + 1_000_000n);
    expectRefused(ledger, "requestEnded", () => confirmIssuance(ledger));
    const bank = ledger.account("cny-bank");
    expect(await ledger.query("bank-gateway/position", { currency: "CNY", bank })).toEqual({
      ...{ pledged: 1_000_000n, paidOut: 0n, openRequests: 0, redeeming: 0n, customers: 0 },
    });
    expect(await ledger.query("bank-gateway/receipt", { currency: "CNY", reference: "T2-1" })).toMatchObject({
      receipt: { kind: "issuance", request: 1, bank, amount: 1_000_000n },
    });
    expect(await ledger.query("bank-gateway/receipt", { currency: "CNY", reference: "T2-9" })).toEqual({});
    expect(await ledger.audit()).toEqual([]);
  });

  test("counts a reference once, whoever asks and however often", () => {
    const ledger = withChannel();
    requestIssuance(ledger);
    requestIssuance(ledger, {}, "cny-bank-2");
    expect(confirmIssuance(ledger).refused).toBeUndefined();
    const { details } = expectRefused(ledger, "referenceUsed", () => confirmIssuance(ledger, { request: 2 }));
    expect(details).toEqual({ request: 1 });
    expectRefused(ledger, "referenceUsed", () => requestIssuance(ledger));
  });

  test("expires on the millisecond, and its pledge may then be asked for again", () => {
    const ledger = withChannel({}, { "bank-gateway.requestMs": 60_000n });
    requestIssuance(ledger);
    const { expiresMs } = requests.get(ledger.state, "CNY", 1) ?? { expiresMs: 0 };
    ledger.advance(expiresMs - 1 - ledger.state.timeMs);
    expect(statusOf(ledger, 1)).toBe("open");
    expect(confirmIssuance(ledger).refused).toBe("bank-gateway/requestEnded");
    expect(requestIssuance(ledger).answer).toMatchObject({ request: 2 });
    expect(confirmIssuance(ledger, { request: 2 }).refused).toBeUndefined();
  });

  test("is refused after its expiry even where block work has not come to it", () => {
    const ledger = withChannel({}, { "bank-gateway.requestMs": 60_000n, "bank-gateway.requestsMost": 256n });
    for (const bank of ["cny-bank", "cny-bank-2"]) {
      for (let at = 0; at < 200; at += 1) requestIssuance(ledger, { reference: `${bank}-${at}` }, bank);
    }
    ledger.advance(1_000);
    const content = { currency: "CNY", request: 400, reference: "cny-bank-2-199" };
    const late = ledger.transaction([{ actor: "corridor-operator", type: "bank-gateway/confirmIssuance", content }]);
    const { results } = ledger.executeBlock([late], { timeMs: ledger.state.timeMs + 59_000 });
    expect(results[0]?.refusal?.code).toBe("bank-gateway/requestExpired");
    expect(statusOf(ledger, 400)).toBe("open");
    ledger.advance(1);
    expect(statusOf(ledger, 400)).toBeUndefined();
  });

  test("is bounded for each bank, and refused with when it would pass", () => {
    const ledger = withChannel({ issue: { bank: bound(1_000_000n), all: bound(1_500_000n) } });
    expectRefused(ledger, "amountTooLarge", () => requestIssuance(ledger, { amount: 1_000_001n }));
    requestIssuance(ledger);
    confirmIssuance(ledger);
    requestIssuance(ledger, { amount: 1n, reference: "T2-2" });
    const { details } = expectRefused(ledger, "throttled", () =>
      confirmIssuance(ledger, { request: 2, reference: "T2-2" }),
    );
    const { passesMs } = details as { passesMs: number };
    ledger.advance(passesMs - ledger.state.timeMs);
    expect(confirmIssuance(ledger, { request: 2, reference: "T2-2" }).refused).toBeUndefined();
  });

  test("is bounded for all banks together", () => {
    const ledger = withChannel({ issue: { bank: noBounds, all: bound(1_500_000n) } });
    requestIssuance(ledger);
    confirmIssuance(ledger);
    requestIssuance(ledger, { amount: 500_001n, reference: "T2-2" }, "cny-bank-2");
    expectRefused(ledger, "throttled", () => confirmIssuance(ledger, { request: 2, reference: "T2-2" }));
    requestIssuance(ledger, { amount: 500_000n, reference: "T2-3" }, "cny-bank-2");
    expect(confirmIssuance(ledger, { request: 3, reference: "T2-3" }).refused).toBeUndefined();
  });

  test("is asked for as often as a bank may, and no oftener", () => {
    const ledger = withChannel({}, { "bank-gateway.requestsMost": 2n });
    requestIssuance(ledger);
    requestIssuance(ledger, { reference: "T2-2" });
    expectRefused(ledger, "tooManyRequests", () => requestIssuance(ledger, { reference: "T2-3" }));
    reject(ledger, { request: 1 });
    expect(requestIssuance(ledger, { reference: "T2-3" }).refused).toBeUndefined();
  });
});

describe("a redemption", () => {
  test("destroys money when the agent has paid out (requestRedemption, startPayout, confirmPayout)", async () => {
    const ledger = withIssued();
    const [before, supplied] = [held(ledger, "cny-bank"), supply(ledger)];
    expectRefused(ledger, "notBank", () => requestRedemption(ledger, {}, "alice"));
    expectRefused(ledger, "reservesShort", () => requestRedemption(ledger, { amount: 1_000_001n }));
    expect(requestRedemption(ledger).answer).toMatchObject({ request: 2, status: "open" });
    expect(inBook(ledger)).toBe(300_000n);
    expectRefused(ledger, "reservesShort", () => requestRedemption(ledger, { amount: 700_001n }));
    expectRefused(ledger, "requestUnfit", () => confirmPayout(ledger));
    expectRefused(ledger, "requestUnfit", () => confirmIssuance(ledger, { request: 2 }));
    expectRefused(ledger, "notAgent", () => startPayout(ledger, {}, "cny-bank"));
    expect(startPayout(ledger).refused).toBeUndefined();
    expectRefused(ledger, "requestUnfit", () => startPayout(ledger));
    expectRefused(ledger, "notAgent", () => confirmPayout(ledger, {}, "cny-bank"));
    expectRefused(ledger, "referenceUsed", () => confirmPayout(ledger, { reference: "T2-1" }));
    expect(confirmPayout(ledger).refused).toBeUndefined();
    expect(held(ledger, "cny-bank")).toBe(before - 300_000n);
    expect([supply(ledger), inBook(ledger)]).toEqual([supplied - 300_000n, 0n]);
    expect(channelOf(ledger)).toMatchObject({ reserves: 700_000n, outstanding: 700_000n, redeeming: 0n });
    expect(await ledger.audit()).toEqual([]);
  });

  test("returns when it expires, but not while it is being paid out: the agent alone ends that (rejectRequest)", () => {
    const ledger = withIssued();
    const before = held(ledger, "cny-bank");
    requestRedemption(ledger);
    requestRedemption(ledger);
    startPayout(ledger);
    ledger.advance(3 * dayMs);
    expect([statusOf(ledger, 2), statusOf(ledger, 3)]).toEqual(["paying", undefined]);
    expect(held(ledger, "cny-bank")).toBe(before - 300_000n);
    expectRefused(ledger, "requestEnded", () => startPayout(ledger, { request: 3 }));
    expectRefused(ledger, "notAgent", () => reject(ledger, {}, "cny-bank"));
    expect(reject(ledger).refused).toBeUndefined();
    expect(held(ledger, "cny-bank")).toBe(before);
    expectRefused(ledger, "requestEnded", () => confirmPayout(ledger));
  });

  test("returns to a bank that is frozen, in a currency that is paused", () => {
    const ledger = withIssued();
    const before = held(ledger, "cny-bank");
    requestRedemption(ledger);
    const frozen = { account: ledger.account("cny-bank"), reference: "court" };
    ledger.send("regulator", "accounts/freezeAccount", frozen);
    ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference: "drill" });
    ledger.advance(3 * dayMs);
    expect(held(ledger, "cny-bank")).toBe(before);
    expect(inBook(ledger)).toBe(0n);
  });

  test("is open to a bank whose admission was taken back, as long as it has pledged", () => {
    const ledger = withIssued();
    const bank = { currency: "CNY", account: ledger.account("cny-bank") };
    ledger.send("cny-issuer", "corridors/removeParticipant", bank);
    expectRefused(ledger, "notBank", () => requestIssuance(ledger, { reference: "T2-2" }));
    expect(requestRedemption(ledger).refused).toBeUndefined();
  });

  test("of a bank whose admission was taken back never takes what others pledged", async () => {
    const ledger = withIssued();
    requestIssuance(ledger, { amount: 900_000n, reference: "T2-2" }, "cny-bank-2");
    confirmIssuance(ledger, { request: 2, reference: "T2-2" });
    expect(requestRedemption(ledger, { amount: 300_000n }).answer).toMatchObject({ request: 3 });
    startPayout(ledger, { request: 3 });
    confirmPayout(ledger, { request: 3 });
    ledger.send("cny-issuer", "accounts/issueCurrency", {
      ...{ currency: "CNY", to: ledger.account("cny-bank"), amount: 5_000_000n },
    });
    const bank = { currency: "CNY", account: ledger.account("cny-bank") };
    ledger.send("cny-issuer", "corridors/removeParticipant", bank);
    const { details } = expectRefused(ledger, "pledgesShort", () => requestRedemption(ledger, { amount: 700_001n }));
    expect(details).toEqual({ left: 700_000n });
    expect(requestRedemption(ledger, { amount: 400_000n }).answer).toMatchObject({ request: 4 });
    expectRefused(ledger, "pledgesShort", () => requestRedemption(ledger, { amount: 300_001n }));
    expect(requestRedemption(ledger, { amount: 300_000n }).answer).toMatchObject({ request: 5 });
    expectRefused(ledger, "pledgesShort", () => requestRedemption(ledger, { amount: 1n }));
    reject(ledger, { request: 4 });
    expect(requestRedemption(ledger, { amount: 400_000n }).refused).toBeUndefined();
    expect(await ledger.audit()).toEqual([]);
  });

  test("is refused beyond the bank's own bound, and says when it would pass", () => {
    const ledger = withIssued({ redeem: { bank: bound(300_000n), all: noBounds } });
    expectRefused(ledger, "amountTooLarge", () => requestRedemption(ledger, { amount: 300_001n }));
    requestRedemption(ledger);
    const { details } = expectRefused(ledger, "throttled", () => requestRedemption(ledger, { amount: 1n }));
    const { passesMs } = details as { passesMs: number };
    expect(passesMs - ledger.state.timeMs).toBeGreaterThan(hourMs - 1);
    expect(passesMs - ledger.state.timeMs).toBeLessThanOrEqual(hourMs + hourMs / 12);
    ledger.advance(passesMs - ledger.state.timeMs);
    expect(requestRedemption(ledger, { amount: 1n }).refused).toBeUndefined();
  });

  test("waits its turn beyond the bound of all: whoever comes later does not overtake", async () => {
    const ledger = withIssued({ redeem: { bank: noBounds, all: bound(300_000n) } });
    requestRedemption(ledger, { amount: 200_000n });
    expect(requestRedemption(ledger, { amount: 200_000n }).answer).toMatchObject({ status: "waiting" });
    expect(requestRedemption(ledger, { amount: 1n }, "cny-bank-2").answer).toMatchObject({ status: "waiting" });
    expectRefused(ledger, "requestUnfit", () => startPayout(ledger, { request: 3 }));
    const bank = ledger.account("cny-bank");
    expect(await ledger.query("bank-gateway/throttles", { currency: "CNY", bank })).toMatchObject({
      waiting: 2,
      windows: [
        {},
        {},
        { of: "all", kind: "redemption", window: "hour", used: 200_000n, most: 300_000n },
        {},
        {},
        {},
        {},
        {},
      ],
    });
    const { blockEvents } = ledger.advance(hourMs + hourMs / 12);
    expect(blockEvents.map(({ type }) => type)).toEqual(Array(2).fill("bank-gateway/redemptionReleased"));
    expect([statusOf(ledger, 3), statusOf(ledger, 4)]).toEqual(["open", "open"]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("lets the line go on when its head expires that a tightened bound would never let pass", async () => {
    const ledger = withIssued({ redeem: { bank: noBounds, all: bound(300_000n) } });
    requestRedemption(ledger, { amount: 200_000n });
    requestRedemption(ledger, { amount: 200_000n });
    setTerms(ledger, { redeem: { bank: noBounds, all: bound(100_000n) } });
    ledger.advance(2 * dayMs);
    requestRedemption(ledger, { amount: 50_000n }, "cny-bank-2");
    expect([statusOf(ledger, 3), statusOf(ledger, 4)]).toEqual(["waiting", "waiting"]);
    ledger.advance(dayMs);
    expect([statusOf(ledger, 3), statusOf(ledger, 4)]).toEqual([undefined, "open"]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("finds a line that is full", () => {
    const ledger = withIssued(
      { redeem: { bank: noBounds, all: bound(1n) } },
      { "bank-gateway.requestsMost": 256n, "accounts.workPerSecond": 1_000_000n },
    );
    const banks = ["cny-bank", "cny-bank-2", "kzt-bank", "uzs-bank", "rub-bank"];
    const messages = banks.flatMap((actor) =>
      Array.from({ length: 205 }, () => ({
        actor,
        type: "bank-gateway/requestRedemption",
        content: { currency: "CNY", amount: 1n },
      })),
    );
    for (const to of banks) {
      ledger.send("cny-issuer", "accounts/issueCurrency", { currency: "CNY", to: ledger.account(to), amount: 1_000n });
    }
    for (const message of messages) ledger.send(message.actor, message.type, message.content);
    const most = limits.gatewayWaitingMax;
    expect(channelOf(ledger)?.requests).toBe(1 + 1 + most);
    expectRefused(ledger, "queueFull", () => requestRedemption(ledger, { amount: 1n }, "thb-bank"));
  });
});

describe("promises", () => {
  async function brokenBy(
    claim: typeof pledgesCoverIssues,
    change: (ledger: TestLedger) => ChangedRow,
  ): Promise<readonly string[]> {
    const ledger = withCustomer({ redeem: { ...noThrottles, all: bound(300_000n) } });
    requestRedemption(ledger);
    requestRedemption(ledger);
    expect(await claim({ state: ledger.state })).toEqual([]);
    return await claim({ state: changedState(ledger.state, [change(ledger)]) });
  }

  const changedChannel = (change: object) => (ledger: TestLedger) => {
    const row = channelOf(ledger);
    return rowOf(channels.key("CNY"), channels.codec, row === undefined ? row : { ...row, ...change });
  };

  test("notice money without reserves behind it (pledgesCoverIssues)", async () => {
    expect(await brokenBy(pledgesCoverIssues, changedChannel({ reserves: 999_999n }))).toHaveLength(2);
    expect(await brokenBy(pledgesCoverIssues, changedChannel({ outstanding: 1n }))).toHaveLength(1);
  });

  test("notice a book that lacks what was handed in, and a bank's count (bookEqualsRedemptions)", async () => {
    expect(await brokenBy(bookEqualsRedemptions, changedChannel({ redeeming: 1n }))).toHaveLength(1);
    const position = (ledger: TestLedger) =>
      rowOf(positions.key("CNY", ledger.account("cny-bank")), positions.codec, {
        ...{ pledged: 1_000_000n, paidOut: 0n, openRequests: 1, redeeming: 600_000n, customers: 1 },
      });
    expect(await brokenBy(bookEqualsRedemptions, position)).toHaveLength(1);
  });

  test("notice a request that never ends, and one out of line (requestsEnd)", async () => {
    const changed = (number: number, change: object) => (ledger: TestLedger) => {
      const row = requests.get(ledger.state, "CNY", number);
      return rowOf(requests.key("CNY", number), requests.codec, row === undefined ? row : { ...row, ...change });
    };
    expect(await brokenBy(requestsEnd, changed(2, { expiresMs: 1 }))).toHaveLength(1);
    expect(await brokenBy(requestsEnd, changed(3, { status: "open" }))).toHaveLength(1);
  });

  test("notice a customer beyond its limit, and a bank's count (holdingsKeepLimits)", async () => {
    const changed = (change: object) => (ledger: TestLedger) => {
      const row = links.get(ledger.state, "CNY", ledger.account("alice"));
      const key = links.key("CNY", ledger.account("alice"));
      return rowOf(key, links.codec, row === undefined ? row : { ...row, ...change });
    };
    expect(await brokenBy(holdingsKeepLimits, changed({ heldMost: 99_999n }))).toHaveLength(1);
    expect(
      await brokenBy(holdingsKeepLimits, (ledger) => changed({ bank: ledger.account("cny-bank-2") })(ledger)),
    ).toHaveLength(2);
  });
});
