// The event stream where read scopes are enforced: who hears what, from which place on, and until when.
import { afterEach, describe, expect, it } from "vitest";
import type { Reader } from "#src/machine/readers.ts";
import { createPaymentLedger } from "#tests/support/crossings.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { bank, centralBank, type ScopedApi, startScopedApi, supervisor } from "#tests/support/readers.ts";

let api: ScopedApi;
afterEach(() => api.close());

interface Heard {
  readonly id: string;
  readonly type: string;
  readonly content: { readonly judged?: { readonly counters: readonly { readonly account?: string }[] } };
}

/** What a stream tells until it has told of a type, or ends. */
async function hear(path: string, headers: Readonly<Record<string, string>>, last?: string): Promise<Heard[]> {
  const stop = new AbortController();
  const response = await fetch(api.baseUrl + path, { headers, signal: stop.signal });
  expect(response.status).toBe(200);
  const heard: Heard[] = [];
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk as Uint8Array);
    const frames = text.split("\n\n");
    text = frames.pop() ?? "";
    for (const frame of frames) {
      const [, id = "", data] = /^id: (.*)\ndata: (.*)$/.exec(frame) ?? [];
      if (data !== undefined) heard.push({ id, ...JSON.parse(data) });
    }
    if (heard.some(({ type }) => type === last)) break;
  }
  stop.abort();
  return heard;
}

/** A node whose stream begins with what happens next; `act` makes it happen, and then a public event that ends listening. */
async function start(): Promise<TestLedger> {
  const ledger = createPaymentLedger();
  api = await startScopedApi({ ledger, server: { bounds: { eventHeartbeatMs: 50 } } });
  return ledger;
}

const lastType = "corridors/zoneHeld";
const holdZone = () => api.post("/v1/corridors/stopZone?signAs=uzs-issuer", { currency: "UZS", reference: "drill" });
const issue = async (to: string, currency = "CNY") =>
  (await api.post(`/v1/accounts/issueCurrency?signAs=${currency.toLowerCase()}-issuer`, { currency, to, amount: "1" }))
    .json;

describe("a stream", () => {
  it("tells a bank what names it, a central bank its currency, a supervisor all, and anyone what is public", async () => {
    await start();
    const from = `${api.service.head().height}.999`;
    await issue("alice");
    await issue("bob", "KZT");
    const held = await holdZone();
    expect(held.json.code, held.text).toBe(0);
    const toldTo = async (reader: Reader | undefined) => {
      const heard = await hear(`/v1/events?after=${from}`, await api.headersOf(reader), lastType);
      return heard.map(({ type, content }) => `${type} ${(content as { currency?: string }).currency}`);
    };
    const [cny, kzt, last] = ["accounts/currencyIssued CNY", "accounts/currencyIssued KZT", `${lastType} UZS`];
    expect(await toldTo(bank(api.account("alice")))).toEqual([cny, last]);
    expect(await toldTo(bank(api.account("bob")))).toEqual([kzt, last]);
    expect(await toldTo(centralBank("KZT"))).toEqual([kzt, last]);
    expect(await toldTo(supervisor)).toEqual([cny, kzt, last]);
    expect(await toldTo(undefined)).toEqual([last]);
    // Asking for another's account does not find what is not for one's ears.
    const asked = await hear(
      `/v1/events?after=${from}&type=corridors&account=${api.account("bob")}`,
      await api.headersOf(bank(api.account("alice")), Date.now() - 2_000),
    );
    expect(asked).toEqual([]);
  });

  it("goes on after the last event that a reader had, and misses none of its own", async () => {
    await start();
    const headers = await api.headersOf(bank(api.account("alice")));
    const from = `${api.service.head().height}.999`;
    await issue("alice");
    await issue("bob");
    const [first] = await hear(`/v1/events?after=${from}`, headers, "accounts/currencyIssued");
    await issue("alice", "KZT");
    await holdZone();
    const rest = await hear("/v1/events", { ...headers, "last-event-id": first?.id ?? "" }, lastType);
    expect(rest.map(({ type }) => type)).toEqual(["accounts/currencyIssued", lastType]);
    expect(rest[0]?.content).toMatchObject({ currency: "KZT" });
    expect(JSON.stringify(rest[0]?.content)).toContain(api.account("alice"));
  });

  it("leaves the other bank's counters out of an event that names both", async () => {
    const ledger = await start();
    const terms = {
      uetr: "0b".repeat(16),
      corridor: "silk-road",
      payee: "kzt-bank",
      kind: "customer",
      purpose: "GDDS",
    };
    const prepared = await api.post("/v1/payments/preparePayment?signAs=cny-bank", {
      ...terms,
      money: { currency: "CNY", amount: "1000000" },
      attestations: [],
      expiresMs: ledger.state.timeMs + 60_000,
    });
    expect(prepared.json.code, prepared.text).toBe(0);
    const from = `${api.service.head().height}.999`;
    const settled = await api.post("/v1/payments/acceptPayment?signAs=kzt-bank", { uetr: terms.uetr });
    expect(settled.json.code, settled.text).toBe(0);
    const namedIn = (heard: readonly Heard[]) =>
      new Set(heard.flatMap(({ content }) => content.judged?.counters.flatMap(({ account }) => account ?? []) ?? []));
    for (const alias of ["cny-bank", "kzt-bank"]) {
      const headers = await api.headersOf(bank(api.account(alias)));
      const heard = await hear(`/v1/events?after=${from}`, headers, "payments/paymentSettled");
      expect(namedIn(heard)).toEqual(new Set([api.account(alias)]));
    }
    // The answer to the one who sent it tells no more.
    expect(namedIn(settled.json.events)).toEqual(new Set([api.account("kzt-bank")]));
    const all = await hear(`/v1/events?after=${from}`, await api.headersOf(supervisor), "payments/paymentSettled");
    expect(namedIn(all).size).toBe(2);
  });

  it("ends when the token ends that opened it, also while nothing happens", async () => {
    await start();
    // A node takes a token for five seconds more, since clocks differ.
    const headers = await api.headersOf(supervisor, Date.now() - 3_000);
    const beganMs = Date.now();
    expect(await hear("/v1/events", headers)).toEqual([]);
    expect(Date.now() - beganMs).toBeLessThan(5_000);
    expect((await api.get("/v1/events", headers)).json.code).toBe("api/tokenRefused");
  });
});
