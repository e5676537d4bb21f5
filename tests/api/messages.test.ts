// Messages one by one over HTTP: bytes to sign, and a devnet's own signatures.
import { networkInterfaces } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { sign } from "#src/crypto/ed25519.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { moduleAccount } from "#src/machine/moduleAccount.ts";
import { prepareEnvelope } from "#src/machine/transaction.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";
import { callRaw, type HttpApi, startHttpApi } from "#tests/support/httpApi.ts";

let api: HttpApi;
beforeAll(async () => {
  api = await startHttpApi();
});
afterAll(() => api.close());

const path = "/v1/accounts/issueCurrency";
const message = { actor: "cny-issuer", currency: "CNY", to: "bob", amount: "5" };

describe("preparing a message", () => {
  it("answers with the exact bytes to sign, which then are accepted", async () => {
    const { status, json } = await api.post(path, message);
    expect(status).toBe(200);
    const body = hexToBytes(json.bodyHex);
    expect(hexToBytes(json.signingBytesHex)).toEqual(signingBytes("transaction", body));
    expect(json.id).toBe(bytesToHex(sha256(body)));
    expect(json).toMatchObject({ network: api.service.network, kind: "transaction" });

    const signature = sign(devnetSecretKey("cny-issuer"), hexToBytes(json.signingBytesHex));
    const publicKey = api.service.ledger.publicKey("cny-issuer");
    const bytes = encodeEnvelope("transaction", body, [{ publicKey, signature }]);
    const result = await api.post("/v1/transactions?wait=committed", bytes);
    expect([result.status, result.json.id, result.json.code]).toEqual([200, json.id, 0]);
  });

  it("gives the body in JSON too, to be sent back with signatures", async () => {
    const { json } = await api.post(path, message);
    expect(json.body.messages).toEqual([
      {
        type: "accounts/issueCurrency",
        actor: api.service.ledger.account("cny-issuer"),
        content: { currency: "CNY", to: api.service.ledger.account("bob"), amount: "5" },
      },
    ]);
    const signature = bytesToHex(sign(devnetSecretKey("cny-issuer"), hexToBytes(json.signingBytesHex)));
    const publicKey = bytesToHex(api.service.ledger.publicKey("cny-issuer"));
    const signed = { body: json.body, signatures: [{ publicKey, signature }] };
    const result = await api.post("/v1/transactions?wait=committed", signed);
    expect([result.status, result.json.id]).toEqual([200, json.id]);
  });

  it("sets the expiry by a moment or by a duration, but not by both", async () => {
    const { timeMs } = api.service.head();
    const until = await api.post(`${path}?validUntilMs=${timeMs + 1_000}`, message);
    expect(until.json.validUntilMs).toBe(timeMs + 1_000);
    const during = await api.post(`${path}?validForMs=2000`, message);
    expect(during.json.validUntilMs).toBe(api.service.head().timeMs + 2_000);
    expect((await api.post(`${path}?validForMs=2000&validUntilMs=${timeMs}`, message)).status).toBe(400);
    expect((await api.post(`${path}?validForMs=0`, message)).status).toBe(400);
  });

  it("never gives the same bytes twice", async () => {
    const [one, two] = [await api.post(path, message), await api.post(path, message)];
    expect(one.json.id).not.toBe(two.json.id);
  });

  it("refuses a message without an actor, or with members that it does not have", async () => {
    const { actor: _, ...nobody } = message;
    for (const [body, pointer] of [
      [nobody, "/actor"],
      [{ ...message, colour: 1 }, "/colour"],
      [{ ...message, amount: 5 }, "/amount"],
      [{ ...message, amount: "0" }, "/amount"],
      [[], ""],
      ["text", ""],
    ] as const) {
      const { status, json } = await api.post(path, body);
      expect([status, json.code, json.places?.[0]?.pointer]).toEqual([400, "api/invalidRequest", pointer]);
    }
    expect((await api.post(path, { ...message, to: "nobody" })).json.code).toBe("api/unknownAlias");
  });

  it("takes JSON only", async () => {
    const cbor = await api.post(path, Uint8Array.of(0xa0));
    expect([cbor.status, cbor.json.code]).toEqual([415, "api/unsupportedMediaType"]);
    for (const body of ["", "{", '{"__proto__": 1}']) {
      const { status, json } = await api.call(path, {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
      expect([status, json.code]).toEqual([400, "api/malformedBody"]);
    }
    expect((await api.call(path, { method: "POST" })).status).toBe(400);
  });

  it("knows no message of a module that is not there", async () => {
    const { status, json } = await api.post("/v1/accounts/printMoney", message);
    expect([status, json.code]).toEqual([404, "api/unknownPath"]);
  });
});

describe("signing on a devnet", () => {
  it("signs, waits, and answers with the result; the first signer is the actor", async () => {
    const { actor: _, ...content } = message;
    const { status, json } = await api.post(`${path}?signAs=cny-issuer`, content);
    expect(status).toBe(200);
    expect(json).toMatchObject({ code: 0, kind: "transaction", answer: { supply: expect.any(String) } });
    expect(json.height).toBe(api.service.head().height);
    expect(json.events[0]).toMatchObject({ type: "accounts/currencyIssued", content: { amount: "5" } });
  });

  it("signs for several, and for each only once", async () => {
    const signerCounts: number[] = [];
    const { submit } = api.service;
    api.service.submit = (bytes) => {
      signerCounts.push(prepareEnvelope(api.service.registry(), bytes, nativeSha256).signatures.length);
      return submit.call(api.service, bytes);
    };
    for (const signAs of ["cny-issuer,cny-issuer", "cny-issuer,alice"])
      await api.post(`${path}?signAs=${signAs}`, message);
    api.service.submit = submit;
    expect(signerCounts).toEqual([1, 2]);
  });

  it("answers with a refusal's status and the result when the ledger refuses", async () => {
    const { status, json } = await api.post(`${path}?signAs=alice`, { ...message, actor: "alice" });
    expect([status, json.code, json.result.code]).toEqual([403, "accounts/notCurrencyAuthority", 161]);
  });

  it("cannot sign for a stranger, nor for an account without a key", async () => {
    expect((await api.post(`${path}?signAs=nobody`, message)).json.code).toBe("api/unknownAlias");
    const { status, json } = await api.post(`${path}?signAs=${moduleAccount("issuance/engine")}`, message);
    expect([status, json.code]).toEqual([403, "api/noKey"]);
    expect((await api.post(`${path}?signAs=`, message)).status).toBe(400);
  });
});

describe("signing where it must not happen", () => {
  let other: HttpApi | undefined;
  afterEach(async () => {
    await other?.close();
    other = undefined;
  });

  it("is refused on a network that is no devnet", async () => {
    other = await startHttpApi({ devnet: false });
    const { status, json } = await other.post(`${path}?signAs=alice`, message);
    expect([status, json.code]).toEqual([403, "api/signingForbidden"]);
    expect((await other.post(path, message)).status).toBe(404);
    expect(other.service.head().height).toBe(1);
  });

  it("is refused to a request from another machine, or that a proxy passed on", async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === "IPv4" && !address.internal);
    other = await startHttpApi({ host: "0.0.0.0" });
    const port = new URL(other.baseUrl).port;
    const body = JSON.stringify(message);
    const headers = { "content-type": "application/json" };
    if (outside !== undefined) {
      const url = `http://${outside.address}:${port}${path}?signAs=cny-issuer`;
      expect((await fetch(url, { method: "POST", body, headers })).status).toBe(403);
    }
    const passedOn = await other.post(`${path}?signAs=cny-issuer`, message, { "x-forwarded-for": "203.0.113.9" });
    expect([passedOn.status, passedOn.json.code]).toEqual([403, "api/signingForbidden"]);
    const remote = await other.server.inject({
      method: "POST",
      url: `${path}?signAs=cny-issuer`,
      payload: message,
      remoteAddress: "203.0.113.9",
    });
    expect(remote.statusCode).toBe(403);
    expect(other.service.head().height).toBe(1);
  });

  it("is refused to a page that reached loopback under a name of its own", async () => {
    const headers = { host: "rebound.example", "content-type": "application/json" };
    const body = JSON.stringify(message);
    const options = { method: "POST", path: `${path}?signAs=cny-issuer`, headers, body };
    const { status, text } = await callRaw(api.baseUrl, options);
    expect([status, JSON.parse(text).code]).toEqual([403, "api/signingForbidden"]);
  });
});
