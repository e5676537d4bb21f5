// Modules described as data: all that a client needs to build their messages and read their answers.
import { z } from "zod";
import type { ModuleDefinition } from "#src/machine/module.ts";
import type { Registry } from "#src/machine/registry.ts";
import { jsonFormOf } from "./jsonForm.ts";
import { standaloneSchema } from "./schemaBook.ts";

const jsonSchema = z.looseObject({});
const integerText = z.string().regex(/^(0|-?[1-9][0-9]*)$/);

export const moduleDescriptionSchema = z.strictObject({
  name: z.string(),
  version: z.int().min(1),
  summary: z.string(),
  after: z.array(z.string()),
  messages: z.array(
    z.strictObject({
      type: z.string(),
      summary: z.string(),
      actors: z.union([z.literal("anyone"), z.array(z.string())]),
      schema: jsonSchema,
      result: jsonSchema.optional(),
    }),
  ),
  queries: z.array(
    z.strictObject({
      name: z.string(),
      summary: z.string(),
      provable: z.boolean(),
      params: jsonSchema,
      result: jsonSchema,
    }),
  ),
  events: z.array(z.strictObject({ type: z.string(), schema: jsonSchema })),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      summary: z.string(),
      unit: z.string(),
      default: integerText,
      least: integerText,
      most: integerText,
      owner: z.string(),
      noticeBlocks: z.int().min(0),
    }),
  ),
  tables: z.array(z.string()),
  invariants: z.array(z.string()),
  errors: z.array(z.string()),
});
export type ModuleDescription = z.output<typeof moduleDescriptionSchema>;

const described = new WeakMap<Registry, readonly ModuleDescription[]>();

/** The modules in their order; made once for each set of modules. */
export function describeModules(registry: Registry): readonly ModuleDescription[] {
  const known = described.get(registry) ?? registry.modules.map(describe);
  described.set(registry, known);
  return known;
}

function describe(module: ModuleDefinition): ModuleDescription {
  const {
    name,
    version,
    summary,
    after,
    messages = {},
    queries = {},
    events = {},
    parameters = {},
    invariants = {},
  } = module;
  return {
    name,
    version,
    summary,
    after: [...after],
    messages: Object.entries(messages).map(([verb, message]) => ({
      type: `${name}/${verb}`,
      summary: message.summary,
      actors: message.actors === "anyone" ? "anyone" : [...message.actors],
      schema: standaloneSchema(message.schema),
      ...(message.result && { result: standaloneSchema(message.result) }),
    })),
    queries: Object.entries(queries).map(([noun, query]) => ({
      name: `${name}/${noun}`,
      summary: query.summary,
      provable: query.proves !== undefined,
      params: standaloneSchema(query.params),
      result: standaloneSchema(query.result),
    })),
    events: Object.values(events).map(({ type, schema }) => ({ type, schema: standaloneSchema(schema) })),
    parameters: Object.values(parameters).map(
      ({ get: _, ...setting }) => jsonFormOf(setting) as ModuleDescription["parameters"][number],
    ),
    tables: Object.values(module.tables)
      .map(({ pattern }) => pattern)
      .sort(),
    invariants: Object.keys(invariants),
    errors: Object.values(module.refusals ?? {}).map(({ definition }) => definition.code),
  };
}
