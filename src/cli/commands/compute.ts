// `kedge compute`: signs a record of compute delivered, as its provider or as its consumer.
import { z } from "zod";
import { defineCommand, defineGroup } from "#src/cli/command.ts";
import { resolveAliases } from "#src/cli/contract/aliases.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { urlOption } from "#src/cli/http.ts";
import { readJsonObject } from "#src/cli/jsonText.ts";
import { keysOption } from "#src/cli/keys/keyFolder.ts";
import { linkTo } from "#src/cli/ledger/link.ts";
import { signerNamed } from "#src/cli/ledger/signers.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { ContentError } from "#src/sdk/contentCodec.ts";
import { type DeliveryRecord, deliveryRecordBytes } from "#src/sdk/deliveryRecord.ts";
import { signatureBy } from "#src/sdk/keys/signer.ts";
import { contract } from "#src/sdk/messages.ts";

const signedSchema = z.looseObject({
  providerSignature: z.string().optional(),
  consumerSignature: z.string().optional(),
});

const signRecord = defineCommand({
  command: "sign-record",
  describe: "Sign a delivery as one of its two sides; what both signed, `tx compute recordDelivery --content` takes",
  example: "compute sign-record --content delivery.json --side provider --as site-fresno",
  options: {
    ...urlOption,
    ...keysOption,
    content: {
      type: "string",
      demandOption: true,
      describe: "A file with the record as JSON, or - for standard input",
    },
    side: { choices: ["provider", "consumer"] as const, demandOption: true, describe: "In whose place" },
    from: { type: "string", describe: "A key of this machine; its passphrase is asked for", conflicts: "as" },
    as: { type: "string", describe: "On a devnet: the name of the key, such as site-fresno" },
  },
  async run(args, { terminal }) {
    const content = await readJsonObject(args.content, terminal, "--content");
    const link = await linkTo(args.url);
    const schema = contract.messages["compute/recordDelivery"]?.schema ?? {};
    const { providerSignature, consumerSignature, ...record } = signedSchema.parse(
      resolveAliases(schema, content, link.aliases),
    );
    const bytes = bytesOf(record);
    const { signature } = await signatureBy(await signerNamed(args, link, terminal, "site-fresno"), bytes);
    const signatures = { providerSignature, consumerSignature, [`${args.side}Signature`]: bytesToHex(signature) };
    const json = { ...record, ...signatures };
    return { text: JSON.stringify(json), json };
  },
});

function bytesOf(record: unknown): Uint8Array {
  try {
    return deliveryRecordBytes(record as DeliveryRecord);
  } catch (reason) {
    if (reason instanceof ContentError) throw usageFailure(`no record of a delivery: ${reason.message}`);
    throw reason;
  }
}

export const compute = defineGroup("compute", "Records of compute delivered, signed by both sides", [signRecord]);
