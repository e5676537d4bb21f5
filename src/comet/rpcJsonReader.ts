// Headers, commits and validators read from the JSON of CometBFT's RPC: the one form, or an error that names the place.
import { base64 } from "@scure/base";
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { publicKeyLength, signatureLength } from "#src/crypto/ed25519.ts";
import { bytesEqual, bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { sha256Length } from "#src/crypto/sha256.ts";
import type { BlockId } from "./blockId.ts";
import { blockIdFlagNumbers, type Commit, type CommitSignature } from "./commit.ts";
import type { Header } from "./header.ts";
import { absentTime, type Timestamp } from "./timestamp.ts";
import {
  totalPowerMax,
  type ValidatorSet,
  validatorAddress,
  validatorAddressLength,
  validatorSet,
} from "./validators.ts";

/** The JSON is not what CometBFT's RPC answers. */
export class RpcJsonError extends Error {
  constructor(subject: string, fault: z.ZodError) {
    const [first] = fault.issues;
    super(`${subject} is malformed at /${first?.path.join("/") ?? ""}: ${first?.message ?? "unknown"}`, {
      cause: fault,
    });
    this.name = "RpcJsonError";
  }
}

/** CometBFT's own bound on the name of a chain. */
const chainIdLengthMax = 50;
/** Parts of 64 KiB in CometBFT's largest block of 100 MB. */
const blockPartsMax = 1_601;
/** Rounds are an int32. */
const roundMax = 2 ** 31 - 1;

function hexTextSchema(...lengths: readonly number[]) {
  return z
    .string()
    .max(2 * Math.max(...lengths))
    .regex(/^([0-9A-F]{2})*$/)
    .transform((text) => hexToBytes(text.toLowerCase()))
    .refine((bytes) => lengths.includes(bytes.length), { error: `not ${lengths.join(" or ")} bytes` });
}

function base64TextSchema(length: number) {
  return z
    .string()
    .length(4 * Math.ceil(length / 3))
    .transform((text, context) => {
      try {
        return base64.decode(text);
      } catch {
        context.addIssue({ code: "custom", message: "not base64" });
        return z.NEVER;
      }
    })
    .refine((bytes) => bytes.length === length, { error: `not ${length} bytes` });
}

const hashTextSchema = hexTextSchema(sha256Length);
const countTextSchema = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,15})$/)
  .transform(Number)
  .refine(Number.isSafeInteger, { error: "too large" });
const positiveCountTextSchema = countTextSchema.refine((count) => count > 0, { error: "not above 0" });

const timeSchema = z
  .string()
  .max("2000-01-01T00:00:00.123456789Z".length)
  .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z$/)
  .transform((text, context): Timestamp => {
    const [toTheSecond = "", decimals = ""] = text.slice(0, -1).split(".");
    const timeMs = Date.parse(`${toTheSecond}Z`);
    // A day that no month has may be read as a day of the next month: the same text must come back.
    if (Number.isNaN(timeMs) || new Date(timeMs).toISOString().slice(0, toTheSecond.length) !== toTheSecond) {
      context.addIssue({ code: "custom", message: "not a moment of the calendar" });
      return z.NEVER;
    }
    return { seconds: timeMs / 1_000, nanos: Number(decimals.padEnd(9, "0")) };
  });

const blockIdSchema = z
  .strictObject({
    hash: hexTextSchema(0, sha256Length),
    parts: z.strictObject({ total: z.int().min(0).max(blockPartsMax), hash: hexTextSchema(0, sha256Length) }),
  })
  .refine(({ hash, parts }) => (hash.length === 0) === (parts.total === 0 && parts.hash.length === 0), {
    error: "names a block by half",
  })
  .transform(({ hash, parts }): BlockId => ({ hash, partSetHeader: parts }));

