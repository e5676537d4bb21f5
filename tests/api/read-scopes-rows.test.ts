// Read scopes over HTTP, row by row: payments, queues, windows and pools, as each role reads them.
import { afterEach, describe, expect, it } from "vitest";
import type { Reader } from "#src/machine/readers.ts";
import { accept, createPaymentLedger, prepare, prepareByQuote, uetrText } from "#tests/support/crossings.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createNettingLedger, owe } from "#tests/support/netting.ts";
import { pay, windowMs, withMembers } from "#tests/support/netWindows.ts";
import { bank, centralBank, type ScopedApi, startScopedApi, supervisor } from "#tests/support/readers.ts";
import { request, withPool } from "#tests/support/reservePools.ts";

let api: ScopedApi;
afterEach(() => api.close());

async function start(ledger: TestLedger): Promise<(alias: string) => Reader> {
  api = await startScopedApi({ ledger });
  return (alias) => bank(api.account(alias));
}

/** What each reader is answered: a status, and the code of a problem where it is one. */
async function expectAnswers(path: string, expected: readonly (readonly [Reader | undefined, number])[]) {
  for (const [reader, wanted] of expected) {
    const { status, json } = await api.readAs(reader, path);
    expect([status, wanted === 200 ? undefined : json.code], `${path} as ${JSON.stringify(reader)}`).toEqual([
      wanted,
      { 401: "api/readerUnknown", 403: "api/readForbidden" }[wanted],
    ]);
  }
}

describe("a payment across a corridor", () => {
  it("is read by its parties, its providers, the central banks of its currencies, and a supervisor", async () => {
    const ledger = createPaymentLedger();
    const { hops } = prepareByQuote(ledger, 1);
    const of = await start(ledger);
    await expectAnswers(`/v1/payments/payment?uetr=${uetrText(1)}`, [
      [of("cny-bank"), 200],
      [of("kzt-bank"), 200],
      [bank(hops[0]?.provider ?? ""), 200],
      [centralBank("CNY"), 200],
      [centralBank("KZT"), 200],
      [supervisor, 200],
      [of("alice"), 403],
      [centralBank("USD"), 403],
      [undefined, 401],
    ]);
  });

  it("that is not there is answered to others like one that is", async () => {
    const ledger = createPaymentLedger();
    prepare(ledger, 1);
    const of = await start(ledger);
    const [there, not] = await Promise.all(
      [1, 2].map((number) => api.readAs(of("alice"), `/v1/payments/payment?uetr=${uetrText(number)}`)),
    );
    const said = ({ status, json }: { status: number; json: Record<string, unknown> }) => [
      status,
      { ...json, instance: undefined },
    ];
    expect(there && said(there)).toEqual(not && said(not));
    const absent = `/v1/payments/payment?uetr=${uetrText(2)}&prove=true`;
    expect((await api.readAs(of("alice"), absent)).json.code).toBe("api/readForbidden");
    expect((await api.readAs(supervisor, absent)).json.code).toBe("payments/unknownPayment");
  });

  it("shows each party its own counters alone, in the row and in lists, and no proof of the other's", async () => {
    const ledger = createPaymentLedger();
    prepare(ledger, 1);
    expect(accept(ledger, 1).refused).toBeUndefined();
    const of = await start(ledger);
    const path = `/v1/payments/payment?uetr=${uetrText(1)}`;
    const namedIn = (json: { judged: { counters: { account?: string }[] } }) =>
      json.judged.counters.flatMap(({ account }) => account ?? []);
    expect(namedIn((await api.readAs(supervisor, path)).json)).toContain(api.account("kzt-bank"));
    for (const alias of ["cny-bank", "kzt-bank"]) {
      const { json } = await api.readAs(of(alias), path);
      expect(new Set(namedIn(json))).toEqual(new Set([api.account(alias)]));
      const side = alias === "cny-bank" ? "payer" : "payee";
      const list = await api.readAs(of(alias), `/v1/payments/payments?account=${api.account(alias)}&side=${side}`);
      expect(new Set(namedIn(list.json.items[0].payment))).toEqual(new Set([api.account(alias)]));
      expect((await api.readAs(of(alias), `${path}&prove=true`)).json.code).toBe("api/proofForbidden");
    }
    expect((await api.readAs(supervisor, `${path}&prove=true`)).json.proof.present).toBe(true);
  });

  it("that is not judged yet is proved to its payer", async () => {
    const ledger = createPaymentLedger();
    prepare(ledger, 1);
    const of = await start(ledger);
    const { json } = await api.readAs(of("cny-bank"), `/v1/payments/payment?uetr=${uetrText(1)}&prove=true`);
    expect([json.state, json.proof.present]).toEqual(["locked", true]);
  });
});

