// What a client carries with it: how contents are encoded, and under which key a query's proof stands.
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { Registry, RoutedQuery } from "#src/machine/registry.ts";
import { type JsonSchema, standaloneSchema } from "./schemaBook.ts";
import { stableJson } from "./stableJson.ts";

export interface ClientContract {
  readonly messages: Readonly<Record<string, { readonly schemaHash: string; readonly schema: JsonSchema }>>;
  /** By query: `accounts/balance/{currency}/{account}`, each part a parameter; whole numbers have sixteen digits. */
  readonly provedKeys: Readonly<Record<string, string>>;
}

const described = new WeakMap<Registry, ClientContract>();

/** Made once for each set of modules. */
export function clientContract(registry: Registry): ClientContract {
  const known = described.get(registry) ?? describe(registry);
  described.set(registry, known);
  return known;
}

function describe(registry: Registry): ClientContract {
  const messages = [...registry.messages.values()].map(({ type, definition }) => {
    const schema = standaloneSchema(definition.schema);
    // A client compares hashes, so that it never signs by a schema that the ledger no longer has.
    const schemaHash = bytesToHex(sha256(new TextEncoder().encode(stableJson(schema))));
    return [type, { schemaHash, schema }] as const;
  });
  const provedKeys = [...registry.queries.values()].flatMap((query) => {
    const key = provedKeyOf(query);
    return key === undefined ? [] : [[query.name, key] as const];
  });
  return { messages: Object.fromEntries(messages), provedKeys: Object.fromEntries(provedKeys) };
}

/** A query forms its key from its parameters as they are, so their names in braces give the pattern. */
function provedKeyOf({ definition }: RoutedQuery): string | undefined {
  const names = Object.keys(definition.params.shape).map((name) => [name, `{${name}}`]);
  return definition.proves?.(Object.fromEntries(names));
}
