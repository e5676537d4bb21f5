// The messages that a ledger has now, each with the hash of its content's schema.
import { z } from "zod";
import { UnknownMessageError } from "./errors.ts";
import { type Http, parsed } from "./http.ts";

const messagesSchema = z.object({ messages: z.array(z.object({ type: z.string(), schemaHash: z.string() })) });

/** Schema hashes, by `module/message`. */
export async function readMessagesInForce(http: Http): Promise<ReadonlyMap<string, string>> {
  const { json } = await http.send({ path: "/v1/messages" });
  const { messages } = parsed(http.baseUrl, messagesSchema, json);
  return new Map(messages.map(({ type, schemaHash }) => [type, schemaHash]));
}

/** Nothing is signed that this ledger would read in another way, or not at all: throws an UnknownMessageError. */
export function requireInForce(
  { type, schemaHash }: { readonly type: string; readonly schemaHash: string },
  inForce: ReadonlyMap<string, string>,
): void {
  const known = inForce.get(type);
  if (known === undefined) throw new UnknownMessageError(type, "absent in the ledger");
  if (known !== schemaHash) throw new UnknownMessageError(type, "of another content in the ledger");
}
