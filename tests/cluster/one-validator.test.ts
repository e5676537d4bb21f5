// One validator under real CometBFT: pays, proves, survives kills of either process, and replays to the same root.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { consensusHash } from "#src/comet/consensusParams.ts";
import { headerHash } from "#src/comet/header.ts";
import { parseCommitJson, parseHeaderJson } from "#src/comet/rpcJsonReader.ts";
import { validatorSet } from "#src/comet/validators.ts";
import { verifyCommit } from "#src/comet/verifyCommit.ts";
import { limits } from "#src/core/limits.ts";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { devnetValidatorKey } from "#src/node/devnet.ts";
import { type CometValidator, createCometValidator } from "#tests/support/cometNode.ts";
import { engineForTests } from "#tests/support/engine.ts";
import { type NodeAnswer, type NodeProcess, runKedge, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { paymentOf } from "#tests/support/payments.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

const engine = await engineForTests();
const folder = temporaryFolder();
let validator: CometValidator;
let node: NodeProcess;

describe.skipIf(engine === undefined)("one validator under CometBFT", () => {
  beforeAll(async () => {
    validator = await createCometValidator(folder.path, engine?.path ?? "");
    await startBoth();
  });

  afterAll(async () => {
    await validator.endEngine("SIGKILL");
    await node.kill();
    folder.remove();
  });

  it("decides payments that arrive together in few blocks, and answers each with its own result", async () => {
    const before = await balanceOf("bob");
    const answers = await Promise.all(Array.from({ length: 40 }, () => pay(7n)));
    expect(answers.map(({ json }) => json.code)).toEqual(answers.map(() => 0));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(40);
    expect(new Set(answers.map(({ json }) => json.height)).size).toBeLessThan(10);
    expect(await balanceOf("bob")).toBe(before + 280n);
  });

  it("answers the same bytes with the first result, and refuses what is spent twice over", async () => {
    const bytes = paymentOf(validator.network, { from: "alice", to: "bob", amount: 1n });
    const [first, second] = [await send(bytes), await send(bytes)];
    expect(second.json).toMatchObject({ id: first.json.id, height: first.json.height, code: 0 });
    const refused = await pay(10n ** 18n);
    expect(refused.json.code).not.toBe(0);
  });

  it("proves a balance by a header that the validator of genesis signed", async () => {
    await pay(1n);
    const { proof } = (await node.get("/v1/accounts/balance?account=bob&currency=USD&prove=true")).json;
    const [header, commit] = [parseHeaderJson(proof.header), parseCommitJson(proof.commit)];
    expect(header.height).toBe(proof.height + 1);
    expect(bytesToHex(header.appHash)).toBe(proof.rootHex);
    expect(headerHash(header)).toEqual(commit.blockId.hash);
    const bounds = { blockBytesMax: limits.blockBytesMax, blockGasMax: limits.blockWorkMax };
    expect(header.consensusHash).toEqual(consensusHash(bounds));
    const validators = validatorSet([{ publicKey: publicKeyOf(devnetValidatorKey()), power: 10n }]);
    const expected = { chainId: validator.network, height: header.height, blockId: commit.blockId, validators };
    expect(verifyCommit(commit, expected)).toMatchObject({ final: true });
  });

  it("goes on after a kill of the engine alone, and decides what its mempool lost", async () => {
    await validator.endEngine("SIGKILL");
    const waiting = pay(3n);
    validator.startEngine();
    expect((await waiting).json.code).toBe(0);
  });

  it("goes on after a kill of both, with everything that was acknowledged", async () => {
    const paid = (await pay(5n)).json;
    await node.kill();
    await validator.endEngine("SIGKILL");
    await startBoth();
    expect((await node.get(`/v1/transactions/${paid.id}`)).json).toMatchObject({ height: paid.height, code: 0 });
    expect((await pay(2n)).json.code).toBe(0);
  });

  it("audits and replays to the same root once it is stopped", async () => {
    await validator.endEngine("SIGTERM");
    const { root, height } = await node.health();
    expect(await node.stop()).toBe(0);
    expect(await runKedge("audit", ["--data", validator.data])).toMatchObject({ code: 0 });
    const replayed = await runKedge("replay", ["--data", validator.data]);
    expect(replayed).toMatchObject({ code: 0, output: expect.stringContaining(`root ${root}.`) });
    expect(height).toBeGreaterThan(5);
  });
});

async function startBoth(): Promise<void> {
  node = await validator.startNode();
  validator.startEngine();
  await validator.untilReady(node);
}

function send(bytes: Uint8Array): Promise<NodeAnswer> {
  return node.post("/v1/transactions?wait=committed", bytes);
}

function pay(amount: bigint): Promise<NodeAnswer> {
  return send(paymentOf(validator.network, { from: "alice", to: "bob", amount }));
}

async function balanceOf(account: string): Promise<bigint> {
  return BigInt((await node.get(`/v1/accounts/balance?account=${account}&currency=USD`)).json.value);
}
