// Records of meters: what a device's key signs, so that anyone may hand its readings in.
import { concatBytes } from "#src/crypto/hex.ts";
import { contentEncoder } from "./contentCodec.ts";
import type { ContentOf } from "./definitions.ts";
import { type Signer, signatureBy } from "./keys/signer.ts";
import { contract } from "./messages.ts";

/** What `messages.energy.recordReadings` takes, but for the signature. */
export type MeterRecord = Omit<ContentOf<"energy/recordReadings">, "signature">;
export type SignedMeterRecord = MeterRecord & { readonly signature: Uint8Array };

const domain = new TextEncoder().encode("kedge/meter-record/1\n");
let encode: ((record: unknown) => Uint8Array) | undefined;

/** The domain tag and the record in deterministic CBOR; throws a ContentError for what is no record. */
export function meterRecordBytes(record: MeterRecord): Uint8Array {
  encode ??= contentEncoder(recordSchema());
  return concatBytes(domain, encode(record));
}

export async function signMeterRecord(record: MeterRecord, meter: Signer): Promise<SignedMeterRecord> {
  const { signature } = await signatureBy(meter, meterRecordBytes(record));
  return { ...record, signature };
}

/** The record is the message without its signature, so the contract describes both. */
function recordSchema() {
  const { properties = {}, required = [], ...schema } = contract.messages["energy/recordReadings"]?.schema ?? {};
  const { signature: _signature, ...rest } = properties;
  return { ...schema, properties: rest, required: required.filter((name) => name !== "signature") };
}
