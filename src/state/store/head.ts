// The newest committed height and the summary of each block, as rows of the database.
import { z } from "zod";
import { codecOf } from "#src/core/form.ts";
import { countSchema, hashSchema, heightSchema, timeMsSchema } from "#src/core/schemas.ts";

const headSchema = z.strictObject({
  height: heightSchema,
  timeMs: timeMsSchema,
  root: hashSchema,
  /** Up to this height the state rows hold every change; the changes of later blocks are applied again at start. */
  flushedHeight: heightSchema,
  /** The earliest height whose state can still be read. */
  earliestHeight: heightSchema,
  /** Bytes of the changes kept. */
  historyBytes: countSchema,
});

export type Head = z.output<typeof headSchema>;
export const headCodec = codecOf(headSchema);

const summarySchema = z.strictObject({
  timeMs: timeMsSchema,
  root: hashSchema,
  /** Rows the block changed, and the bytes its changes take. */
  changedRows: countSchema,
  changesBytes: countSchema,
});

export type BlockSummary = z.output<typeof summarySchema>;
export const summaryCodec = codecOf(summarySchema);
