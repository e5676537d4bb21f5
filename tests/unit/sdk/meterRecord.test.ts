// The client signs for meters exactly the bytes that the ledger checks.
import fc from "fast-check";
import { expect, test } from "vitest";
import { verifyZip215 } from "#src/crypto/ed25519.ts";
import { recordSigningBytes } from "#src/modules/energy/rules.ts";
import { ContentError } from "#src/sdk/contentCodec.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { meterRecordBytes, signMeterRecord } from "#src/sdk/meterRecord.ts";

const amounts = fc.bigInt({ min: 0n, max: 2n ** 90n });
const records = fc.record({
  device: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,47}$/),
  startMs: fc.nat().map((hour) => hour * 3_600_000),
  intervalMinutes: fc.constantFrom(15, 30, 60),
  valuesMilliWh: fc.array(amounts, { minLength: 1, maxLength: 24 }),
  registerBeforeMilliWh: amounts,
  registerAfterMilliWh: amounts,
});

test("makes the bytes of a record as the ledger makes them", () => {
  fc.assert(
    fc.property(records, (record) => {
      expect(meterRecordBytes(record)).toEqual(recordSigningBytes(record));
    }),
  );
});

const record = {
  device: "solar-kern",
  startMs: 0,
  intervalMinutes: 60,
  valuesMilliWh: [1n, 2n],
  registerBeforeMilliWh: 5n,
  registerAfterMilliWh: 8n,
};

test("signs with the key of the meter, and no other key verifies it", async () => {
  const meter = devnetSigner("meter-solar-kern");
  const { signature, ...signed } = await signMeterRecord(record, meter);
  expect(signed).toEqual(record);
  expect(verifyZip215(recordSigningBytes(record), signature, meter.publicKey)).toBe(true);
  expect(verifyZip215(recordSigningBytes(record), signature, devnetSigner("alice").publicKey)).toBe(false);
});

test("refuses what is no record, before anything is signed", async () => {
  const meter = devnetSigner("meter-solar-kern");
  await expect(signMeterRecord({ ...record, valuesMilliWh: [] }, meter)).rejects.toThrow(ContentError);
  await expect(signMeterRecord({ ...record, valuesMilliWh: [-1n] }, meter)).rejects.toThrow(ContentError);
});
