// Decided transactions as the API shows them: read back from the records of their block.
import type { z } from "zod";
import type { DecidedTransaction, PlacedEvent } from "#src/api/service.ts";
import { present } from "#src/core/assert.ts";
import { CborReader } from "#src/core/cbor/reader.ts";
import { codecOf } from "#src/core/form.ts";
import type { Registry } from "#src/machine/registry.ts";
import type { PreparedEnvelope } from "#src/machine/transaction.ts";
import {
  type BlockRecord,
  type EventRecord,
  type ResultRecord,
  type ResultsRecord,
  refusalShownOf,
  requireEvent,
} from "./records.ts";

/** One transaction of a block with its result; `envelope` is the transaction as prepared again from the record. */
export function decidedTransaction(
  registry: Registry,
  record: BlockRecord,
  results: ResultsRecord,
  index: number,
  envelope: PreparedEnvelope,
): DecidedTransaction {
  const result = present(results.results[index], "every transaction has a result");
  const { code, refusal, itemRefusals, workUsed } = result;
  const { height } = record;
  return {
    id: present(record.transactionIds[index], "every transaction has an id"),
    kind: envelope.kind,
    height,
    index,
    timeMs: record.timeMs,
    code,
    ...(refusal === undefined ? {} : { refusal: refusalShownOf(refusal) }),
    answers: envelope.kind === "transaction" && code === 0 ? answersOf(envelope, result.data) : [],
    ...(envelope.kind === "batch" && code === 0 ? { itemCodes: itemCodesOf(result.data) } : {}),
    ...(itemRefusals === undefined
      ? {}
      : { itemRefusals: itemRefusals.map((item) => ({ index: item.index, refusal: refusalShownOf(item.refusal) })) }),
    workUsed,
    // Most clients of a batch never look, and a thousand events take long to write as JSON.
    get events() {
      return eventsOfTransaction(registry, record, results, index);
    },
  };
}

/** The events of one transaction, numbered within the block. */
export function eventsOfTransaction(
  registry: Registry,
  record: BlockRecord,
  results: ResultsRecord,
  index: number,
): PlacedEvent[] {
  let first = 0;
  for (let at = 0; at < index; at += 1) first += results.results[at]?.events.length ?? 0;
  const { events } = present(results.results[index], "every transaction has a result");
  const transactionId = present(record.transactionIds[index], "every transaction has an id");
  const { height } = record;
  return events.map((event, at) => ({ height, index: first + at, transactionId, ...shownEvent(registry, event) }));
}

/** The events of a block from a number on: those of its transactions in order, then those of block work. */
export function* eventsOfBlock(
  registry: Registry,
  record: BlockRecord,
  results: ResultsRecord,
  from: number,
): Generator<PlacedEvent> {
  const { height } = record;
  let index = 0;
  for (const [at, { events }] of results.results.entries()) {
    const transactionId = present(record.transactionIds[at], "every transaction has an id");
    for (const event of events) {
      if (index >= from) yield { height, index, transactionId, ...shownEvent(registry, event) };
      index += 1;
    }
  }
  for (const event of results.blockEvents) {
    if (index >= from) yield { height, index, ...shownEvent(registry, event) };
    index += 1;
  }
}

function shownEvent(registry: Registry, { type, content }: EventRecord): { type: string; content: unknown } {
  const { schema } = requireEvent(registry, type);
  return { type, content: (schema as z.ZodType).encode(codecOf(schema).decode(content)) };
}

function answersOf(envelope: PreparedEnvelope & { kind: "transaction" }, data: ResultRecord["data"]): unknown[] {
  const reader = new CborReader(data);
  reader.arrayLength();
  return envelope.messages.map(({ route }) => {
    const { result } = route.definition;
    if (route.result === undefined || result === undefined) {
      reader.takeNull();
      return null;
    }
    return result.encode(route.result.read(reader));
  });
}

function itemCodesOf(data: Uint8Array): number[] {
  const reader = new CborReader(data);
  return Array.from({ length: reader.arrayLength() }, () => reader.integer());
}
