// Proofs over HTTP, as whoever trusts nobody checks them: with another's ICS-23 verifier, and the header's own commit.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ics23, verifyMembership, verifyNonMembership } from "@confio/ics23";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { headerHash } from "#src/comet/header.ts";
import { parseCommitJson, parseHeaderJson } from "#src/comet/rpcJsonReader.ts";
import { validatorSet, validatorSetHash } from "#src/comet/validators.ts";
import { verifyCommit } from "#src/comet/verifyCommit.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { silverBar } from "#tests/support/metal.ts";
import { type NodeAnswer, type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { devnet } from "#tests/support/payments.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const specFile = new URL("../../contracts/ics23-proof-spec.json", import.meta.url);
const spec = ics23.ProofSpec.fromObject(JSON.parse(readFileSync(specFile, "utf8")));
const hexSchema = z.string().transform(hexToBytes);
const proofSchema = z.object({
  height: z.int(),
  present: z.boolean(),
  key: z.string(),
  keyHex: hexSchema,
  valueHex: hexSchema,
  rootHex: hexSchema,
  ics23Base64: z.base64(),
  header: z.unknown().transform(parseHeaderJson),
  commit: z.unknown().transform(parseCommitJson),
});
type Proof = z.output<typeof proofSchema>;

const folder = temporaryFolder();
let node: NodeProcess;
let genesis: { readonly validators: readonly { readonly publicKey: string; readonly power: string }[] };
let network: string;
let certificateId: number;

beforeAll(async () => {
  node = await startNodeProcess(join(folder.path, "data"), { "heartbeat-ms": "5000" });
  genesis = (await node.get("/v1/genesis")).json;
  network = (await node.health()).network;
  const bars = [silverBar("P-1")].map((bar) =>
    Object.fromEntries(
      Object.entries(bar).map(([name, value]) => [name, typeof value === "bigint" ? `${value}` : value]),
    ),
  );
  const deposit = { vault: "zurich", depositor: "alice", metal: "AG", bars };
  const deposited = await send("custodian", "metal-reserve/depositBars", deposit);
  certificateId = deposited.json.answers[0].certificateIds[0];
  for (const feeder of ["price-feeder", "price-feeder-2"]) await quote(feeder, "545566019");
});

afterAll(async () => {
  await node.kill();
  folder.remove();
});

async function send(alias: string, message: string, content: object): Promise<NodeAnswer> {
  const answer = await node.post(`/v1/${message}?signAs=${alias}`, content);
  expect(answer.json).toMatchObject({ code: 0 });
  return answer;
}

async function quote(feeder: string, priceNano: string): Promise<void> {
  const { timeMs } = (await node.get("/v1/blocks/latest")).json;
  const quotes = [{ feed: "AG", priceNano, confidenceNano: "1", observedMs: timeMs }];
  await send(feeder, "oracle/submitQuotes", { quotes });
}

function pay(amount: string) {
  return send("alice", "settlement/pay", { to: "bob", currency: "USD", amount });
}

const path = {
  balance: (account: string, currency: string) => `/v1/accounts/balance?account=${account}&currency=${currency}`,
  certificate: (id: number) => `/v1/metal-reserve/certificate?certificateId=${id}`,
  price: (feed: string) => `/v1/oracle/price?feed=${feed}`,
};

/** Asks for a proof, holds it against the spec and the network's validators, and returns it with the answer. */
async function proved(query: string, height?: number): Promise<{ answer: NodeAnswer["json"]; proof: Proof }> {
  const at = height === undefined ? "" : `&height=${height}`;
  const { json: answer } = await node.get(`${query}&prove=true${at}`);
  const proof = proofSchema.parse(answer.proof);
  expect(isAccepted(proof)).toBe(true);
  expect(proof.keyHex).toEqual(sha256(new TextEncoder().encode(proof.key)));
  expect(proof.valueHex.length > 0).toBe(proof.present);
  expect(proof.header.height).toBe(proof.height + 1);
  expect(proof.header.appHash).toEqual(proof.rootHex);
  expectFinal(proof);
  if (height !== undefined) expect(proof.height).toBe(height);
  const block = (await node.get(`/v1/blocks/${proof.height + 1}`)).json;
  expect(parseHeaderJson(block.header)).toEqual(proof.header);
  return { answer, proof };
}

function isAccepted({ present, keyHex, valueHex, rootHex, ics23Base64 }: Proof): boolean {
  const decoded = ics23.CommitmentProof.decode(Buffer.from(ics23Base64, "base64"));
  if (present) return verifyMembership(decoded, spec, rootHex, keyHex, valueHex);
  return verifyNonMembership(decoded, spec, rootHex, keyHex);
}

/** The commit is by the validators that genesis names, over the very header that carries the root. */
function expectFinal({ header, commit }: Proof): void {
  const set = genesis.validators.map(({ publicKey, power }) => ({
    publicKey: hexToBytes(publicKey),
    power: BigInt(power),
  }));
  const validators = validatorSet(set);
  expect(header.chainId).toBe(network);
  expect(header.validatorsHash).toEqual(validatorSetHash(validators));
  expect(headerHash(header)).toEqual(commit.blockId.hash);
  const expected = { chainId: network, height: header.height, blockId: commit.blockId, validators };
  expect(verifyCommit(commit, expected)).toMatchObject({ final: true });
}

describe("a proof that something is there", () => {
  it("holds for a balance, a certificate and a price", async () => {
    const balance = await proved(path.balance("alice", "USD"));
    expect(balance.answer).toMatchObject({ value: "10000000", proof: { present: true } });
    expect(balance.proof.key).toBe(`accounts/balance/USD/${devnet.account("alice")}`);
    const certificate = await proved(path.certificate(certificateId));
    expect(certificate.answer).toMatchObject({
      certificate: { fineWeightMg: "31000000" },
      proof: { present: true },
    });
    const price = await proved(path.price("AG"));
    expect(price.answer).toMatchObject({ status: "sound", proof: { present: true } });
  });
});

describe("a proof of any row by its key", () => {
  const asked = async (key: string, height = "") => node.get(`/v1/proof?key=${encodeURIComponent(key)}${height}`);

  it("holds for rows that no query shows alone, and is that of a query where one does", async () => {
    const { proof } = (await asked("machine/modules")).json;
    expect(isAccepted(proofSchema.parse(proof))).toBe(true);
    expect(proof).toMatchObject({ present: true, key: "machine/modules" });
    const { answer } = await proved(path.balance("alice", "USD"));
    const at = `&height=${answer.proof.height}`;
    expect((await asked(answer.proof.key, at)).json).toEqual({ proof: answer.proof });
  });

  it("is refused for a height that is not kept, and for what is no key", async () => {
    expect((await asked("machine/modules", "&height=1000000")).json.code).toBe("state/heightNotKept");
    for (const key of ["", "with space", "x".repeat(401)]) expect((await asked(key)).status).toBe(400);
  });
});

describe("a proof that nothing is there", () => {
  it("holds for a currency never held, a certificate never made and a feed that nobody quoted", async () => {
    const balance = await proved(path.balance("alice", "THB"));
    expect(balance.answer).toMatchObject({ value: "0", proof: { present: false, valueHex: "" } });
    const certificate = await proved(path.certificate(4_000_000));
    expect(certificate.answer).toMatchObject({ status: 404, proof: { present: false } });
    const price = await proved(path.price("CU"));
    expect(price.proof.present).toBe(false);
  });

  it("holds for many keys, wherever they would lie in the tree", async () => {
    for (let id = 1_000; id < 1_040; id += 1) {
      expect((await proved(path.certificate(id))).proof.present).toBe(false);
    }
  });
});

describe("a proof at an earlier height", () => {
  it("shows the value of then after the key has changed, and each height's own root", async () => {
    const values = new Map<number, string>();
    for (const amount of ["100", "250", "50"]) {
      await pay(amount);
      const { answer, proof } = await proved(path.balance("alice", "USD"));
      values.set(proof.height, answer.value);
    }
    expect(new Set(values.values()).size).toBe(3);
    await quote("price-feeder", "545566020");
    const roots = new Set<string>();
    for (const [height, value] of values) {
      const { answer, proof } = await proved(path.balance("alice", "USD"), height);
      expect(answer.value).toBe(value);
      roots.add(Buffer.from(proof.rootHex).toString("hex"));
    }
    expect(roots.size).toBe(3);
  });

  it("shows that something was not there yet, and that it is now", async () => {
    const before = (await node.health()).height;
    await send("alice", "settlement/pay", { to: "carol", currency: "CNY", amount: "1" });
    await send("alice", "settlement/pay", { to: "regulator", currency: "CNY", amount: "1" });
    const then = await proved(path.balance("regulator", "CNY"), before);
    expect(then.answer).toMatchObject({ value: "0", proof: { present: false } });
    const now = await proved(path.balance("regulator", "CNY"));
    expect(now.answer).toMatchObject({ value: "1", proof: { present: true } });
  });

  it("holds at genesis, whose root the first header carries", async () => {
    const balance = await proved(path.balance("alice", "USD"), 0);
    expect(balance.answer.value).toBe("10000000");
    const certificate = await proved(path.certificate(certificateId), 0);
    expect(certificate.proof.present).toBe(false);
  });

  it("is refused for a height that is not there yet", async () => {
    const answer = await node.get(`${path.balance("alice", "USD")}&prove=true&height=100000`);
    expect(answer).toMatchObject({ status: 404, json: { code: "state/heightNotKept" } });
  });
});

it("proves no other value, key or root, and no absence of what is there", async () => {
  const { proof } = await proved(path.balance("bob", "USD"));
  const other = await proved(path.balance("carol", "USD"));
  const absent = await proved(path.balance("bob", "THB"));
  expect(isAccepted({ ...proof, valueHex: other.proof.valueHex })).toBe(false);
  expect(isAccepted({ ...proof, keyHex: other.proof.keyHex })).toBe(false);
  expect(isAccepted({ ...proof, rootHex: proof.keyHex })).toBe(false);
  expect(isAccepted({ ...proof, present: false })).toBe(false);
  expect(isAccepted({ ...absent.proof, keyHex: proof.keyHex })).toBe(false);
  expect(isAccepted({ ...absent.proof, present: true, valueHex: proof.valueHex })).toBe(false);
});

it("makes the next block at once where the chain is idle", async () => {
  const { height } = (await pay("1")).json;
  const { header } = (await proved(path.balance("alice", "USD"), height)).proof;
  const before = parseHeaderJson((await node.get(`/v1/blocks/${height}`)).json.header);
  // Without it, the header would come with the heartbeat after five seconds.
  expect(header.time.seconds - before.time.seconds).toBeLessThan(5);
});
