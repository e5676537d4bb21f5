// Reserve pools on a ledger: agreed by all, drawn with and without votes and programmes, repaid, renewed or divided.
import { describe, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { collateralBook } from "#src/modules/reserve-pool/books.ts";
import {
  collateralEqualsDraws,
  membersEqualDraws,
  openDrawsFallDue,
  poolsCountMembers,
} from "#src/modules/reserve-pool/invariants.ts";
import { collaterals, draws, members, pools, requests } from "#src/modules/reserve-pool/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { settlePrices } from "#tests/support/prices.ts";
import {
  attest,
  centralBanks,
  createPoolLedger,
  dayMs,
  join,
  leave,
  ofDraw,
  optOut,
  propose,
  request,
  seat,
  usualTerms,
  vote,
  withPool,
} from "#tests/support/reservePools.ts";

const held = (ledger: TestLedger, alias: string, currency = "EUR") =>
  accounts.balance(ledger.state, currency, ledger.account(alias));
const inBook = (ledger: TestLedger, currency = "KZT") => accounts.balance(ledger.state, currency, collateralBook);
const types = ({ blockEvents }: { readonly blockEvents: readonly { readonly type: string }[] }) =>
  blockEvents.map(({ type }) => type.replace("reserve-pool/", ""));
/** The next message is executed at that moment. */
const advanceBefore = (ledger: TestLedger, atMs: number) => ledger.advance(atMs - 1 - ledger.state.timeMs);
const dueOf = (ledger: TestLedger, draw = 1) => draws.get(ledger.state, 1, draw)?.dueMs ?? 0;

/** Its balance of euros alone: it can still vote. */
function freeze(ledger: TestLedger, alias: string, isFrozen = true): void {
  const content = { account: ledger.account(alias), currency: "EUR", reference: "order 7" };
  const { refused } = ledger.send("eur-issuer", `accounts/${isFrozen ? "freezeAccount" : "unfreezeAccount"}`, content);
  if (refused !== undefined) throw new Error(refused);
}

/** Euros go back to who issued them. */
function spend(ledger: TestLedger, alias: string, amount: bigint): void {
  const payment = { currency: "EUR", to: ledger.account("eur-issuer"), amount };
  const { refused } = ledger.send(alias, "settlement/pay", payment);
  if (refused !== undefined) throw new Error(refused);
}

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => { readonly refused: string | undefined }): void {
  const before = ledger.digest();
  expect(act().refused).toBe(code.includes("/") ? code : `reserve-pool/${code}`);
  expect(ledger.digest()).toBe(before);
}