describe("a queue", () => {
  it("is read by its own bank, the currency's central bank and a supervisor; an item by both its parties", async () => {
    const ledger = createNettingLedger({ alice: 1n });
    owe(ledger, "alice bob 5");
    owe(ledger, "carol bob 7");
    const of = await start(ledger);
    const aliceQueue = `currency=EUR&account=${api.account("alice")}`;
    for (const query of ["queue", "position"])
      await expectAnswers(`/v1/netting/${query}?${aliceQueue}`, [
        [of("alice"), 200],
        [centralBank("EUR"), 200],
        [supervisor, 200],
        [of("bob"), 403],
        [centralBank("KZT"), 403],
        [undefined, 401],
      ]);
    const [mine] = (await api.readAs(of("alice"), `/v1/netting/queue?${aliceQueue}`)).json.items;
    await expectAnswers(`/v1/netting/item?item=${mine.item}`, [
      [of("alice"), 200],
      [of("bob"), 200],
      [centralBank("EUR"), 200],
      [of("carol"), 403],
      [undefined, 401],
    ]);
    await expectAnswers("/v1/netting/queuedTotal?currency=EUR", [[undefined, 200]]);
  });

  it("is not entered from another's by a cursor", async () => {
    const ledger = createNettingLedger({ alice: 1n });
    owe(ledger, "alice bob 5");
    owe(ledger, "carol bob 7");
    const of = await start(ledger);
    const own = `/v1/netting/queue?currency=EUR&account=${api.account("alice")}`;
    const others = `/v1/netting/queue?currency=EUR&account=${api.account("carol")}&limit=1`;
    const { items } = (await api.readAs(supervisor, others)).json;
    for (const after of [`${items[0].item}`, api.account("carol"), "0", "z", `0/${api.account("bob")}`, "../"]) {
      const { status, json } = await api.readAs(of("alice"), `${own}&after=${encodeURIComponent(after)}`);
      const legs = status === 200 ? json.items.flatMap((item: { legs: { from: string }[] }) => item.legs) : [];
      expect(legs.filter(({ from }: { from: string }) => from !== api.account("alice"))).toEqual([]);
    }
  });
});

describe("a window of net settlement", () => {
  it("shows a member its own position, and a supervisor all; members' rows are their own", async () => {
    const ledger = withMembers();
    pay(ledger, "bob", "carol", 50n);
    ledger.advance(windowMs);
    const of = await start(ledger);
    const path = "/v1/net-windows/window?scheme=1&window=1";
    const all = (await api.readAs(supervisor, path)).json;
    expect(all.positions.length).toBe(2);
    const { json } = await api.readAs(of("bob"), path);
    expect(json).toEqual({
      ...all,
      positions: all.positions.filter(({ account }: { account: string }) => account === api.account("bob")),
    });
    expect((await api.readAs(of("bob"), `${path}&prove=true`)).json.code).toBe("api/proofForbidden");
    await expectAnswers(path, [
      [of("cny-issuer"), 403],
      [undefined, 401],
    ]);
    await expectAnswers(`/v1/net-windows/member?scheme=1&account=${api.account("bob")}`, [
      [of("bob"), 200],
      [supervisor, 200],
      [of("carol"), 403],
      [undefined, 401],
    ]);
    await expectAnswers("/v1/net-windows/members?scheme=1", [
      [supervisor, 200],
      [of("bob"), 403],
    ]);
  });
});

describe("a reserve pool", () => {
  it("is public; what a central bank owes it is for that one, its lenders and a supervisor", async () => {
    const ledger = withPool();
    expect(request(ledger, 5_000_000n).refused).toBeUndefined();
    const of = await start(ledger);
    await expectAnswers("/v1/reserve-pool/pool?pool=1", [[undefined, 200]]);
    const draw = (await api.readAs(supervisor, "/v1/reserve-pool/draws?pool=1")).json.items[0];
    expect(draw.draw.drawer).toBe(api.account("kzt-issuer"));
    await expectAnswers(`/v1/reserve-pool/draw?pool=1&draw=${draw.number}`, [
      [of("kzt-issuer"), 200],
      [bank(draw.draw.claims[0].centralBank), 200],
      [supervisor, 200],
      [of("alice"), 403],
      [undefined, 401],
    ]);
    for (const query of ["member", "allowance"])
      await expectAnswers(`/v1/reserve-pool/${query}?pool=1&account=${api.account("kzt-issuer")}`, [
        [of("kzt-issuer"), 200],
        [supervisor, 200],
        [of("cny-issuer"), 403],
        [undefined, 401],
      ]);
  });
});
