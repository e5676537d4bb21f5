// Reads a batch file from end to end before anything is sent: every item must have the form of its message.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { ContentError } from "#src/sdk/contentCodec.ts";
import { type BadLine, type BatchFormat, type BatchItem, isBad, readItems } from "./items.ts";
import type { BatchMessage } from "./message.ts";

export interface BatchCheck {
  readonly items: number;
  /** The SHA-256 of the file, in hex. */
  readonly fileHash: string;
  /** The first lines that are wrong, up to a bound. */
  readonly bad: readonly BadLine[];
  readonly badLines: number;
}

/** As many as somebody mends before trying again. */
const badShownMax = 20;

export async function checkBatch(file: string, format: BatchFormat, message: BatchMessage): Promise<BatchCheck> {
  const bad: BadLine[] = [];
  let badLines = 0;
  let items = 0;
  for await (const item of readItems(file, format, message.schema)) {
    const wrong = isBad(item) ? item : faultOf(item, message);
    if (wrong === undefined) {
      items += 1;
      continue;
    }
    badLines += 1;
    if (bad.length < badShownMax) bad.push(wrong);
  }
  return { items, fileHash: await hashOf(file), bad, badLines };
}

function faultOf({ line, content }: BatchItem, message: BatchMessage): BadLine | undefined {
  try {
    message.encode(content);
    return undefined;
  } catch (reason) {
    if (reason instanceof ContentError) return { line, reason: reason.message.replace(/^\./, "") };
    throw reason;
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) hash.update(piece);
  return hash.digest("hex");
}
