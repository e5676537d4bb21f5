// The client signs for compute delivered exactly the bytes that the ledger checks.
import fc from "fast-check";
import { expect, test } from "vitest";
import { verifyZip215 } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { recordSigningBytes } from "#src/modules/compute/rules.ts";
import { ContentError } from "#src/sdk/contentCodec.ts";
import { type DeliveryRecord, deliveryRecordBytes, signDeliveryRecord } from "#src/sdk/deliveryRecord.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";

const amounts = fc.bigInt({ min: 0n, max: 2n ** 90n });
const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const consumer = soleAccountOf(devnetSigner("alice"));
const counters = fc.record({
  beforeJoules: amounts,
  afterJoules: amounts,
  modulusJoules: amounts.map((amount) => amount + 1n),
  hoursJoules: fc.array(amounts, { minLength: 1, maxLength: 24 }),
});
const records = fc.record(
  {
    site: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,47}$/),
    consumer: fc.constant(consumer),
    workload: fc.constantFrom<DeliveryRecord["workload"]>("train", "infer", "general"),
    startMs: fc.nat().map((hour) => hour * 3_600_000),
    hoursMicroScu: fc.array(amounts, { minLength: 1, maxLength: 24 }),
    jobHash: hashes,
    resultHash: hashes,
    latencyP99Ms: fc.nat({ max: 1_000 }),
    counter: counters,
    certificateId: fc.integer({ min: 1, max: 1_000_000 }),
  },
  { requiredKeys: ["site", "consumer", "workload", "startMs", "hoursMicroScu", "jobHash", "resultHash"] },
);

test("makes the bytes of a record as the ledger makes them, with hashes as bytes or in hex", () => {
  fc.assert(
    fc.property(records, (record) => {
      const bytes = recordSigningBytes(record);
      expect(deliveryRecordBytes(record)).toEqual(bytes);
      const [jobHash, resultHash] = [bytesToHex(record.jobHash), bytesToHex(record.resultHash)];
      expect(deliveryRecordBytes({ ...record, jobHash, resultHash })).toEqual(bytes);
    }),
  );
});

const record: DeliveryRecord = {
  ...{ site: "fresno", consumer, workload: "infer", startMs: 0, hoursMicroScu: [1n] },
  ...{ jobHash: new Uint8Array(32), resultHash: new Uint8Array(32) },
};

test("signs as provider and as consumer, each for itself", async () => {
  const [provider, buyer] = [devnetSigner("site-fresno"), devnetSigner("alice")];
  const { providerSignature, consumerSignature, ...signed } = await signDeliveryRecord(record, provider, buyer);
  expect(signed).toEqual(record);
  const bytes = deliveryRecordBytes(record);
  expect(verifyZip215(bytes, providerSignature, provider.publicKey)).toBe(true);
  expect(verifyZip215(bytes, consumerSignature, buyer.publicKey)).toBe(true);
  expect(verifyZip215(bytes, consumerSignature, provider.publicKey)).toBe(false);
});

test("refuses what is no record, before anything is signed", async () => {
  const signers = [devnetSigner("site-fresno"), devnetSigner("alice")] as const;
  await expect(signDeliveryRecord({ ...record, hoursMicroScu: [] }, ...signers)).rejects.toThrow(ContentError);
});
