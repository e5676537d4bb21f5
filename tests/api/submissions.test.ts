// Signed transactions and batches over HTTP, as JSON and as CBOR.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonFormOf } from "#src/api/jsonForm.ts";
import { limits } from "#src/core/limits.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { type PreparedBatch, type PreparedTransaction, prepareEnvelope } from "#src/machine/transaction.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { type HttpApi, startHttpApi } from "#tests/support/httpApi.ts";

let api: HttpApi;
beforeAll(async () => {
  api = await startHttpApi({ server: { bounds: { commitWaitMs: 100, waitingRequests: 1 } } });
});
afterAll(() => api.close());

const issue = (amount: bigint) => ({ currency: "CNY", to: api.service.ledger.account("bob"), amount });
const issuance = (amount = 5n, actor = "cny-issuer") =>
  api.service.ledger.transaction([{ actor, type: "accounts/issueCurrency", content: issue(amount) }]);

/** The JSON form of signed bytes, as a client in another language would build it. */
function jsonOf(bytes: Uint8Array): unknown {
  const { signatures, ...envelope } = prepareEnvelope(api.service.registry(), bytes, nativeSha256);
  const { network, validUntilMs, salt } = envelope;
  const head = { network, validUntilMs, salt };
  const body =
    envelope.kind === "batch"
      ? { ...head, actor: envelope.actor, type: (envelope as PreparedBatch).route.type, items: envelope.items }
      : {
          ...head,
          messages: (envelope as PreparedTransaction).messages.map(({ route, actor, content }) => ({
            type: route.type,
            actor,
            content,
          })),
        };
  return jsonFormOf({ body, signatures });
}

describe("signed transactions", () => {
  it("are accepted as bytes, and their result is found under their id", async () => {
    const { status, json, headers } = await api.post("/v1/transactions", issuance());
    expect([status, json.status]).toEqual([202, "accepted"]);
    expect(headers.get("location")).toBe(`/v1/transactions/${json.id}`);
    const result = await api.get(`/v1/transactions/${json.id}`);
    expect(result.json).toMatchObject({ id: json.id, status: "committed", kind: "transaction", code: 0 });
    expect(result.json.height).toBeGreaterThan(0);
    expect(result.json.events).toEqual([
      expect.objectContaining({ type: "accounts/currencyIssued", height: result.json.height, transactionId: json.id }),
    ]);
    expect(result.json.events[0].content).toMatchObject({ currency: "CNY", amount: "5" });
  });

  it("answer with the result when asked to wait", async () => {
    const { status, json } = await api.post("/v1/transactions?wait=committed", issuance());
    expect([status, json.code, json.status]).toEqual([200, 0, "committed"]);
    expect(json.answers).toEqual([{ supply: expect.stringMatching(/^[0-9]+$/) }]);
    expect(json.answer).toEqual(json.answers[0]);
  });

  it("mean the same in JSON as in bytes: the second is known by the id of the first", async () => {
    const bytes = issuance(6n);
    const first = await api.post("/v1/transactions?wait=committed", jsonOf(bytes));
    const second = await api.post("/v1/transactions?wait=committed", bytes);
    expect(first.status).toBe(200);
    expect(second.json).toEqual(first.json);
  });

  it("may be sent again, and answer with the first result", async () => {
    const bytes = issuance(7n);
    const [first, second] = [
      await api.post("/v1/transactions?wait=committed", bytes),
      await api.post("/v1/transactions?wait=committed", bytes),
    ];
    expect(second.json).toEqual(first.json);
  });

  it("answer with the status of their refusal when decided so, and still carry the result", async () => {
    const bytes = issuance(5n, "alice");
    const { status, type, json } = await api.post("/v1/transactions?wait=committed", bytes);
    expect([status, type, json.code]).toEqual([
      403,
      "application/problem+json; charset=utf-8",
      "accounts/notCurrencyAuthority",
    ]);
    expect(json.result).toMatchObject({ status: "committed", code: json.number, refusal: { code: json.code } });
    const looked = await api.get(`/v1/transactions/${json.result.id}`);
    expect([looked.status, looked.json]).toEqual([200, json.result]);
  });

  it("are refused at the door when a signature is wrong, with no result", async () => {
    const bytes = issuance();
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const { status, json } = await api.post("/v1/transactions", bytes);
    expect([status, json.code, json.result]).toEqual([403, "machine/badSignature", undefined]);
  });

  it("are refused when they are not what the path takes", async () => {
    const batch = api.service.ledger.batch("cny-issuer", "accounts/issueCurrency", [issue(1n)]);
    for (const [path, bytes] of [
      ["/v1/transactions", batch],
      ["/v1/batches", issuance()],
      ["/v1/transactions", Uint8Array.of(1, 2, 3)],
      ["/v1/transactions", new Uint8Array(0)],
    ] as const) {
      expect((await api.post(path, bytes)).status).toBe(400);
    }
  });

  it("are refused in JSON with every place that is wrong", async () => {
    const { status, json } = await api.post("/v1/transactions", {
      body: { network: "x", validUntilMs: -1, salt: "0", messages: [{ type: "accounts/issueCurrency", content: {} }] },
      signatures: [],
    });
    expect([status, json.code]).toEqual([400, "api/invalidRequest"]);
    const pointers = json.places.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(
      expect.arrayContaining(["/body/network", "/body/validUntilMs", "/body/salt", "/signatures"]),
    );
    expect(pointers).toContain("/body/messages/0/actor");
  });

  it("are refused when they are larger than any transaction", async () => {
    const { status, json } = await api.post("/v1/transactions", new Uint8Array(limits.transactionBytesMax + 1));
    expect([status, json.code]).toEqual([413, "api/bodyTooLarge"]);
    const text = JSON.stringify({ body: "x".repeat(limits.requestBodyBytesMax) });
    const huge = await api.call("/v1/transactions", {
      method: "POST",
      body: text,
      headers: { "content-type": "application/json" },
    });
    expect(huge.status).toBe(413);
  });
});

