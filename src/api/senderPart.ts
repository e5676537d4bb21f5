// What whoever sent a transaction is told of others: their names, but none of their figures.
import { isAccount } from "#src/core/account.ts";
import type { RefusalShown } from "#src/machine/block.ts";
import { ownPart, type Reader } from "#src/machine/readers.ts";
import type { DecidedTransaction } from "./service.ts";

/** Answers and refusals of a transaction for its senders: anybody may send one, only to read how it fails. */
export function partForSender(readers: readonly Reader[], decided: DecidedTransaction): DecidedTransaction {
  const { refusal, itemRefusals } = decided;
  return {
    ...decided,
    answers: ownPart(readers, decided.answers),
    ...(refusal && { refusal: refusalFor(readers, refusal) }),
    ...(itemRefusals && {
      itemRefusals: itemRefusals.map((item) => ({ ...item, refusal: refusalFor(readers, item.refusal) })),
    }),
  };
}

/** A refusal that names somebody else tells no amounts: what another account lacks would show what it has. */
function refusalFor(readers: readonly Reader[], { code, details }: RefusalShown): RefusalShown {
  const entries = Object.entries(details);
  const texts = entries.map(([, value]) => value).filter((value) => typeof value === "string");
  const mayReadAll = readers.some(
    (reader) => reader.role === "supervisor" || (reader.role === "central-bank" && texts.includes(reader.currency)),
  );
  const isOwn = (text: string) =>
    !isAccount(text) || readers.some(({ role, ...of }) => "account" in of && of.account === text);
  if (mayReadAll || texts.every(isOwn)) return { code, details };
  return {
    code,
    details: Object.fromEntries(entries.filter(([, value]) => typeof value !== "number" && typeof value !== "bigint")),
  };
}
