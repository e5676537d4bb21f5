// What the ledger made of a transaction, beside the verdict of the model.
import { CborReader } from "#src/core/cbor/reader.ts";
import { codecOf } from "#src/core/form.ts";
import type { TransactionResult } from "#src/machine/block.ts";
import type { Registry } from "#src/machine/registry.ts";
import type { StateEvent } from "#src/state/view.ts";
import { textOf } from "./compare.ts";
import type { MessageVerdict, Sent, Verdict } from "./model/ledger.ts";

/** Numbers that stand for a defect or a breach: never the answer to bytes that nobody can read. */
const alarms = new Set([1, 2]);

function isAmong(code: string | undefined, grounds: readonly string[]): boolean {
  return code !== undefined && (grounds.length === 0 || grounds.includes(code));
}

const listed = (grounds: readonly string[]) => (grounds.length === 0 ? "any refusal" : grounds.join(" or "));

/** A sentence for each event that no module declares, and for those of what never happened. */
export function eventsUnlike(registry: Registry, events: readonly StateEvent[], mayAnnounce: boolean): string[] {
  return events.flatMap(({ type, content }) => {
    const schema = registry.events.get(type)?.schema;
    if (schema === undefined || !codecOf(schema).check(content))
      return [`${type} is not as declared: ${textOf(content)}`];
    // A breach undoes what was done, and still stops a module.
    return mayAnnounce || type === "machine/breakerTripped" ? [] : [`${type} was announced although nothing was done`];
  });
}

/** A sentence for each way in which the result is not what the model said. */
export function unlike(registry: Registry, sent: Sent, verdict: Verdict, result: TransactionResult): string[] {
  const { code, refusal } = result;
  const { grounds } = verdict;
  if (grounds !== undefined) {
    const isAlarm = alarms.has(code) && grounds.length === 0;
    const isSame = code !== 0 && isAmong(refusal?.code, grounds) && !isAlarm;
    return isSame ? [] : [`${shown(result)}, but the model says ${listed(grounds)}`];
  }
  if (code !== 0) return [`${shown(result)}, but the model accepts it`];
  return sent.kind === "batch" ? itemsUnlike(verdict, result) : answersUnlike(registry, sent, verdict, result);
}

function shown({ code, refusal }: TransactionResult): string {
  return code === 0 ? "accepted" : `refused as ${refusal?.code} ${textOf(refusal?.details)}`;
}

function itemsUnlike({ messages }: Verdict, { data, itemRefusals }: TransactionResult): string[] {
  const reader = new CborReader(data);
  const codes = Array.from({ length: reader.arrayLength() }, () => reader.integer());
  if (codes.length !== messages.length) return [`${codes.length} codes for ${messages.length} items`];
  return messages.flatMap((verdict, at) => {
    const code = codes[at] ?? -1;
    const refused = itemRefusals?.get(at);
    if ("answer" in verdict)
      return code === 0 ? [] : [`item ${at}: refused as ${refused?.code}, but the model accepts it`];
    const isSame = code !== 0 && isAmong(refused?.code, verdict.grounds);
    return isSame ? [] : [`item ${at}: ${refused?.code ?? "accepted"}, but the model says ${listed(verdict.grounds)}`];
  });
}

function answersUnlike(registry: Registry, sent: Sent, { messages }: Verdict, { data }: TransactionResult): string[] {
  const reader = new CborReader(data);
  if (reader.arrayLength() !== messages.length) return ["another number of answers than of messages"];
  return sent.messages.flatMap(({ type }, at) => {
    const codec = registry.messages.get(type)?.result;
    const answer = codec === undefined ? (reader.takeNull() ? undefined : "something") : codec.read(reader);
    const wanted = answerOf(messages[at], codec !== undefined);
    return textOf(answer) === textOf(wanted) ? [] : [`${type} answers\n  ${textOf(answer)}, not\n  ${textOf(wanted)}`];
  });
}

/** What the model's part returns from a message without an answer means nothing. */
function answerOf(verdict: MessageVerdict | undefined, hasAnswer: boolean): unknown {
  return hasAnswer && verdict !== undefined && "answer" in verdict ? verdict.answer : undefined;
}
