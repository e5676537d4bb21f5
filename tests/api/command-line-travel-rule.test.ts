// `kedge travel-rule` and `kedge payee` against a node: a key is published, a payload sealed to it, opened, and its hash checked.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockKey } from "#src/sdk/keys/keystore.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";
import { kedge } from "#tests/support/commandLine.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { travelRulePayload } from "#tests/support/travelRule.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);
const passphrase = "a long passphrase";
const environment = { KEDGE_KEYS: folder.path, KEDGE_PASSPHRASE_FILE: at("passphrase") };
const signer = devnetSigner("cny-bank");
const dayMs = 86_400_000;
let node: NodeProcess;
const run = (...args: string[]) => kedge(args, { environment });

beforeAll(async () => {
  node = await startNodeProcess(at("data"));
  writeFileSync(at("passphrase"), passphrase, { mode: 0o600 });
  writeFileSync(at("treasury.jwe"), await lockKey(signer, passphrase), { mode: 0o600 });
  writeFileSync(at("other.jwe"), await lockKey(devnetSigner("alice"), passphrase), { mode: 0o600 });
  writeFileSync(at("payload.json"), JSON.stringify(travelRulePayload));
  writeFileSync(at("secret"), "07".repeat(32), { mode: 0o600 });
}, 60_000);
afterAll(async () => {
  await node.kill();
  folder.remove();
});

describe("kedge travel-rule", () => {
  it("seals to the published key, opens with the stored one, and checks the hash", { timeout: 60_000 }, async () => {
    const toNobody = ["travel-rule", "seal", at("payload.json"), "--to", "cny-bank", "--out", at("sealed")];
    const early = await run(...toNobody, "--url", node.url);
    expect(early.code).toBe(2);
    expect(early.errors).toContain("has published no key that is valid now");

    const publicKey = (await run("travel-rule", "key", "treasury")).output.trim();
    const now = Date.now();
    const content = { currency: "CNY", publicKey, fromMs: now - dayMs, untilMs: now + dayMs };
    const published = await node.post("/v1/directory/publishDisclosureKey?signAs=cny-bank", content);
    expect(published.json.code).toBe(0);

    const sealed = await run(...toNobody, "--url", node.url, "--json");
    expect(sealed.errors).toBe("");
    const { hash, recipients, isProved } = JSON.parse(sealed.output);
    expect(isProved).toBe(false);
    const believed = await run(...toNobody.slice(0, -1), at("believed"), "--url", node.url);
    expect(believed.output).toContain("told them, believed");
    writeFileSync(at("genesis.json"), JSON.stringify((await node.get("/v1/genesis")).json));
    const trusting = ["--url", node.url, "--genesis", at("genesis.json"), "--json"];
    const proved = await run(...toNobody.slice(0, -1), at("proved"), ...trusting);
    expect(proved.errors).toBe("");
    expect(JSON.parse(proved.output)).toMatchObject({ isProved: true, recipients: [soleAccountOf(signer)] });
    expect(recipients).toEqual([soleAccountOf(signer)]);
    const again = await run(...toNobody, "--url", node.url);
    expect(again.errors).toContain("there is a file");

    const opened = await run("travel-rule", "open", at("sealed"), "--key", "treasury", "--json");
    expect(JSON.parse(opened.output)).toEqual(travelRulePayload);
    const stranger = await run("travel-rule", "open", at("sealed"), "--key", "other");
    expect(stranger.code).toBe(2);
    expect(stranger.errors).toContain("seal/notRecipient");

    expect((await run("travel-rule", "check", at("sealed"), "--hash", hash)).code).toBe(0);
    const text = readFileSync(at("sealed"), "utf8");
    writeFileSync(
      at("changed"),
      text.replace(/"content":"(.)/, (_, first) => `"content":"${first === "A" ? "B" : "A"}`),
    );
    expect((await run("travel-rule", "check", at("changed"), "--hash", hash)).code).toBe(5);
    expect((await run("travel-rule", "open", at("changed"), "--key", "treasury")).code).toBe(5);
  });
});

describe("kedge payee", () => {
  it("prints what the directory takes, and refuses what is no phone number", { timeout: 60_000 }, async () => {
    const args = ["payee", "hash", "+86 138-0013-8000", "--name", "Li Wei Ming", "--secret", at("secret"), "--json"];
    const { proxy, maskedName, nameHash } = JSON.parse((await run(...args)).output);
    const said = { currency: "CNY", accountHash: "01".repeat(32), nameHash, lifeMs: dayMs };
    const path = "/v1/directory/registerProxy?signAs=cny-bank";
    expect((await node.post(path, { proxy, maskedName, ...said })).json.code).toBe(0);
    expect((await node.get(`/v1/directory/payee?proxy=${proxy}`)).json).toMatchObject({ maskedName: "L* W** M***" });
    const wrong = await run("payee", "hash", "013800138000", "--secret", at("secret"));
    expect(wrong.code).toBe(2);
  });
});
