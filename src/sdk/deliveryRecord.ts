// Records of compute delivered: what provider and consumer sign, so that anyone may hand them in.
import type { ContentOf } from "./definitions.ts";
import { type Signer, signatureBy } from "./keys/signer.ts";
import { recordBytes } from "./signedRecord.ts";

/** What `messages.compute.recordDelivery` takes, but for the signatures. */
export type DeliveryRecord = Omit<ContentOf<"compute/recordDelivery">, "providerSignature" | "consumerSignature">;
export type SignedDeliveryRecord = DeliveryRecord & {
  readonly providerSignature: Uint8Array;
  readonly consumerSignature: Uint8Array;
};

/** Throws a ContentError for what is no record. */
export const deliveryRecordBytes: (record: DeliveryRecord) => Uint8Array = recordBytes(
  "compute/recordDelivery",
  "kedge/delivery-record/1",
  ["providerSignature", "consumerSignature"],
);

/** Signed by the site's delivery key and by the key that the consumer registered. */
export async function signDeliveryRecord(
  record: DeliveryRecord,
  provider: Signer,
  consumer: Signer,
): Promise<SignedDeliveryRecord> {
  const bytes = deliveryRecordBytes(record);
  const { signature: providerSignature } = await signatureBy(provider, bytes);
  const { signature: consumerSignature } = await signatureBy(consumer, bytes);
  return { ...record, providerSignature, consumerSignature };
}