const headerSchema = z
  .strictObject({
    version: z.strictObject({ block: countTextSchema, app: countTextSchema.default(0) }),
    chain_id: z.string().min(1).max(chainIdLengthMax),
    height: positiveCountTextSchema,
    time: timeSchema,
    last_block_id: blockIdSchema,
    last_commit_hash: hexTextSchema(0, sha256Length),
    data_hash: hexTextSchema(0, sha256Length),
    validators_hash: hashTextSchema,
    next_validators_hash: hashTextSchema,
    consensus_hash: hashTextSchema,
    app_hash: hexTextSchema(...Array.from({ length: sha256Length + 1 }, (_, length) => length)),
    last_results_hash: hexTextSchema(0, sha256Length),
    evidence_hash: hexTextSchema(0, sha256Length),
    proposer_address: hexTextSchema(validatorAddressLength),
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

const presentShape = {
  validator_address: hexTextSchema(validatorAddressLength),
  timestamp: timeSchema,
  signature: base64TextSchema(signatureLength),
};
const signatureSchema = z
  .discriminatedUnion("block_id_flag", [
    z.strictObject({
      block_id_flag: z.literal(blockIdFlagNumbers.absent),
      validator_address: z.literal(""),
      timestamp: timeSchema.refine(({ seconds, nanos }) => seconds === absentTime.seconds && nanos === 0, {
        error: "a validator that was not heard has no time",
      }),
      signature: z.null(),
    }),
    z.strictObject({ block_id_flag: z.literal(blockIdFlagNumbers.commit), ...presentShape }),
    z.strictObject({ block_id_flag: z.literal(blockIdFlagNumbers.nil), ...presentShape }),
  ])
  .transform((json): CommitSignature => {
    if (json.block_id_flag === blockIdFlagNumbers.absent) return { flag: "absent" };
    return {
      flag: json.block_id_flag === blockIdFlagNumbers.commit ? "commit" : "nil",
      validatorAddress: json.validator_address,
      time: json.timestamp,
      signature: json.signature,
    };
  });

const commitSchema = z
  .strictObject({
    height: countTextSchema,
    round: z.int().min(0).max(roundMax),
    block_id: blockIdSchema,
    signatures: z.array(signatureSchema).max(limits.validatorsMax),
  })
  .transform(({ height, round, block_id, signatures }): Commit => ({ height, round, blockId: block_id, signatures }));

const powerTextSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,18}$/)
  .transform(BigInt)
  .refine((power) => power <= totalPowerMax, { error: "too much power" });

const validatorSchema = z
  .strictObject({
    address: hexTextSchema(validatorAddressLength),
    pub_key: z.strictObject({
      type: z.literal("tendermint/PubKeyEd25519"),
      value: base64TextSchema(publicKeyLength),
    }),
    voting_power: powerTextSchema,
    // Of no account to who may sign: it changes with every round.
    proposer_priority: z
      .string()
      .regex(/^(0|-?[1-9][0-9]{0,18})$/)
      .optional(),
  })
  .refine(({ address, pub_key }) => bytesEqual(address, validatorAddress(pub_key.value)), {
    error: "the address is not that of the key",
  });

const validatorsSchema = z
  .array(validatorSchema)
  .min(1)
  .max(limits.validatorsMax)
  .refine((members) => new Set(members.map(({ address }) => bytesToHex(address))).size === members.length, {
    error: "a validator is listed twice",
  })
  .refine((members) => members.reduce((sum, { voting_power }) => sum + voting_power, 0n) <= totalPowerMax, {
    error: "too much power together",
  })
  .transform(
    (members): ValidatorSet =>
      validatorSet(members.map(({ pub_key, voting_power }) => ({ publicKey: pub_key.value, power: voting_power }))),
  );

/** Throws an RpcJsonError. */
export function parseHeaderJson(json: unknown): Header {
  return parsed("a header", headerSchema, json);
}

/** Throws an RpcJsonError. */
export function parseCommitJson(json: unknown): Commit {
  return parsed("a commit", commitSchema, json);
}

/** Takes the list of all validators, so pages are joined first. Throws an RpcJsonError. */
export function parseValidatorsJson(json: unknown): ValidatorSet {
  return parsed("a validator set", validatorsSchema, json);
}

function parsed<Value>(subject: string, schema: z.ZodType<Value>, json: unknown): Value {
  const result = schema.safeParse(json);
  if (!result.success) throw new RpcJsonError(subject, result.error);
  return result.data;
}
