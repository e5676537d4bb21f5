// Records of meters: what a device's key signs, so that anyone may hand its readings in.
import type { ContentOf } from "./definitions.ts";
import { type Signer, signatureBy } from "./keys/signer.ts";
import { recordBytes } from "./signedRecord.ts";

/** What `messages.energy.recordReadings` takes, but for the signature. */
export type MeterRecord = Omit<ContentOf<"energy/recordReadings">, "signature">;
export type SignedMeterRecord = MeterRecord & { readonly signature: Uint8Array };

/** Throws a ContentError for what is no record. */
export const meterRecordBytes: (record: MeterRecord) => Uint8Array = recordBytes(
  "energy/recordReadings",
  "kedge/meter-record/1",
  ["signature"],
);

export async function signMeterRecord(record: MeterRecord, meter: Signer): Promise<SignedMeterRecord> {
  const { signature } = await signatureBy(meter, meterRecordBytes(record));
  return { ...record, signature };
}
