// JSON Schemas of zod schemas, always of the JSON that travels, with the shared ones under names of their own.
import { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { formOf } from "#src/core/form.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { aliasPattern } from "./aliases.ts";

export type JsonSchema = { readonly [keyword: string]: unknown };

/** What a schema is called among the components of the document. */
interface Naming {
  readonly id: string;
  readonly description?: string;
}

/** Requests may name accounts by alias, answers never do; so the two differ in what an account is. */
export type SchemaUse = "request" | "answer";

const componentPrefix = "#/components/schemas/";

export class SchemaBook {
  readonly #names = { request: z.registry<Naming>(), answer: z.registry<Naming>() };
  readonly #components = new Map<string, JsonSchema>();

  constructor() {
    this.name("request", accountSchema, {
      id: "AccountOrAlias",
      description: "An account in bech32m, or on a devnet the name of a well-known one.",
    });
    this.name("answer", accountSchema, { id: "Account", description: "An account in bech32m." });
  }

  /** Gives a schema a name, under which all later uses refer to it. */
  name(use: SchemaUse, schema: z.ZodType, naming: Naming): void {
    assert(/^[A-Za-z0-9._-]+$/.test(naming.id), "a component is named as OpenAPI allows");
    this.#names[use].add(schema, naming as never);
  }

  /** The JSON Schema, or a reference to it when it has a name. */
  schema(use: SchemaUse, schema: z.ZodType): JsonSchema {
    const name = this.#names[use].get(schema)?.id;
    if (name !== undefined && this.#components.has(name)) return { $ref: componentPrefix + name };
    const { $schema: _, $defs = {}, id: __, ...root } = this.#convert(use, schema);
    for (const [id, definition] of Object.entries($defs as Record<string, JsonSchema>)) this.#keep(id, definition);
    if (name === undefined) return withComponentReferences(root);
    this.#keep(name, root);
    return { $ref: componentPrefix + name };
  }

  /** The named schemas that were used, by name. */
  components(): Readonly<Record<string, JsonSchema>> {
    const names = [...this.#components.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, this.#components.get(name) ?? {}]));
  }

  #keep(name: string, { id: _, ...definition }: JsonSchema): void {
    if (!this.#components.has(name)) this.#components.set(name, withComponentReferences(definition));
  }

  #convert(use: SchemaUse, schema: z.ZodType): JsonSchema {
    return z.toJSONSchema(schema, {
      target: "draft-2020-12",
      io: "input",
      metadata: this.#names[use] as never,
      override: ({ zodSchema, jsonSchema }) => refine(jsonSchema, use, zodSchema),
    }) as JsonSchema;
  }
}

/** A schema that stands alone, as contracts hold it; its formats tell a client how a value is encoded. */
export function standaloneSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...root } = z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io: "input",
    metadata: z.registry<Naming>() as never,
    override: ({ zodSchema, jsonSchema }) => refine(jsonSchema, "answer", zodSchema),
  }) as JsonSchema;
  return root;
}

const accountOrAliasPattern = `^(kdg1[02-9ac-hj-np-z]{38}|${aliasPattern.source.slice(1, -1)})$`;

/** Half of a surrogate pair is no character; JSON in UTF-8 has none, and few validators know how to name them. */
const surrogates = "\\ud800-\\udfff";

function refine(jsonSchema: z.core.JSONSchema.BaseSchema, use: SchemaUse, schema: z.core.$ZodType): void {
  if (jsonSchema.pattern !== undefined) jsonSchema.pattern = jsonSchema.pattern.replace(surrogates, "");
  Object.assign(jsonSchema, refinementOf(use, schema));
}

/** What the text of a codec means: JSON Schema itself can only tell its pattern. */
function refinementOf(use: SchemaUse, schema: z.core.$ZodType): JsonSchema {
  const definition = (schema as z.core.$ZodTypes)._zod.def;
  if (definition.type !== "pipe" && definition.type !== "string") return {};
  switch (formOf(schema).kind) {
    case "account":
      return use === "answer"
        ? { format: "kedge-account" }
        : { format: "kedge-account", pattern: accountOrAliasPattern, minLength: 1, examples: ["alice"] };
    case "bytes":
      return { format: "kedge-hex" };
    case "bigint": {
      const { minValue, maxValue } = (definition as z.core.$ZodPipeDef).out as z.ZodBigInt;
      return { format: "kedge-integer", "x-least": String(minValue), "x-most": String(maxValue) };
    }
    default:
      return {};
  }
}

function withComponentReferences(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', `"$ref":"${componentPrefix}`)) as JsonSchema;
}
