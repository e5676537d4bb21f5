// The one message of which a batch file has many: its schema, and how an item becomes bytes.
import { resolveAliases } from "#src/cli/contract/aliases.ts";
import { usageFailure } from "#src/cli/failure.ts";
import type { ContentSchema } from "#src/sdk/contentCodec.ts";
import { contract, type Message, messageOf } from "#src/sdk/messages.ts";

export interface BatchMessage {
  /** `module/message`. */
  readonly type: string;
  readonly schema: ContentSchema;
  readonly schemaHash: string;
  /** An item as it is sent; throws a ContentError for one that the schema does not allow. */
  encode(content: unknown): Message;
}

export function batchMessage(type: string, aliases: ReadonlyMap<string, string>): BatchMessage {
  const described = Object.hasOwn(contract.messages, type) ? contract.messages[type] : undefined;
  if (described === undefined) throw usageFailure(`there is no message ${type}: "kedge tx --help" lists them`);
  const { schema, schemaHash } = described;
  return { type, schema, schemaHash, encode: (content) => messageOf(type, resolveAliases(schema, content, aliases)) };
}
