// The JSON of answers, as schemas: what OpenAPI publishes and tests hold the server to.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, countSchema, hashSchema, heightSchema, timeMsSchema } from "#src/core/schemas.ts";
import type { Registry } from "#src/machine/registry.ts";
import { messageTypeSchema } from "#src/transaction/body.ts";

const hexSchema = z.string().regex(/^([0-9a-f]{2})*$/);
const upperHexSchema = z.string().regex(/^([0-9A-F]{2})*$/);
const wholeTextSchema = z.string().regex(/^(0|-?[1-9][0-9]*)$/);
const base64Schema = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const timestampSchema = z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]{1,9})?Z$/);
const codeSchema = z.string().regex(/^[a-z][a-z-]*\/[a-zA-Z]+$/);
const problemKindSchema = z.enum(["invalid", "unauthorised", "unknown", "conflict", "limit", "http"]);
const detailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const placeSchema = z.strictObject({
  in: z.enum(["body", "query", "path", "header"]),
  pointer: z.string(),
  reason: z.string(),
});

const refusalSchema = z.strictObject({ code: codeSchema, details: detailsSchema });

const blockIdSchema = z.strictObject({
  hash: upperHexSchema,
  parts: z.strictObject({ total: countSchema, hash: upperHexSchema }),
});

/** A header in the form of CometBFT's RPC. */
export const headerSchema = z.strictObject({
  version: z.strictObject({ block: wholeTextSchema, app: wholeTextSchema.optional() }),
  chain_id: z.string(),
  height: wholeTextSchema,
  time: timestampSchema,
  last_block_id: blockIdSchema,
  last_commit_hash: upperHexSchema,
  data_hash: upperHexSchema,
  validators_hash: upperHexSchema,
  next_validators_hash: upperHexSchema,
  consensus_hash: upperHexSchema,
  app_hash: upperHexSchema,
  last_results_hash: upperHexSchema,
  evidence_hash: upperHexSchema,
  proposer_address: upperHexSchema,
});

/** A commit in the form of CometBFT's RPC. */
export const commitSchema = z.strictObject({
  height: wholeTextSchema,
  round: countSchema,
  block_id: blockIdSchema,
  signatures: z.array(
    z.strictObject({
      block_id_flag: countSchema,
      validator_address: upperHexSchema,
      timestamp: timestampSchema,
      signature: base64Schema.nullable(),
    }),
  ),
});

export const proofSchema = z.strictObject({
  height: heightSchema,
  present: z.boolean(),
  key: z.string().max(limits.keyLengthMax),
  keyHex: hashSchema,
  valueHex: hexSchema,
  rootHex: hashSchema,
  ics23Base64: base64Schema,
  header: headerSchema,
  commit: commitSchema,
});

export const blockSchema = z.strictObject({
  height: heightSchema,
  timeMs: timeMsSchema,
  root: hashSchema,
  transactions: z.array(z.strictObject({ id: hashSchema, code: countSchema })),
  header: headerSchema,
  commit: commitSchema,
});

/** A light block: what CometBFT's RPC answers as /commit and /validators, together. */
export const lightBlockSchema = z.strictObject({
  signed_header: z.strictObject({ header: headerSchema, commit: commitSchema }),
  validators: z
    .array(
      z.strictObject({
        address: upperHexSchema,
        pub_key: z.strictObject({ type: z.literal("tendermint/PubKeyEd25519"), value: base64Schema }),
        voting_power: wholeTextSchema,
        proposer_priority: wholeTextSchema,
      }),
    )
    .max(limits.validatorsMax),
});

export const acceptedSchema = z.strictObject({ id: hashSchema, status: z.literal("accepted") });

/** An event with its place; the content is that of any event of these modules. */
export function eventSchemaOf(registry: Registry): z.ZodType {
  const shape = { height: heightSchema, index: countSchema, transactionId: hashSchema.optional() };
  const choices = [...registry.events.values()].map(({ type, schema }) =>
    z.strictObject({ ...shape, type: z.literal(type), content: schema }),
  );
  if (choices.length === 0) return z.strictObject({ ...shape, type: messageTypeSchema, content: z.unknown() });
  return z.discriminatedUnion("type", choices as never);
}

/** A decided transaction or batch. */
export function resultSchemaOf(event: z.ZodType) {
  return z.strictObject({
    id: hashSchema,
    status: z.literal("committed"),
    kind: z.enum(["transaction", "batch"]),
    height: heightSchema,
    index: countSchema,
    timeMs: timeMsSchema,
    code: countSchema,
    refusal: refusalSchema.optional(),
    answers: z.array(z.unknown()),
    /** The answer of the only message, where it has one. */
    answer: z.unknown().optional(),
    itemCodes: z.array(countSchema).optional(),
    itemRefusals: z.array(z.strictObject({ index: countSchema, refusal: refusalSchema })).optional(),
    workUsed: countSchema,
    events: z.array(event),
  });
}

/** What a message answers with before it is signed. */
export const unsignedSchema = z.strictObject({
  id: hashSchema,
  network: z.string(),
  kind: z.literal("transaction"),
  validUntilMs: timeMsSchema,
  salt: hexSchema,
  bodyHex: hexSchema,
  signingBytesHex: hexSchema,
  body: z.strictObject({
    network: z.string(),
    validUntilMs: timeMsSchema,
    salt: hexSchema,
    messages: z.array(z.strictObject({ type: messageTypeSchema, actor: accountSchema, content: z.unknown() })),
  }),
});

export function problemSchemaOf(result: z.ZodType) {
  return z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    instance: z.string(),
    code: codeSchema,
    number: countSchema,
    kind: problemKindSchema,
    details: detailsSchema.optional(),
    places: z.array(placeSchema).max(limits.invalidPlacesMax).optional(),
    result: result.optional(),
    proof: proofSchema.optional(),
  });
}

export const healthSchema = z.strictObject({
  status: z.enum(["ready", "unready"]),
  network: z.string(),
  engine: z.enum(["single", "abci"]),
  height: heightSchema,
  root: hashSchema,
});

export const catalogueEntrySchema = z.strictObject({
  code: codeSchema,
  number: countSchema,
  kind: problemKindSchema,
  status: z.int().min(400).max(599),
  text: z.string(),
});