describe("waiting", () => {
  it("ends in an acceptance when the decision takes too long, and the result comes later", async () => {
    api.service.hold();
    const bytes = issuance(8n);
    const { status, json } = await api.post("/v1/transactions?wait=committed", bytes);
    expect([status, json.status]).toEqual([202, "accepted"]);
    const early = await api.get(`/v1/transactions/${json.id}`);
    expect([early.status, early.json.code]).toEqual([404, "api/unknownTransaction"]);
    expect(early.headers.get("retry-after")).toBe("1");
    await api.service.release();
    expect((await api.get(`/v1/transactions/${json.id}`)).json.code).toBe(0);
  });

  it("is refused when as many wait as may, while not waiting still goes on", async () => {
    api.service.hold();
    const waiting = api.post("/v1/transactions?wait=committed", issuance(9n));
    await expect.poll(async () => (await api.get("/metrics")).text).toContain("kedge_http_waiting_requests 1");
    const second = await api.post("/v1/transactions?wait=committed", issuance(10n));
    expect([second.status, second.json.code]).toEqual([429, "api/tooManyWaiting"]);
    expect((await api.post("/v1/transactions", issuance(11n))).status).toBe(202);
    await api.service.release();
    expect([200, 202]).toContain((await waiting).status);
  });
});

describe("batches", () => {
  it("answer with a code for each item and the refusals of those that failed, without events", async () => {
    const items = [issue(1n), { ...issue(2n), currency: "USD" }, issue(3n)];
    const bytes = api.service.ledger.batch("cny-issuer", "accounts/issueCurrency", items);
    const { status, json } = await api.post("/v1/batches?wait=committed", bytes);
    expect([status, json.kind, json.code]).toEqual([200, "batch", 0]);
    expect(json.itemCodes).toEqual([0, 161, 0]);
    expect(json.itemRefusals).toEqual([
      { index: 1, refusal: { code: "accounts/notCurrencyAuthority", details: { currency: "USD" } } },
    ]);
    expect(json.events).toBeUndefined();
    expect((await api.get(`/v1/transactions/${json.id}`)).json.events).toHaveLength(2);
  });

  it("mean the same in JSON as in bytes", async () => {
    const bytes = api.service.ledger.batch("cny-issuer", "accounts/issueCurrency", [issue(1n), issue(2n)]);
    const { id } = prepareEnvelope(api.service.registry(), bytes, nativeSha256);
    const { status, json } = await api.post("/v1/batches", jsonOf(bytes));
    expect([status, json.id]).toEqual([202, bytesToHex(id)]);
  });
});

describe("results", () => {
  it("are unknown for an id that nobody sent, and malformed ids are refused", async () => {
    expect((await api.get(`/v1/transactions/${"0".repeat(64)}`)).status).toBe(404);
    for (const id of ["0", "g".repeat(64), "A".repeat(64), "0".repeat(66)]) {
      const { status, json } = await api.get(`/v1/transactions/${id}`);
      expect([status, json.places[0].in, json.places[0].pointer]).toEqual([400, "path", "/id"]);
    }
  });
});
