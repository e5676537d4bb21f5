// Queries over HTTP: aliases, paging, heights and proofs.
import { ics23 as codec, verifyExistence, verifyNonExistence } from "@confio/ics23";
import { base64 } from "@scure/base";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { proofSpec } from "#src/proofs/proofSpec.ts";
import { type HttpApi, startHttpApi } from "#tests/support/httpApi.ts";

let api: HttpApi;
beforeAll(async () => {
  api = await startHttpApi();
});
afterAll(() => api.close());

const spec = codec.ProofSpec.fromObject({
  ...proofSpec,
  leafSpec: { ...proofSpec.leafSpec, prehashKey: 0 },
});

describe("queries", () => {
  it("answer by alias or account, with amounts as texts", async () => {
    const byAlias = await api.get("/v1/accounts/balance?account=alice&currency=CNY");
    expect(byAlias.status).toBe(200);
    expect(byAlias.json).toEqual({ value: "10000000", decimals: 2 });
    const account = api.service.ledger.account("alice");
    const byAccount = await api.get(`/v1/accounts/balance?account=${account}&currency=CNY`);
    expect(byAccount.json).toEqual(byAlias.json);
  });

  it("answer with zero where nothing is stored yet", async () => {
    const { status, json } = await api.get("/v1/accounts/balance?account=alice&currency=KDG");
    expect(status).toBe(200);
    expect(json.value).toBe("0");
  });

  it("refuse an unknown account, alias or currency as unknown", async () => {
    const stranger = "kdg1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqz4dylr";
    const places = [
      ["/v1/accounts/balance?account=nobody&currency=KDG", "api/unknownAlias"],
      ["/v1/accounts/balance?account=alice&currency=XXX", "accounts/unknownCurrency"],
    ] as const;
    for (const [path, code] of places) {
      const { status, type, json } = await api.get(path);
      expect([status, type, json.code]).toEqual([404, "application/problem+json; charset=utf-8", code]);
    }
    expect(stranger.length).toBe(42);
  });

  it("refuse what the schema refuses, naming the place", async () => {
    for (const [query, pointer] of [
      ["account=alice", "/currency"],
      ["account=alice&currency=kdg", "/currency"],
      ["account=alice&currency=KDG&colour=red", "/colour"],
      ["account=alice&currency=KDG&currency=CNY", "/currency"],
      ["account=Alice&currency=KDG", "/account"],
      ["account=alice&currency=KDG&height=1e3", "/height"],
      ["account=alice&currency=KDG&prove=yes", "/prove"],
      ["account=alice&currency=KDG&__proto__=1", "/__proto__"],
    ]) {
      const { status, json } = await api.get(`/v1/accounts/balance?${query}`);
      expect([status, json.code]).toEqual([400, "api/invalidRequest"]);
      expect(json.places).toContainEqual(expect.objectContaining({ in: "query", pointer }));
    }
  });

  it("page through a list by its cursor", async () => {
    const first = await api.get("/v1/accounts/currencies?limit=4");
    expect(first.json.items).toHaveLength(4);
    const second = await api.get(`/v1/accounts/currencies?limit=100&after=${first.json.next}`);
    expect(second.json.next).toBeUndefined();
    const codes = [...first.json.items, ...second.json.items].map(({ currency }) => currency);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes).toContain("KDG");
  });

  it("answer for a kept height, and refuse one that is not kept", async () => {
    const before = api.service.head().height;
    await api.post("/v1/accounts/issueCurrency?signAs=cny-issuer", { currency: "CNY", to: "carol", amount: "5" });
    const path = "/v1/accounts/balance?account=carol&currency=CNY";
    expect((await api.get(path)).json.value).toBe("10000005");
    expect((await api.get(`${path}&height=${before}`)).json.value).toBe("10000000");
    const { status, json } = await api.get(`${path}&height=999999`);
    expect([status, json.code]).toEqual([404, "state/heightNotKept"]);
  });
});

describe("proofs", () => {
  it("of a stored value are accepted by a verifier that is not ours, under the root of the next header", async () => {
    const { json } = await api.get("/v1/accounts/balance?account=bob&currency=CNY&prove=true");
    const { proof } = json;
    expect(json.value).toBe("10000000");
    expect(proof.present).toBe(true);
    expect(proof.key).toBe(`accounts/balance/CNY/${api.service.ledger.account("bob")}`);
    expect(hexToBytes(proof.keyHex)).toEqual(sha256(new TextEncoder().encode(proof.key)));
    expect(Number(proof.header.height)).toBe(proof.height + 1);
    expect(proof.header.app_hash.toLowerCase()).toBe(proof.rootHex);
    const { exist } = codec.CommitmentProof.decode(base64.decode(proof.ics23Base64));
    verifyExistence(
      exist as never,
      spec as never,
      hexToBytes(proof.rootHex),
      hexToBytes(proof.keyHex),
      hexToBytes(proof.valueHex),
    );
  });

  it("of absence come with an answer where absence means zero", async () => {
    const { status, json } = await api.get("/v1/accounts/balance?account=bob&currency=KDG&prove=true");
    expect([status, json.value, json.proof.present, json.proof.valueHex]).toEqual([200, "0", false, ""]);
    const { nonexist } = codec.CommitmentProof.decode(base64.decode(json.proof.ics23Base64));
    verifyNonExistence(nonexist as never, spec as never, hexToBytes(json.proof.rootHex), hexToBytes(json.proof.keyHex));
  });

  it("of absence come with the refusal where nothing is there to answer with", async () => {
    const { status, json } = await api.get("/v1/accounts/currency?currency=XXX&prove=true");
    expect([status, json.code, json.proof.present]).toEqual([404, "accounts/unknownCurrency", false]);
    expect(json.proof.key).toBe("accounts/currency/XXX");
  });

  it("are made for a kept height, and answer and proof are of the same height", async () => {
    const { height } = api.service.head();
    await api.post("/v1/accounts/issueCurrency?signAs=cny-issuer", { currency: "CNY", to: "bob", amount: "1" });
    const path = `/v1/accounts/supply?currency=CNY&prove=true`;
    const now = await api.get(path);
    const then = await api.get(`${path}&height=${height}`);
    expect(then.json.proof.height).toBe(height);
    expect(BigInt(now.json.value) - BigInt(then.json.value)).toBe(1n);
    expect(then.json.proof.valueHex).not.toBe(now.json.proof.valueHex);
  });

  it("are not offered for lists", async () => {
    const { status, json } = await api.get("/v1/accounts/currencies?prove=true");
    expect([status, json.code]).toEqual([400, "api/notProvable"]);
  });
});
