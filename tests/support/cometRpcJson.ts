// Reads headers and commits back from the JSON of CometBFT's RPC, so that tests can start from what it printed.
import { base64 } from "@scure/base";
import { z } from "zod";
import type { BlockId } from "#src/comet/blockId.ts";
import type { Commit, CommitSignature } from "#src/comet/commit.ts";
import type { Header } from "#src/comet/header.ts";
import type { Timestamp } from "#src/comet/timestamp.ts";
import { hexToBytes } from "#src/crypto/hex.ts";

const hexSchema = z.string().transform((text) => hexToBytes(text.toLowerCase()));
const integerSchema = z.string().transform(Number);
const timeSchema = z.iso.datetime().transform((text): Timestamp => {
  const [toTheSecond = "", decimals = ""] = text.slice(0, -1).split(".");
  return { seconds: Date.parse(`${toTheSecond}Z`) / 1_000, nanos: Number(decimals.padEnd(9, "0")) };
});

const blockIdSchema = z
  .strictObject({ hash: hexSchema, parts: z.strictObject({ total: z.int(), hash: hexSchema }) })
  .transform(({ hash, parts }): BlockId => ({ hash, partSetHeader: parts }));

export const headerSchema = z
  .strictObject({
    version: z.strictObject({ block: integerSchema, app: integerSchema.default(0) }),
    chain_id: z.string(),
    height: integerSchema,
    time: timeSchema,
    last_block_id: blockIdSchema,
    last_commit_hash: hexSchema,
    data_hash: hexSchema,
    validators_hash: hexSchema,
    next_validators_hash: hexSchema,
    consensus_hash: hexSchema,
    app_hash: hexSchema,
    last_results_hash: hexSchema,
    evidence_hash: hexSchema,
    proposer_address: hexSchema,
  })
  .transform(
    (json): Header => ({
      version: json.version,
      chainId: json.chain_id,
      height: json.height,
      time: json.time,
      lastBlockId: json.last_block_id,
      lastCommitHash: json.last_commit_hash,
      dataHash: json.data_hash,
      validatorsHash: json.validators_hash,
      nextValidatorsHash: json.next_validators_hash,
      consensusHash: json.consensus_hash,
      appHash: json.app_hash,
      lastResultsHash: json.last_results_hash,
      evidenceHash: json.evidence_hash,
      proposerAddress: json.proposer_address,
    }),
  );

const signatureSchema = z
  .strictObject({
    block_id_flag: z.int(),
    validator_address: hexSchema,
    timestamp: timeSchema,
    signature: z.string().nullable(),
  })
  .transform((json): CommitSignature => {
    if (json.signature === null) return { flag: "absent" };
    return {
      flag: json.block_id_flag === 2 ? "commit" : "nil",
      validatorAddress: json.validator_address,
      time: json.timestamp,
      signature: base64.decode(json.signature),
    };
  });

export const commitSchema = z
  .strictObject({
    height: integerSchema,
    round: z.int(),
    block_id: blockIdSchema,
    signatures: z.array(signatureSchema).nullable(),
  })
  .transform(
    (json): Commit => ({
      height: json.height,
      round: json.round,
      blockId: json.block_id,
      signatures: json.signatures ?? [],
    }),
  );
