// Aliases: on a devnet, short names that may stand wherever a request names an account.
import type { z } from "zod";
import { type Account, isAccount } from "#src/core/account.ts";
import { formOf } from "#src/core/form.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import { httpProblems } from "./httpProblems.ts";

export const aliasPattern = /^[a-z][a-z0-9-]{0,31}$/;

/** Turns the text that a request gives for an account into what the schema of an account expects. */
export type ResolveAlias = (text: string) => string;

/** An account stays as it is; a name is looked up, and refused when nobody has it; any other text is left to the schema. */
export function aliasResolver(genesis: Genesis): ResolveAlias {
  const entries = genesis.devnet ? genesis.aliases : [];
  const accounts = new Map<string, Account>(entries.map(({ alias, account }) => [alias, account]));
  return (text) => {
    const account = accounts.get(text);
    if (account !== undefined) return account;
    if (aliasPattern.test(text)) throw httpProblems.unknownAlias({ details: { alias: text } });
    return text;
  };
}

/** The account that a text names outside of any schema, such as in a list of signers. */
export function accountNamed(resolve: ResolveAlias, text: string): Account | undefined {
  const resolved = resolve(text);
  return isAccount(resolved) ? resolved : undefined;
}

/** Replaces the aliases in a value that has yet to be checked: whatever does not fit the schema stays as it is. */
export type Substitute = (value: unknown, resolve: ResolveAlias) => unknown;

type AnySchema = z.core.$ZodType;

const compiled = new WeakMap<AnySchema, Substitute | null>();

/** Null for a schema without accounts, so that most values are not walked at all. */
export function substitutionOf(schema: AnySchema): Substitute | null {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const substitute = compile(schema);
  compiled.set(schema, substitute);
  return substitute;
}

function compile(schema: AnySchema): Substitute | null {
  const definition = (schema as z.core.$ZodTypes)._zod.def;
  switch (definition.type) {
    case "optional":
    case "nullable":
      return substitutionOf(definition.innerType);
    case "array":
      return inArray(substitutionOf(definition.element));
    case "object":
      return inObject(definition.shape);
    case "union":
      return inUnion(definition as z.core.$ZodDiscriminatedUnionDef);
    default:
      return formOf(schema).kind === "account" ? inAccount : null;
  }
}

const inAccount: Substitute = (value, resolve) => (typeof value === "string" ? resolve(value) : value);

function inArray(element: Substitute | null): Substitute | null {
  if (element === null) return null;
  return (value, resolve) => (Array.isArray(value) ? value.map((item) => element(item, resolve)) : value);
}

function inObject(shape: Readonly<Record<string, AnySchema>>): Substitute | null {
  const members = Object.entries(shape).flatMap(([name, schema]): [string, Substitute][] => {
    const substitute = substitutionOf(schema);
    return substitute === null ? [] : [[name, substitute]];
  });
  if (members.length === 0) return null;
  return (value, resolve) => {
    if (!isRecord(value)) return value;
    const changed = { ...value };
    for (const [name, substitute] of members) {
      if (Object.hasOwn(value, name)) changed[name] = substitute(value[name], resolve);
    }
    return changed;
  };
}

function inUnion({ discriminator, options }: z.core.$ZodDiscriminatedUnionDef): Substitute | null {
  const choices = new Map<unknown, Substitute | null>();
  for (const option of options) {
    const { shape } = (option as z.ZodObject)._zod.def;
    const literal = (shape[discriminator] as z.ZodLiteral | undefined)?._zod.def.values[0];
    choices.set(literal, substitutionOf(option));
  }
  if ([...choices.values()].every((choice) => choice === null)) return null;
  return (value, resolve) => {
    const choice = isRecord(value) ? choices.get(value[discriminator]) : undefined;
    return choice ? choice(value, resolve) : value;
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
