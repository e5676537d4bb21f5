// Blocks and decided transactions over HTTP.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockIdOf } from "#src/comet/partSet.ts";
import { parseCommitJson, parseHeaderJson } from "#src/comet/rpcJsonReader.ts";
import { validatorSetHash } from "#src/comet/validators.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { parseLightBlockJson } from "#src/sdk/light/lightBlock.ts";
import { type HttpApi, startHttpApi } from "#tests/support/httpApi.ts";

let api: HttpApi;
beforeAll(async () => {
  api = await startHttpApi();
});
afterAll(() => api.close());

describe("blocks", () => {
  it("show height, time, root and transactions, with the header and the signatures in CometBFT's form", async () => {
    const message = { currency: "CNY", to: "bob", amount: "5" };
    const { json: result } = await api.post("/v1/accounts/issueCurrency?signAs=cny-issuer", message);
    const { status, json } = await api.get(`/v1/blocks/${result.height}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      height: result.height,
      timeMs: result.timeMs,
      transactions: [{ id: result.id, code: 0 }],
    });
    expect(json.root).toBe(bytesToHex(api.service.head().root));
    const header = parseHeaderJson(json.header);
    expect(header.height).toBe(result.height);
    expect(parseCommitJson(json.commit).blockId.hash).toEqual(
      blockIdOf({ header, transactions: [], lastCommit: parseCommitJson(json.commit) }).hash,
    );
  });

  it("are found as the latest one, whose root the next header will carry", async () => {
    const latest = await api.get("/v1/blocks/latest");
    expect(latest.json.height).toBe(api.service.head().height);
    await api.service.makeBlock([]);
    const next = await api.get(`/v1/blocks/${latest.json.height + 1}`);
    expect(next.json.header.app_hash.toLowerCase()).toBe(latest.json.root);
  });

  it("are shown to light clients with the validators whom the header names", async () => {
    const { height } = api.service.head();
    const latest = parseLightBlockJson((await api.get("/v1/blocks/latest/light")).json);
    expect(parseLightBlockJson((await api.get(`/v1/blocks/${height}/light`)).json)).toEqual(latest);
    expect(validatorSetHash(latest.validators)).toEqual(latest.header.validatorsHash);
    const block = (await api.get(`/v1/blocks/${height}`)).json;
    expect([parseHeaderJson(block.header), parseCommitJson(block.commit)]).toEqual([latest.header, latest.commit]);
    const { status, json } = await api.get("/v1/blocks/999999/light");
    expect([status, json.code]).toEqual([404, "api/unknownBlock"]);
  });

  it("are unknown above the latest one, and malformed heights are refused", async () => {
    const { status, json } = await api.get("/v1/blocks/999999");
    expect([status, json.code, json.details.height]).toEqual([404, "api/unknownBlock", 999_999]);
    for (const height of ["-1", "1.5", "first", "01", "9007199254740992"]) {
      expect((await api.get(`/v1/blocks/${height}`)).status).toBe(400);
    }
    expect((await api.get("/v1/blocks/1?colour=red")).status).toBe(400);
  });
});
