// `kedge compute sign-record` against a running node: each side signs for itself, and the ledger checks both.
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { verifyZip215 } from "#src/crypto/ed25519.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { deliveryRecordBytes } from "#src/sdk/deliveryRecord.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";
import { kedge } from "#tests/support/commandLine.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
let node: NodeProcess;
beforeAll(async () => {
  node = await startNodeProcess(join(folder.path, "data"));
});
afterAll(async () => {
  await node.kill();
  folder.remove();
});

const run = (args: readonly string[], input = "") => kedge([...args, "--url", node.url, "--json"], { input });
const sign = (input: unknown, side: string, as: string) =>
  run(["compute", "sign-record", "--content", "-", "--side", side, "--as", as], JSON.stringify(input));
const record = {
  ...{ site: "fresno", consumer: "bob", workload: "infer", startMs: 0, hoursMicroScu: ["1000000"] },
  ...{ jobHash: "11".repeat(32), resultHash: "22".repeat(32) },
};

it("signs as provider and then as consumer, who is named as on the ledger, and the ledger reads what both signed", async () => {
  const once = await sign(record, "provider", "site-fresno");
  expect(once.code).toBe(0);
  const twice = await sign(JSON.parse(once.output), "consumer", "bob");
  const { providerSignature, consumerSignature, ...signed } = JSON.parse(twice.output);
  expect(signed).toEqual({ ...record, consumer: soleAccountOf(devnetSigner("bob")) });
  const bytes = deliveryRecordBytes(signed);
  expect(verifyZip215(bytes, hexToBytes(providerSignature), devnetSigner("site-fresno").publicKey)).toBe(true);
  expect(verifyZip215(bytes, hexToBytes(consumerSignature), devnetSigner("bob").publicKey)).toBe(true);
  const sent = await run(["tx", "compute", "recordDelivery", "--content", "-", "--as", "carol"], twice.output);
  // The site has no bond yet: the content was understood, and is refused by a rule.
  expect([sent.code, JSON.parse(sent.errors).code]).toEqual([3, "compute/bondTooSmall"]);
});

it("signs nothing that is no record, and without a key", async () => {
  const bad = await sign({ ...record, hoursMicroScu: [] }, "provider", "site-fresno");
  expect([bad.code, bad.output]).toEqual([2, ""]);
  expect(bad.errors).toContain("no record of a delivery: .hoursMicroScu");
  const nameless = await run(
    ["compute", "sign-record", "--content", "-", "--side", "provider"],
    JSON.stringify(record),
  );
  expect(nameless.errors).toContain("say which key signs");
  const list = await run(
    ["compute", "sign-record", "--content", "-", "--side", "provider", "--as", "site-fresno"],
    "[]",
  );
  expect(list.errors).toContain("is no JSON object");
});
