// Fields of a message or query as flags: `--amount 5`, `--policy.threshold 2`, `--legs.0.to kdg1…`, read back into JSON.
import type { Options } from "yargs";
import { usageFailure } from "#src/cli/failure.ts";
import type { ContentSchema } from "#src/sdk/contentCodec.ts";

/** Flags that commands have for themselves: a field of such a name is written `--field.NAME`. */
const reserved = new Set([
  ...["help", "version", "json", "debug", "url", "height", "prove", "all", "field", "session"],
  ...["from", "as", "content", "dry-run", "keys", "wait", "valid-for", "save", "resend"],
]);

interface Field {
  /** Where it stands in the content. */
  readonly path: readonly string[];
  readonly flag: string;
  readonly schema: ContentSchema;
  readonly isRequired: boolean;
}

/** What is written as one flag: a single value, or a list of single values. */
const isLeaf = ({ type, items }: ContentSchema) => type !== "object" && (type !== "array" || items?.type !== "object");

/** The flags of a schema; `args` tells how many elements of a list of objects are meant. */
export function fieldsOf(schema: ContentSchema, args: readonly string[]): readonly Field[] {
  return fieldsUnder(schema, [], true, args);
}

function fieldsUnder(
  { properties = {}, required = [] }: ContentSchema,
  before: readonly string[],
  isRequiredBefore: boolean,
  args: readonly string[],
): readonly Field[] {
  return Object.entries(properties).flatMap(([name, schema]): readonly Field[] => {
    const path = [...before, name];
    const isRequired = isRequiredBefore && required.includes(name);
    if (isLeaf(schema)) return [{ path, flag: flagOf(path), schema, isRequired }];
    if (schema.type === "object") return fieldsUnder(schema, path, isRequired, args);
    const { items = {}, maxItems = 1, minItems = 0 } = schema;
    return Array.from({ length: Math.min(elementsMeant(path, args), maxItems) }, (_, index) =>
      fieldsUnder(items, [...path, String(index)], isRequired && index < minItems, args),
    ).flat();
  });
}

function flagOf(path: readonly string[]): string {
  const flag = path.join(".");
  return reserved.has(flag) ? `field.${flag}` : flag;
}

/** One, so that help shows its fields, and as many as the highest index that is named. */
function elementsMeant(path: readonly string[], args: readonly string[]): number {
  const before = `--${flagOf(path)}.`;
  const indices = args.flatMap((arg) => (arg.startsWith(before) ? Number.parseInt(arg.slice(before.length), 10) : []));
  return Math.max(0, ...indices.filter(Number.isInteger)) + 1;
}

/** Flags of these fields; what is required is checked when all of the content is known. */
export function optionsOf(fields: readonly Field[]): Record<string, Options> {
  return Object.fromEntries(fields.map((field) => [field.flag, optionOf(field)]));
}

function optionOf({ schema, isRequired }: Field): Options {
  const isList = schema.type === "array";
  const single = isList ? (schema.items ?? {}) : schema;
  const describe = `${isRequired ? "" : "(optional) "}${formText(single)}${isList ? ", once for each" : ""}`;
  const type = single.type === "boolean" && !isList ? "boolean" : "string";
  return { type, describe, ...(isList && { array: true }) };
}

/** The form of one value in a few words. */
function formText({
  type,
  format,
  enum: choices,
  pattern,
  minLength,
  maxLength,
  minimum,
  maximum,
  ...rest
}: ContentSchema) {
  if (choices !== undefined) return `one of ${choices.join(", ")}`;
  if (format === "kedge-account") return "an account, or on a devnet its name";
  if (format === "kedge-hex") return `${hexLength(minLength, maxLength)} in hex`;
  if (format === "kedge-integer") return `a whole number from ${rest["x-least"]} to ${rest["x-most"]}`;
  if (type === "integer") return `a whole number from ${minimum} to ${maximum}`;
  if (type === "boolean") return "yes or no";
  return pattern === undefined ? "a text" : `a text like ${pattern}`;
}

function hexLength(least = 0, most = 0): string {
  return least === most ? `${most / 2} bytes` : `${least / 2} to ${most / 2} bytes`;
}

/** The flags that must be there, with the form of their values: what an example shows. */
export function exampleFlags(fields: readonly Field[]): string {
  return fields
    .filter(({ isRequired }) => isRequired)
    .map(({ flag, schema }) =>
      schema.type === "boolean" ? `--${flag}` : `--${flag} ${flag.split(".").at(-1)?.toUpperCase()}`,
    )
    .join(" ");
}

/** What was given, in the form of JSON, laid over `base`; fields that were not given stay as they are there. */
export function readFields(
  fields: readonly Field[],
  args: Readonly<Record<string, unknown>>,
  base: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const content = structuredClone(base) as Record<string, unknown>;
  for (const { path, flag, schema } of fields) {
    const given = args[flag];
    if (given === undefined) continue;
    const isList = schema.type === "array";
    if (Array.isArray(given) && !isList) throw usageFailure(`--${flag} is given more than once`);
    const single = isList ? (schema.items ?? {}) : schema;
    put(
      content,
      path,
      isList ? [given].flat().map((each) => readValue(each, single, flag)) : readValue(given, single, flag),
    );
  }
  return content;
}

/** Numbers and yes or no are read; the schema judges everything else. */
function readValue(given: unknown, { type }: ContentSchema, flag: string): unknown {
  if (type === "integer") {
    if (typeof given === "string" && /^(0|-?[1-9][0-9]{0,15})$/.test(given)) return Number(given);
    throw usageFailure(`--${flag} needs a whole number`);
  }
  if (type === "boolean") {
    if (given === true || given === "true") return true;
    if (given === false || given === "false") return false;
    throw usageFailure(`--${flag} is true or false`);
  }
  return given;
}

function put(content: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let place: Record<string, unknown> = content;
  for (const [at, name] of path.slice(0, -1).entries()) {
    const isIndexNext = /^[0-9]+$/.test(path[at + 1] ?? "");
    place[name] ??= isIndexNext ? [] : {};
    place = place[name] as Record<string, unknown>;
  }
  place[path.at(-1) ?? ""] = value;
}
