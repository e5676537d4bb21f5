// The light client against a running node: from the validators of genesis to a proved balance and a proved absence.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validatorSet } from "#src/comet/validators.ts";
import { codecOf } from "#src/core/form.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { balanceSchema } from "#src/modules/accounts/tables.ts";
import { apiHeaderSource } from "#src/sdk/light/headerSource.ts";
import { LightClient } from "#src/sdk/light/lightClient.ts";
import { hashOfText } from "#tests/support/cometBlocks.ts";
import { dayMs } from "#tests/support/lightChain.ts";
import { lightCodeOf } from "#tests/support/lightErrors.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { devnet } from "#tests/support/payments.ts";

const folder = temporaryFolder();
let node: NodeProcess;
let client: LightClient;
beforeAll(async () => {
  node = await startNodeProcess(join(folder.path, "data"));
  const genesis = (await node.get("/v1/genesis")).json;
  const { network: chainId } = await node.health();
  const primary = apiHeaderSource("node", async (path) => {
    const { status, json } = await node.get(path);
    if (status !== 200) throw new Error(json.code);
    return json;
  });
  client = new LightClient({ primary, rules: { chainId, trustingPeriodMs: 14 * dayMs } });
  const members: { publicKey: string; power: string }[] = genesis.validators;
  const trusted = members.map(({ publicKey, power }) => ({ publicKey: hexToBytes(publicKey), power: BigInt(power) }));
  // A new node makes its first block with the first payment or heartbeat.
  await pay();
  await client.trustValidators(validatorSet(trusted));
});
afterAll(async () => {
  await node.kill();
  folder.remove();
});

async function pay(): Promise<number> {
  const payment = { to: "bob", currency: "USD", amount: "100" };
  const { json } = await node.post("/v1/settlement/pay?signAs=alice", payment);
  expect(json.code).toBe(0);
  return json.height;
}

const keyOf = (account: string, currency: string) => `accounts/balance/${currency}/${devnet.account(account)}`;
const proofOf = async (account: string, currency: string) =>
  (await node.get(`/v1/accounts/balance?account=${account}&currency=${currency}&prove=true`)).json;

describe("against a running node", () => {
  it("proves a balance and an absence, each under a header that it verified", async () => {
    await pay();
    const { value, proof } = await proofOf("bob", "USD");
    const proved = await client.verifyStateProof(proof, { key: keyOf("bob", "USD") }, Date.now());
    expect(proved).toMatchObject({ present: true, height: proof.height });
    expect(proved.present && codecOf(balanceSchema).decode(proved.value)).toMatchObject({ amount: BigInt(value) });
    const absence = (await proofOf("bob", "THB")).proof;
    expect(await client.verifyStateProof(absence, { key: keyOf("bob", "THB") }, Date.now())).toEqual({
      present: false,
      height: absence.height,
    });
  });

  it("follows the newest block and goes back to an old one", async () => {
    const height = await pay();
    const latest = await client.verifyToHeight("latest", Date.now());
    expect(latest.header.height).toBeGreaterThanOrEqual(height);
    expect((await client.verifyToHeight(1, Date.now())).header.height).toBe(1);
  });

  it("believes no proof for another key, and no node of other validators", async () => {
    const { proof } = await proofOf("bob", "USD");
    const ask = () => client.verifyStateProof(proof, { key: keyOf("carol", "USD") }, Date.now());
    expect(await lightCodeOf(ask)).toBe("light/wrongKey");
    const strangers = validatorSet([{ publicKey: hashOfText("stranger"), power: 1n }]);
    expect(await lightCodeOf(() => client.trustValidators(strangers))).toBe("light/wrongTrustRoot");
  });
});
