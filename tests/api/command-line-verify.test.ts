// `kedge verify` against a running node, and against a server between that changes what the node says.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kedge } from "#tests/support/commandLine.ts";
import { type LyingServer, startLyingServer } from "#tests/support/lyingServer.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { devnet } from "#tests/support/payments.ts";

const folder = temporaryFolder();
const genesisFile = join(folder.path, "genesis-from-a-friend.json");
const bobsKey = `accounts/balance/USD/${devnet.account("bob")}`;
const carolsKey = `accounts/balance/USD/${devnet.account("carol")}`;
let node: NodeProcess;
let liar: LyingServer;

beforeAll(async () => {
  node = await startNodeProcess(join(folder.path, "data"));
  for (const to of ["bob", "carol"]) {
    const { json } = await node.post("/v1/settlement/pay?signAs=alice", { to, currency: "USD", amount: "7" });
    expect(json.code).toBe(0);
  }
  writeFileSync(genesisFile, JSON.stringify((await node.get("/v1/genesis")).json));
  liar = await startLyingServer(node.url);
});
afterAll(async () => {
  await liar.close();
  await node.kill();
  folder.remove();
});

const verifyRow = (key: string, url: string, ...more: string[]) =>
  kedge(["verify", "row", key, "--url", url, "--genesis", genesisFile, ...more]);

describe("a row of an honest node", () => {
  it("is shown with its value, height, root and the share of validators who signed", async () => {
    const { code, output, errors } = await verifyRow(bobsKey, node.url);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(/^value +\{"amount":"\d+"\}$/m);
    expect(output).toContain("by 100.0 % of the power, 1 of 1 validators");
    const { value, height, root } = JSON.parse((await verifyRow(bobsKey, node.url, "--json")).output);
    const asked = await node.get(`/v1/accounts/balance?account=bob&currency=USD&height=${height}&prove=true`);
    expect({ amount: asked.json.value, root: asked.json.proof.rootHex }).toEqual({ amount: value.amount, root });
  });

  it("is shown at an earlier height, and when it is absent", async () => {
    const earlier = JSON.parse((await verifyRow(bobsKey, node.url, "--height", "1", "--json")).output);
    expect(earlier.height).toBe(1);
    const absent = await verifyRow("accounts/supply/XXX", node.url);
    expect({ code: absent.code, said: absent.output.includes("nothing is stored there") }).toEqual({
      code: 0,
      said: true,
    });
  });

  it("is believed from a header whose hash was named, and not from another hash", async () => {
    const chain = await kedge(["verify", "chain", "--url", node.url, "--genesis", genesisFile, "--to", "2", "--json"]);
    const [, { height, hash }] = JSON.parse(chain.output).headers;
    const trusting = (trust: string) =>
      kedge(["verify", "row", bobsKey, "--url", node.url, "--trust", trust, "--json"]);
    expect(JSON.parse((await trusting(`${height}:${hash}`)).output)).toMatchObject({ present: true });
    const other = await trusting(`${height}:${"ab".repeat(32)}`);
    expect({ code: other.code, error: JSON.parse(other.errors).code }).toEqual({
      code: 5,
      error: "light/wrongTrustRoot",
    });
    expect((await trusting("yesterday")).code).toBe(2);
  });

  it("is confirmed by a witness, and not believed when the only witness is silent", async () => {
    const heard = JSON.parse((await verifyRow(bobsKey, node.url, "--witness", node.url, "--json")).output);
    expect(heard.witnesses).toEqual({ [node.url]: "agrees" });
    const silent = await verifyRow(bobsKey, node.url, "--witness", "http://127.0.0.1:9", "--json");
    expect({ code: silent.code, error: JSON.parse(silent.errors).code }).toEqual({
      code: 5,
      error: "light/notConfirmed",
    });
  });

  it("is out of reach when nobody answers", async () => {
    expect((await verifyRow(bobsKey, "http://127.0.0.1:9")).code).toBe(4);
  });
});

describe("a server that lies", () => {
  // Each of them is told in answers to proofs alone, or in headers alone.
  it.each<[string, string, string, (json: never) => unknown]>([
    [
      "more money than there is",
      "/v1/proof",
      "light/presenceNotProved",
      (json) => withProof(json, { valueHex: "a166616d6f756e7418ff" }),
    ],
    [
      "that nothing is stored",
      "/v1/proof",
      "light/absenceNotProved",
      (json) => withProof(json, { present: false, valueHex: "" }),
    ],
    ["another root", "/v1/proof", "light/wrongRoot", (json) => withProof(json, { rootHex: "ab".repeat(32) })],
    ["no proof at all", "/v1/proof", "light/malformedAnswer", (json) => withProof(json, { ics23Base64: 7 })],
    ["a header of its own", "/light", "light/invalidCommit", (json) => withHeader(json, { app_hash: "AB".repeat(32) })],
    ["another chain", "/light", "light/wrongChain", (json) => withHeader(json, { chain_id: "other-chain" })],
    ["validators of its own", "/light", "light/malformedAnswer", (json) => ({ ...(json as object), validators: [] })],
  ])("is not believed when it tells of %s", async (_, path, code, change) => {
    liar.tell((asked, json) => (asked.includes(path) ? change(json as never) : json));
    const { code: exit, output, errors } = await verifyRow(bobsKey, liar.url, "--json");
    expect({ exit, output, code: JSON.parse(errors).code }).toEqual({ exit: 5, output: "", code });
  });

  it("is not believed when it proves another row than was asked for", async () => {
    const { json: carols } = await node.get(`/v1/proof?key=${encodeURIComponent(carolsKey)}`);
    liar.tell((asked, json) => (asked.startsWith("/v1/proof") ? carols : json));
    const { code, errors } = await verifyRow(bobsKey, liar.url);
    expect({ code, errors }).toEqual({ code: 5, errors: expect.stringContaining("the proof is for another key") });
  });

  it("is not believed when it gives its headers another time", async () => {
    liar.tell((asked, json) =>
      asked.endsWith("/light") ? withHeader(json as never, { time: "2030-01-01T00:00:00Z" }) : json,
    );
    const { code, errors } = await kedge(["verify", "chain", "--url", liar.url, "--genesis", genesisFile, "--json"]);
    expect({ code, refused: JSON.parse(errors).code.startsWith("light/") }).toEqual({ code: 5, refused: true });
  });

  it("that is no node at all is said to be none", async () => {
    liar.tell(() => ({ hello: "world" }));
    const { code, errors } = await kedge(["verify", "row", bobsKey, "--url", liar.url, "--json"]);
    expect({ code, error: JSON.parse(errors).code }).toEqual({ code: 4, error: "cli/noNode" });
  });
});

function withProof(json: { proof: object }, changed: object) {
  return { proof: { ...json.proof, ...changed } };
}

function withHeader(json: { signed_header: { header: object } }, changed: object) {
  const { signed_header: signed } = json;
  return { ...json, signed_header: { ...signed, header: { ...signed.header, ...changed } } };
}