describe("a pool", () => {
  test("is proposed by one member and opens with the last that joins (proposePool, joinPool)", async () => {
    const ledger = createPoolLedger();
    expectRefused(ledger, "unknownPool", () => join(ledger, "usd-issuer"));
    expect(propose(ledger).answer).toEqual({ pool: 1 });
    expectRefused(ledger, "notNamed", () => join(ledger, "alice"));
    expectRefused(ledger, "alreadyJoined", () => join(ledger, "cny-issuer"));
    expectRefused(ledger, "poolNotOpen", () => request(ledger, 1n, "cny-issuer"));
    const joined = centralBanks.slice(1).map((by) => join(ledger, by).answer);
    expect(joined).toEqual([{ isOpen: false }, { isOpen: false }, { isOpen: true }]);
    expect(await ledger.query("reserve-pool/pool", { pool: 1 })).toMatchObject({ status: "open", joined: 4, draws: 0 });
    expect(await ledger.query("reserve-pool/pools")).toMatchObject({
      items: [{ number: 1, pool: { status: "open" } }],
    });
    const account = ledger.account("kzt-issuer");
    expect(await ledger.query("reserve-pool/member", { pool: 1, account })).toMatchObject({
      quota: 10_000_000n,
      lent: 0n,
    });
    expect(await ledger.query("reserve-pool/allowance", { pool: 1, account })).toEqual({
      ...{ drawn: 0n, most: 50_000_000n, delinked: 20_000_000n, unvoted: 5_000_000n, fundable: 90_000_000n },
    });
    expect(await ledger.audit()).toEqual([]);
  });

  test("has sound terms, among central banks, for a time to come", () => {
    const ledger = createPoolLedger();
    const { members: seats } = usualTerms(ledger);
    const kdg = { ...seat(ledger, "issuer", 1n, 0), currency: "KDG" };
    expectRefused(ledger, "notProposed", () => propose(ledger, {}, "alice"));
    expectRefused(ledger, "notCentralBank", () => propose(ledger, { members: [...seats, kdg] }));
    const swapped = seats.map((each, at) => (at === 1 ? { ...each, currency: "USD" } : each));
    expectRefused(ledger, "notCentralBank", () => propose(ledger, { members: swapped }));
    expectRefused(ledger, "accounts/unknownCurrency", () => propose(ledger, { currency: "XXX" }));
    const doubled = seats.slice(0, 1).concat(seats.slice(0, 1));
    expectRefused(ledger, "termsUnsound", () => propose(ledger, { members: doubled }));
    expectRefused(ledger, "termsUnsound", () => propose(ledger, { currency: "CNY" }));
    expectRefused(ledger, "termsUnsound", () => propose(ledger, { marginBp: 301 }));
    const until = (ms: number) => propose(ledger, { expiresMs: ledger.state.timeMs + 1 + ms });
    expectRefused(ledger, "expiryWrong", () => until(0));
    expectRefused(ledger, "expiryWrong", () => until(3_653 * dayMs + 1));
    expect(until(3_653 * dayMs).code).toBe(0);
    expect(until(1).code).toBe(0);
    expectRefused(ledger, "poolExpired", () => join(ledger, "usd-issuer", 2));
  });

  test("is one of a few that a central bank has proposed", () => {
    const ledger = createPoolLedger({ "reserve-pool.poolsMost": 1n });
    propose(ledger);
    expectRefused(ledger, "tooManyPools", () => propose(ledger));
    expect(propose(ledger, {}, "usd-issuer").code).toBe(0);
    expect(leave(ledger, "kzt-issuer").code).toBe(0);
    expect(propose(ledger).code).toBe(0);
  });

  test("is given up when one of those whom it names declines it (leavePool)", async () => {
    const ledger = createPoolLedger();
    propose(ledger);
    join(ledger, "usd-issuer");
    expectRefused(ledger, "notNamed", () => leave(ledger, "alice"));
    expect(leave(ledger, "kzt-issuer").events).toMatchObject([{ type: "reserve-pool/poolAbandoned" }]);
    expectRefused(ledger, "poolEnded", () => join(ledger, "usd-issuer"));
    expect(await ledger.audit()).toEqual([]);
  });

  test("is left by who has nothing lent, drawn or asked for, and goes with its last member but one", async () => {
    const ledger = withPool();
    request(ledger, 1_000n);
    for (const by of centralBanks) expectRefused(ledger, "memberBound", () => leave(ledger, by));
    ofDraw(ledger, "repayDraw");
    request(ledger, 6_000_000n);
    expectRefused(ledger, "memberBound", () => leave(ledger, "eur-issuer"));
    ledger.send("kzt-issuer", "reserve-pool/withdrawRequest", { pool: 1 });
    expect(leave(ledger, "eur-issuer").code).toBe(0);
    expectRefused(ledger, "notMember", () => leave(ledger, "eur-issuer"));
    expectRefused(ledger, "poolOpen", () => join(ledger, "eur-issuer"));
    expect(leave(ledger, "usd-issuer").code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
    expect(leave(ledger, "kzt-issuer").code).toBe(0);
    expectRefused(ledger, "poolEnded", () => leave(ledger, "cny-issuer"));
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a small draw (requestDraw)", () => {
  test("is funded at once by all others in proportion to their quotas, against collateral", async () => {
    const ledger = withPool();
    const { answer, events } = request(ledger, 4_500_000n);
    // 45,000 euros are 22,500,000 tenge, and a tenth more.
    expect(answer).toEqual({ collateral: 2_475_000_000n, draw: 1 });
    const claims = [20n, 15n, 10n].map((part, at) => ({
      centralBank: ledger.account(["cny-issuer", "usd-issuer", "eur-issuer"][at] ?? ""),
      amount: part * 100_000n,
    }));
    const row = { amount: 4_500_000n, claims, rateBp: 400, isLinked: false, collateral: 2_475_000_000n, renewals: 0 };
    expect(events).toMatchObject([{ type: "reserve-pool/drawFunded", content: { requested: 4_500_000n, ...row } }]);
    expect(held(ledger, "kzt-issuer")).toBe(104_500_000n);
    expect(held(ledger, "cny-issuer")).toBe(98_000_000n);
    expect(inBook(ledger)).toBe(2_475_000_000n);
    expect(await ledger.query("reserve-pool/draw", { pool: 1, draw: 1 })).toMatchObject({
      ...row,
      interestNow: 223n + 167n + 112n,
    });
    expect(await ledger.query("reserve-pool/draws", { pool: 1 })).toMatchObject({ items: [{ number: 1 }] });
    const account = ledger.account("usd-issuer");
    expect(await ledger.query("reserve-pool/member", { pool: 1, account })).toMatchObject({ lent: 1_500_000n });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is funded in part where others cannot bring all, and gives back the collateral of the rest", async () => {
    const ledger = withPool({ unvotedBp: 4_000 });
    freeze(ledger, "cny-issuer");
    optOut(ledger, "eur-issuer");
    request(ledger, 13_000_000n, "kzt-issuer");
    const before = held(ledger, "kzt-issuer", "KZT");
    // Of its quota of 30,000,000 the United States have 17,000,000 left, and nobody else contributes.
    const { events } = request(ledger, 4_000_000n);
    expect(events).toMatchObject([{ content: { amount: 4_000_000n, claims: [{ amount: 4_000_000n }] } }]);
    spend(ledger, "usd-issuer", held(ledger, "usd-issuer") - 1_000_000n);
    const part = request(ledger, 3_000_000n);
    const row = { requested: 3_000_000n, amount: 1_000_000n, collateral: 550_000_000n };
    expect(part.events).toMatchObject([{ content: row }]);
    expect(held(ledger, "kzt-issuer", "KZT")).toBe(before - 2_200_000_000n - 550_000_000n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("keeps to the member's maximum, its number of draws, and the pool's life", () => {
    const ledger = withPool({ expiresMs: usualTerms(createPoolLedger()).expiresMs }, { "reserve-pool.drawsMost": 2n });
    expectRefused(ledger, "notMember", () => request(ledger, 1n, "alice"));
    expectRefused(ledger, "maximumExceeded", () => request(ledger, 50_000_001n));
    expectRefused(ledger, "maximumExceeded", () => request(ledger, 1n, "eur-issuer"));
    expectRefused(ledger, "programmeMissing", () => request(ledger, 20_000_001n));
    request(ledger, 1n);
    request(ledger, 1n);
    expectRefused(ledger, "tooManyDraws", () => request(ledger, 1n));
    const expiresMs = usualTerms(ledger).expiresMs;
    advanceBefore(ledger, expiresMs - 180 * dayMs + 1);
    expectRefused(ledger, "tenorBeyondExpiry", () => request(ledger, 1n, "usd-issuer"));
    advanceBefore(ledger, expiresMs);
    expectRefused(ledger, "poolExpired", () => request(ledger, 1n, "usd-issuer"));
  });

  test("may fall due at the very moment at which the pool expires", () => {
    const ledger = withPool();
    const { expiresMs } = usualTerms(ledger);
    advanceBefore(ledger, expiresMs - 180 * dayMs);
    expect(request(ledger, 1n).code).toBe(0);
    expect(dueOf(ledger)).toBe(expiresMs);
  });

  test("needs sound prices, and collateral to the last unit", () => {
    const ledger = withPool();
    const spare = held(ledger, "kzt-issuer", "KZT") - 550n;
    ledger.send("kzt-issuer", "accounts/burnCurrency", { currency: "KZT", amount: spare });
    expectRefused(ledger, "accounts/insufficientFunds", () => request(ledger, 2n));
    expect(request(ledger, 1n).answer).toMatchObject({ collateral: 550n });
    expect(held(ledger, "kzt-issuer", "KZT")).toBe(0n);
    ledger.send("eur-issuer", "accounts/pauseCurrency", { currency: "EUR", reference: "order 1" });
    expectRefused(ledger, "accounts/currencyPaused", () => request(ledger, 1n, "usd-issuer"));
  });

  test("is not for who has opted out, nor funded by them (setOptOut)", async () => {
    const ledger = withPool();
    expectRefused(ledger, "notMember", () => optOut(ledger, "alice"));
    expectRefused(ledger, "optOutUnchanged", () => optOut(ledger, "usd-issuer", false));
    for (const by of ["usd-issuer", "cny-issuer", "eur-issuer"]) optOut(ledger, by);
    expectRefused(ledger, "optOutUnchanged", () => optOut(ledger, "usd-issuer"));
    expectRefused(ledger, "optedOut", () => request(ledger, 1n, "usd-issuer"));
    expectRefused(ledger, "nothingToLend", () => request(ledger, 1n));
    optOut(ledger, "cny-issuer", false);
    expect(request(ledger, 7n).events).toMatchObject([{ content: { claims: [{ amount: 7n }] } }]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is in KDG where the pool is, at what the basket says", () => {
    const ledger = createPoolLedger();
    const seats = usualTerms(ledger).members.slice(0, 3);
    propose(ledger, { currency: "KDG", members: seats });
    for (const by of ["kzt-issuer", "usd-issuer"]) join(ledger, by);
    // No price of the basket's components is known yet.
    expectRefused(ledger, "basket/valueUnsound", () => request(ledger, 1n));
    settlePrices(ledger, { AG: 2_000_000_000n, CU: 10_000_000_000n, CNY: 125_000_000n, KZT: 2_000_000n });
    const value = basket.requireSoundValue(ledger.state).perKdgNano.mid;
    // Nobody holds any KDG: what is asked for is judged by the collateral, and then not funded.
    expectRefused(ledger, "nothingToLend", () => request(ledger, 1_000_000n));
    const worth = (value * 100n * 11n + 2_000_000n * 10n - 1n) / (2_000_000n * 10n);
    const spare = held(ledger, "kzt-issuer", "KZT") - worth;
    ledger.send("kzt-issuer", "accounts/burnCurrency", { currency: "KZT", amount: spare + 1n });
    expectRefused(ledger, "accounts/insufficientFunds", () => request(ledger, 1_000_000n));
    ledger.send("kzt-issuer", "accounts/issueCurrency", {
      currency: "KZT",
      to: ledger.account("kzt-issuer"),
      amount: 1n,
    });
    expectRefused(ledger, "nothingToLend", () => request(ledger, 1_000_000n));
  });
});

describe("a larger draw", () => {
  test("is voted on by the others, with the weight of their quotas (castVote)", async () => {
    const ledger = withPool();
    const closesMs = ledger.state.timeMs + 1 + 2 * dayMs;
    expect(request(ledger, 9_000_000n).answer).toEqual({ collateral: 4_950_000_000n, closesMs });
    expectRefused(ledger, "requestOpen", () => request(ledger, 1n));
    expectRefused(ledger, "ownRequest", () => vote(ledger, "kzt-issuer", true));
    expectRefused(ledger, "notMember", () => vote(ledger, "alice", true));
    expectRefused(ledger, "unknownRequest", () => vote(ledger, "usd-issuer", true, "cny-issuer"));
    expect(vote(ledger, "usd-issuer", true).answer).toEqual({ outcome: "open" });
    expectRefused(ledger, "alreadyVoted", () => vote(ledger, "usd-issuer", false));
    const account = ledger.account("kzt-issuer");
    const row = { weight: 90_000_000n, yes: 30_000_000n, no: 0n, collateral: 4_950_000_000n };
    expect(await ledger.query("reserve-pool/request", { pool: 1, account })).toMatchObject(row);
    expect(await ledger.audit()).toEqual([]);
    expect(vote(ledger, "cny-issuer", true).answer).toEqual({ outcome: "approved", draw: 1 });
    expectRefused(ledger, "unknownRequest", () => vote(ledger, "eur-issuer", true));
    expect(held(ledger, "kzt-issuer")).toBe(109_000_000n);
    expect(held(ledger, "cny-issuer")).toBe(96_000_000n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is rejected when two thirds can no longer be reached, and its collateral returns", async () => {
    const ledger = withPool();
    const before = held(ledger, "kzt-issuer", "KZT");
    request(ledger, 9_000_000n);
    const { answer, events } = vote(ledger, "cny-issuer", false);
    expect(answer).toEqual({ outcome: "rejected" });
    expect(events[1]).toMatchObject({ type: "reserve-pool/requestEnded", content: { end: "rejected" } });
    expect(held(ledger, "kzt-issuer", "KZT")).toBe(before);
    expect(await ledger.audit()).toEqual([]);
  });

  test("lapses at the end of the vote, and never a moment before", async () => {
    const ledger = withPool();
    const before = held(ledger, "kzt-issuer", "KZT");
    request(ledger, 9_000_000n);
    const closesMs = ledger.state.timeMs + 2 * dayMs;
    advanceBefore(ledger, closesMs - 1);
    expect(vote(ledger, "usd-issuer", true).code).toBe(0);
    expect(types(ledger.executeBlock([], { timeMs: closesMs }))).toEqual(["requestEnded"]);
    expectRefused(ledger, "unknownRequest", () => vote(ledger, "cny-issuer", true));
    expect(held(ledger, "kzt-issuer", "KZT")).toBe(before);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not decided after its end, even where block work has not come to it yet", () => {
    const ledger = withPool();
    const withdraw = () => ledger.send("usd-issuer", "reserve-pool/withdrawRequest", { pool: 1 });
    for (let round = 0; round < limits.poolDuesPerBlockMax; round += 1) {
      const asked = request(ledger, 9_000_000n, "usd-issuer").refused;
      expect([asked, withdraw().refused]).toEqual([undefined, undefined]);
      // Its quota of work grows again.
      ledger.advance(500);
    }
    const firstMs = ledger.state.timeMs - 600 * limits.poolDuesPerBlockMax + 2 * dayMs;
    request(ledger, 9_000_000n);
    const closesMs = ledger.state.timeMs + 2 * dayMs;
    ledger.advance(firstMs - ledger.state.timeMs);
    const content = { pool: 1, drawer: ledger.account("kzt-issuer"), approves: true };
    const bytes = ledger.transaction([{ actor: "usd-issuer", type: "reserve-pool/castVote", content }]);
    // The ends of all votes that another one took back come first, and fill the block.
    const [result] = ledger.executeBlock([bytes], { timeMs: closesMs }).results;
    expect(result && ledger.outcomeOf(bytes, result).refused).toBe("reserve-pool/voteOver");
  });

  test("is taken back by who asked for it (withdrawRequest)", async () => {
    const ledger = withPool();
    const withdraw = (by = "kzt-issuer") => ledger.send(by, "reserve-pool/withdrawRequest", { pool: 1 });
    expectRefused(ledger, "unknownRequest", () => withdraw());
    request(ledger, 9_000_000n);
    expect(withdraw().events).toMatchObject([{ content: { end: "withdrawn" } }]);
    // The end of the vote that was withdrawn does not end the next one.
    ledger.advance(dayMs);
    request(ledger, 9_000_000n);
    expect(types(ledger.advance(dayMs + 10))).toEqual([]);
    expect(await ledger.audit()).toEqual([]);
    expect(types(ledger.advance(dayMs))).toEqual(["requestEnded"]);
  });

  test("is approved and yet not funded where nobody can contribute", async () => {
    const ledger = withPool();
    const before = held(ledger, "kzt-issuer", "KZT");
    optOut(ledger, "eur-issuer");
    request(ledger, 9_000_000n);
    for (const by of ["cny-issuer", "usd-issuer"]) freeze(ledger, by);
    vote(ledger, "usd-issuer", true);
    const { answer, events } = vote(ledger, "cny-issuer", true);
    expect(answer).toEqual({ outcome: "approved" });
    expect(events.at(-1)).toMatchObject({ content: { end: "unfunded" } });
    expect(held(ledger, "kzt-issuer", "KZT")).toBe(before);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not funded by a vote that ends too late for its tenor, or after a default", async () => {
    const ledger = createPoolLedger();
    propose(ledger, { expiresMs: ledger.state.timeMs + 181 * dayMs });
    for (const by of centralBanks.slice(1)) join(ledger, by);
    request(ledger, 9_000_000n);
    vote(ledger, "usd-issuer", true);
    ledger.advance(dayMs);
    const { answer, events } = vote(ledger, "cny-issuer", true);
    expect(answer).toEqual({ outcome: "approved" });
    expect(events.at(-1)).toMatchObject({ content: { end: "unfunded" } });
    expect(await ledger.audit()).toEqual([]);

    const other = withPool({ voteMs: 30 * dayMs });
    request(other, 1n);
    const defaultMs = dueOf(other) + 7 * dayMs;
    other.advance(defaultMs - dayMs - other.state.timeMs);
    request(other, 9_000_000n);
    other.advance(2 * dayMs);
    vote(other, "usd-issuer", true);
    expect(vote(other, "cny-issuer", true).answer).toEqual({ outcome: "approved" });
    expect(await other.audit()).toEqual([]);
  });

  test("is funded also by who opts out after it was asked for", async () => {
    const ledger = withPool();
    request(ledger, 9_000_000n);
    for (const by of ["usd-issuer", "cny-issuer", "eur-issuer"]) optOut(ledger, by);
    vote(ledger, "usd-issuer", true);
    expect(vote(ledger, "cny-issuer", true).answer).toEqual({ outcome: "approved", draw: 1 });
    expect(await ledger.audit()).toEqual([]);
  });

  test("beyond the de-linked part needs a programme (attestProgramme, withdrawProgramme)", async () => {
    const ledger = withPool();
    const untilMs = ledger.state.timeMs + 400 * dayMs;
    const withdraw = (by = "regulator", member = "kzt-issuer") =>
      ledger.send(by, "reserve-pool/withdrawProgramme", { pool: 1, member: ledger.account(member) });
    expectRefused(ledger, "notAttestor", () => attest(ledger, untilMs, "cny-issuer"));
    expectRefused(ledger, "unknownMember", () => attest(ledger, untilMs, "regulator", "alice"));
    expectRefused(ledger, "programmeOver", () => attest(ledger, ledger.state.timeMs + 1));
    expectRefused(ledger, "noProgramme", () => withdraw());
    expect(attest(ledger, untilMs).code).toBe(0);
    expect(request(ledger, 30_000_000n).code).toBe(0);
    for (const by of ["cny-issuer", "usd-issuer"]) vote(ledger, by, true);
    expect(draws.get(ledger.state, 1, 1)).toMatchObject({ isLinked: true, amount: 30_000_000n });
    expectRefused(ledger, "notAttestor", () => withdraw("usd-issuer"));
    expect(withdraw().code).toBe(0);
    expectRefused(ledger, "programmeMissing", () => request(ledger, 1n));
    advanceBefore(ledger, dueOf(ledger) - 1_000);
    expectRefused(ledger, "programmeMissing", () => ofDraw(ledger, "renewDraw"));
    attest(ledger, dueOf(ledger) + dayMs);
    expect(ofDraw(ledger, "renewDraw").code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("repayment (repayDraw)", () => {
  test("pays each contributor its part with interest rounded up, and returns the collateral", async () => {
    const ledger = withPool();
    const before = held(ledger, "kzt-issuer", "KZT");
    request(ledger, 4_500_000n);
    expectRefused(ledger, "unknownDraw", () => ofDraw(ledger, "repayDraw", 2));
    expectRefused(ledger, "notDrawer", () => ofDraw(ledger, "repayDraw", 1, "cny-issuer"));
    freeze(ledger, "cny-issuer");
    advanceBefore(ledger, dueOf(ledger));
    // 180 days at 4 %: 40,000, 30,000 and 20,000 cents.
    expect(ofDraw(ledger, "repayDraw").answer).toEqual({ interest: 90_000n, collateralReturned: 2_475_000_000n });
    expect(held(ledger, "cny-issuer")).toBe(100_040_000n);
    expect(held(ledger, "usd-issuer")).toBe(100_030_000n);
    expect(held(ledger, "kzt-issuer", "KZT")).toBe(before);
    expect(inBook(ledger)).toBe(0n);
    expectRefused(ledger, "drawClosed", () => ofDraw(ledger, "repayDraw"));
    expect(await ledger.audit()).toEqual([]);
  });

  test("costs a penalty within the grace, and needs all of the money", () => {
    const ledger = withPool();
    request(ledger, 4_500_000n);
    advanceBefore(ledger, dueOf(ledger) + 1);
    // A day begun at 6 %: 333.3, 250 and 166.7 cents, each rounded up.
    const owed = 4_500_000n + 90_000n + 334n + 250n + 167n;
    spend(ledger, "kzt-issuer", held(ledger, "kzt-issuer") - owed + 1n);
    expectRefused(ledger, "accounts/insufficientFunds", () => ofDraw(ledger, "repayDraw"));
    ledger.send("eur-issuer", "settlement/pay", { currency: "EUR", to: ledger.account("kzt-issuer"), amount: 1n });
    expect(ofDraw(ledger, "repayDraw").answer).toMatchObject({ interest: owed - 4_500_000n });
    expect(held(ledger, "kzt-issuer")).toBe(0n);
  });
});

describe("a renewal (renewDraw)", () => {
  test("pays the tenor that ends, in its last day, and costs more each second time", async () => {
    const ledger = withPool();
    request(ledger, 4_500_000n);
    const first = dueOf(ledger);
    advanceBefore(ledger, first - dayMs - 1);
    expectRefused(ledger, "renewalTooEarly", () => ofDraw(ledger, "renewDraw"));
    for (const [at, rateBp] of [400, 450, 450].entries()) {
      advanceBefore(ledger, dueOf(ledger) - dayMs);
      const dueMs = first + (at + 1) * 180 * dayMs;
      expect(ofDraw(ledger, "renewDraw").answer).toEqual({ interest: at === 2 ? 101_250n : 90_000n, rateBp, dueMs });
    }
    advanceBefore(ledger, dueOf(ledger) - 1);
    expectRefused(ledger, "renewalsExhausted", () => ofDraw(ledger, "renewDraw"));
    expectRefused(ledger, "renewalTooLate", () => ofDraw(ledger, "renewDraw"));
    expect(await ledger.audit()).toEqual([]);
  });

  test("ends with the pool, and with a default of its drawer", () => {
    const ledger = createPoolLedger();
    propose(ledger, { expiresMs: ledger.state.timeMs + 200 * dayMs });
    for (const by of centralBanks.slice(1)) join(ledger, by);
    request(ledger, 1n);
    advanceBefore(ledger, dueOf(ledger) - 1);
    expectRefused(ledger, "tenorBeyondExpiry", () => ofDraw(ledger, "renewDraw"));
    const other = withPool();
    request(other, 1n);
    other.advance(7 * dayMs);
    other.advance(dayMs);
    request(other, 1n);
    other.advance(dueOf(other) + 7 * dayMs - other.state.timeMs);
    expectRefused(other, "drawsBlocked", () => request(other, 1n));
    advanceBefore(other, dueOf(other, 2) - 1);
    expectRefused(other, "drawsBlocked", () => ofDraw(other, "renewDraw", 2));
  });
});

describe("a default", () => {
  test("divides the collateral in proportion to the parts, at the end of the grace", async () => {
    const ledger = withPool();
    request(ledger, 4_500_000n);
    const endMs = dueOf(ledger) + 7 * dayMs;
    expect(types(ledger.executeBlock([], { timeMs: endMs - 1 }))).toEqual([]);
    const { blockEvents } = ledger.executeBlock([], { timeMs: endMs });
    const shares = [1_100_000_000n, 825_000_000n, 550_000_000n].map((amount) => ({ amount }));
    expect(blockEvents).toMatchObject([{ type: "reserve-pool/collateralDivided", content: { shares } }]);
    expect(held(ledger, "usd-issuer", "KZT")).toBe(825_000_000n);
    expect(inBook(ledger)).toBe(0n);
    expectRefused(ledger, "drawClosed", () => ofDraw(ledger, "repayDraw"));
    expectRefused(ledger, "drawsBlocked", () => request(ledger, 1n));
    expect(await ledger.audit()).toEqual([]);
  });

  test("is put off while a freeze or a pause keeps the drawer from repaying", async () => {
    const ledger = withPool();
    request(ledger, 4_500_000n);
    const endMs = dueOf(ledger) + 7 * dayMs;
    ledger.send("eur-issuer", "accounts/pauseCurrency", { currency: "EUR", reference: "order 1" });
    expect(types(ledger.executeBlock([], { timeMs: endMs }))).toEqual([]);
    expect(draws.get(ledger.state, 1, 1)?.graceEndsMs).toBe(endMs + 7 * dayMs);
    expect(await ledger.audit()).toEqual([]);
    ledger.send("eur-issuer", "accounts/resumeCurrency", { currency: "EUR", reference: "order 2" });
    expect(ofDraw(ledger, "repayDraw").code).toBe(0);
  });

  test("waits for a whole grace after a pause that ends in the last moment", async () => {
    const ledger = withPool();
    request(ledger, 4_500_000n);
    const endMs = dueOf(ledger) + 7 * dayMs;
    ledger.send("eur-issuer", "accounts/pauseCurrency", { currency: "EUR", reference: "order 1" });
    ledger.executeBlock([], { timeMs: endMs - 2 });
    ledger.send("eur-issuer", "accounts/resumeCurrency", { currency: "EUR", reference: "order 2" });
    const freeMs = ledger.state.timeMs;
    ledger.executeBlock([], { timeMs: endMs });
    expect(draws.get(ledger.state, 1, 1)?.graceEndsMs).toBe(freeMs + 7 * dayMs);
    ledger.executeBlock([], { timeMs: freeMs + 7 * dayMs });
    expect(draws.get(ledger.state, 1, 1)).toBeUndefined();
    expect(await ledger.audit()).toEqual([]);
  });

  test("waits while the drawer as a whole is frozen", () => {
    const ledger = withPool();
    request(ledger, 4_500_000n);
    const endMs = dueOf(ledger) + 7 * dayMs;
    ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("kzt-issuer"), reference: "order 1" });
    ledger.executeBlock([], { timeMs: endMs });
    expect(draws.get(ledger.state, 1, 1)?.graceEndsMs).toBe(endMs + 7 * dayMs);
  });
});

describe("invariants", () => {
  const ledger = withPool();
  request(ledger, 4_500_000n);
  request(ledger, 9_000_000n);
  const account = ledger.account("kzt-issuer");
  const broken = async (invariant: typeof collateralEqualsDraws, ...rows: readonly ChangedRow[]) =>
    (await invariant({ state: changedState(ledger.state, rows) })).length > 0;

  test("hold on an honest ledger", async () => {
    for (const each of [collateralEqualsDraws, membersEqualDraws, poolsCountMembers, openDrawsFallDue]) {
      expect(await each({ state: ledger.state })).toEqual([]);
    }
  });

  test("collateralEqualsDraws finds a total, a draw and a request that have drifted", async () => {
    const drawRow = draws.get(ledger.state, 1, 1);
    const asked = requests.get(ledger.state, 1, account);
    if (drawRow === undefined || asked === undefined) throw new Error("both are open");
    expect(await broken(collateralEqualsDraws, rowOf(collaterals.key("KZT"), collaterals.codec, 1n))).toBe(true);
    expect(
      await broken(collateralEqualsDraws, rowOf(draws.key(1, 1), draws.codec, { ...drawRow, collateral: 1n })),
    ).toBe(true);
    expect(
      await broken(
        collateralEqualsDraws,
        rowOf(requests.key(1, account), requests.codec, { ...asked, collateral: 1n }),
      ),
    ).toBe(true);
  });

  test("membersEqualDraws finds a member and a claim that have drifted", async () => {
    const drawRow = draws.get(ledger.state, 1, 1);
    const member = members.get(ledger.state, 1, account);
    if (drawRow === undefined || member === undefined) throw new Error("both are there");
    expect(
      await broken(membersEqualDraws, rowOf(members.key(1, account), members.codec, { ...member, drawn: 1n })),
    ).toBe(true);
    expect(
      await broken(membersEqualDraws, rowOf(members.key(1, account), members.codec, { ...member, openDraws: 2 })),
    ).toBe(true);
    expect(
      await broken(membersEqualDraws, rowOf(members.key(1, account), members.codec, { ...member, quota: 1n })),
    ).toBe(true);
    expect(await broken(membersEqualDraws, rowOf(draws.key(1, 1), draws.codec, { ...drawRow, amount: 1n }))).toBe(true);
  });

  test("poolsCountMembers finds a pool that counts wrongly", async () => {
    const row = pools.get(ledger.state, 1);
    if (row === undefined) throw new Error("there is a pool");
    expect(await broken(poolsCountMembers, rowOf(pools.key(1), pools.codec, { ...row, joined: 3 }))).toBe(true);
    expect(await broken(poolsCountMembers, rowOf(pools.key(1), pools.codec, { ...row, openRequests: 0 }))).toBe(true);
    expect(await broken(poolsCountMembers, rowOf(pools.key(1), pools.codec, { ...row, proposer: account }))).toBe(true);
  });

  test("openDrawsFallDue finds what nobody waits for", async () => {
    const drawRow = draws.get(ledger.state, 1, 1);
    const asked = requests.get(ledger.state, 1, account);
    if (drawRow === undefined || asked === undefined) throw new Error("both are open");
    expect(await broken(openDrawsFallDue, rowOf(draws.key(1, 1), draws.codec, { ...drawRow, graceEndsMs: 1 }))).toBe(
      true,
    );
    expect(
      await broken(openDrawsFallDue, rowOf(requests.key(1, account), requests.codec, { ...asked, closesMs: 1 })),
    ).toBe(true);
  });
});
