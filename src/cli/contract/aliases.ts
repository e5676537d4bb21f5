// The names of a devnet's accounts, put in place of which the accounts themselves are signed.
import type { ContentSchema } from "#src/sdk/contentCodec.ts";

/** Names stand for accounts wherever the schema expects one; what is no known name stays, for the encoder to judge. */
export function resolveAliases(schema: ContentSchema, content: unknown, aliases: ReadonlyMap<string, string>): unknown {
  if (aliases.size === 0) return content;
  if (schema.format === "kedge-account")
    return typeof content === "string" ? (aliases.get(content) ?? content) : content;
  if (Array.isArray(content)) return content.map((each) => resolveAliases(schema.items ?? {}, each, aliases));
  if (typeof content !== "object" || content === null) return content;
  const { properties = {} } = schema;
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [name, resolveAliases(properties[name] ?? {}, value, aliases)]),
  );
}
