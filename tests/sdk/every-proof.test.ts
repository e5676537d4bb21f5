// Every query that can be proved, proved: from the validators of genesis to the row that it shows, under both engines.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { validatorSet } from "#src/comet/validators.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { apiHeaderSource } from "#src/sdk/light/headerSource.ts";
import { LightClient } from "#src/sdk/light/lightClient.ts";
import { contract } from "#src/sdk/messages.ts";
import { provedKeyOf } from "#src/sdk/provedKey.ts";
import { type CometValidator, createCometValidator } from "#tests/support/cometNode.ts";
import { engineForTests } from "#tests/support/engine.ts";
import { dayMs } from "#tests/support/lightChain.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { partsOfKey, partsOfKeys } from "#tests/support/provedKeys.ts";

const queries = Object.entries(contract.provedKeys).map(([name, pattern]) => ({ name, pattern: String(pattern) }));
/** A devnet has this much from its first blocks on; what it has not is proved to be absent. */
const presentMin = 20;
const setUpMsMax = 120_000;

async function lightClientOf(node: NodeProcess): Promise<LightClient> {
  const { network: chainId } = await node.health();
  const primary = apiHeaderSource("node", async (path) => {
    const { status, json } = await node.get(path);
    if (status !== 200) throw new Error(json.code);
    return json;
  });
  const client = new LightClient({ primary, rules: { chainId, trustingPeriodMs: 14 * dayMs } });
  const members: { publicKey: string; power: string }[] = (await node.get("/v1/genesis")).json.validators;
  const trusted = members.map(({ publicKey, power }) => ({ publicKey: hexToBytes(publicKey), power: BigInt(power) }));
  const leg = { to: "bob", currency: "USD", amount: "100" };
  for (const [verb, more] of Object.entries({ pay: {}, lockFunds: { expiresMs: Date.now() + dayMs } })) {
    const sent = await node.post(`/v1/settlement/${verb}?signAs=alice`, { ...leg, ...more });
    expect(sent.json.code).toBe(0);
  }
  await client.trustValidators(validatorSet(trusted));
  return client;
}

/** The queries whose proof does not hold, each with the reason, and how many rows were shown to be there. */
async function proveAll(node: NodeProcess, client: LightClient) {
  const wrong: string[] = [];
  let present = 0;
  for (const { name, pattern } of queries) {
    const params = Object.fromEntries(partsOfKey(pattern).map((part) => [part, partsOfKeys[part] ?? ""]));
    const texts = Object.entries(params).map(([part, value]): [string, string] => [part, String(value)]);
    const search = new URLSearchParams([...texts, ["prove", "true"]]);
    const { status, json } = await node.get(`/v1/${name}?${search}`);
    if (json.proof === undefined) {
      wrong.push(`${name}: ${status} ${JSON.stringify(json)}`);
      continue;
    }
    try {
      const key = provedKeyOf(pattern, params);
      if ((await client.verifyStateProof(json.proof, { key }, Date.now())).present) present += 1;
    } catch (reason) {
      wrong.push(`${name}: ${reason}`);
    }
  }
  return { wrong, present };
}

describe("under the single engine", () => {
  const folder = temporaryFolder();
  let node: NodeProcess;
  beforeAll(async () => {
    node = await startNodeProcess(join(folder.path, "data"));
  });
  afterAll(async () => {
    await node.kill();
    folder.remove();
  });

  test("every proof holds from the validators of genesis on", { timeout: setUpMsMax }, async () => {
    const { wrong, present } = await proveAll(node, await lightClientOf(node));
    expect(wrong).toEqual([]);
    expect(present).toBeGreaterThanOrEqual(presentMin);
  });
});

const engine = await engineForTests();
describe.skipIf(engine === undefined)("under CometBFT", () => {
  const folder = temporaryFolder();
  let validator: CometValidator;
  let node: NodeProcess;
  beforeAll(async () => {
    validator = await createCometValidator(folder.path, engine?.path ?? "");
    validator.startEngine();
    node = await validator.startNode();
    await validator.untilReady(node);
  }, setUpMsMax);
  afterAll(async () => {
    await validator.endEngine("SIGKILL");
    await node.kill();
    folder.remove();
  });

  test("every proof holds from the validators of genesis on", { timeout: setUpMsMax }, async () => {
    const { wrong, present } = await proveAll(node, await lightClientOf(node));
    expect(wrong).toEqual([]);
    expect(present).toBeGreaterThanOrEqual(presentMin);
  });
});
