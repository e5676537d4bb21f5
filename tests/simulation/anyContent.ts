// Content of any shape that a schema allows, and a little beyond: what nobody in their right mind would send.
import type { z } from "zod";
import { formOf } from "#src/core/form.ts";
import type { Random } from "./random.ts";

/** What texts and accounts are drawn from. */
export interface Vocabulary {
  readonly accounts: readonly string[];
  readonly words: readonly string[];
  readonly timeMs: number;
  /** Whether numbers may lie outside their bounds. */
  readonly isWild: boolean;
}

type AnySchema = z.core.$ZodTypes;

/** Undefined where no text of the vocabulary fits. */
export function anyContent(schema: z.core.$ZodType, random: Random, words: Vocabulary): unknown {
  const kind = formOf(schema).kind;
  if (kind === "account") return random.pick(words.accounts);
  if (kind === "bytes") return anyBytes(schema as AnySchema, random, words);
  const definition = (schema as AnySchema)._zod.def;
  switch (definition.type) {
    case "object": {
      const entries = Object.entries(definition.shape as Record<string, AnySchema>).flatMap(([name, part]) => {
        const isOptional = part._zod.def.type === "optional";
        if (isOptional && random.percent(50)) return [];
        const value = anyContent(isOptional ? innerOf(part) : part, random, words);
        return [[name, value] as const];
      });
      return Object.fromEntries(entries);
    }
    case "array": {
      const { minLength = 0, maxLength = 8 } = bagOf(schema);
      const length = random.percent(5) ? Math.min(maxLength, 64) : random.between(minLength, Math.min(maxLength, minLength + 3));
      return Array.from({ length }, () => anyContent(definition.element, random, words));
    }
    case "pipe":
      return anyContent(definition.out, random, words);
    case "nullable":
      return random.percent(30) ? null : anyContent(innerOf(schema as AnySchema), random, words);
    case "enum":
      return random.pick(Object.values(definition.entries));
    case "literal":
      return random.pick(definition.values);
    case "boolean":
      return random.percent(50);
    case "bigint":
      return anyBigint(schema, random, words);
    case "number":
      return anyNumber(schema, random, words);
    case "string":
      return random.shuffle(words.words).find((word) => (schema as z.ZodType).safeParse(word).success);
    default:
      return undefined;
  }
}

function innerOf(schema: AnySchema): z.core.$ZodType {
  return (schema._zod.def as { readonly innerType: z.core.$ZodType }).innerType;
}

interface Bag {
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** The bounds of a list or a text. */
function bagOf(schema: z.core.$ZodType): Bag {
  const { minimum, maximum, length } = (schema._zod as unknown as { readonly bag: { minimum?: number; maximum?: number; length?: number } }).bag;
  const [least, most] = [length ?? minimum, length ?? maximum];
  return { ...(least === undefined ? {} : { minLength: least }), ...(most === undefined ? {} : { maxLength: most }) };
}

function anyBytes(schema: AnySchema, random: Random, { isWild }: Vocabulary): Uint8Array {
  const text = (schema._zod.def as { readonly in?: z.core.$ZodType }).in;
  const { minLength = 0, maxLength = 0 } = text === undefined ? {} : bagOf(text);
  const length = random.between(minLength / 2, maxLength / 2);
  return random.bytes(isWild && random.percent(30) ? maxLength / 2 + 1 : length);
}

function anyBigint(schema: z.core.$ZodType, random: Random, { isWild }: Vocabulary): bigint {
  const { minValue, maxValue } = schema as unknown as { readonly minValue: bigint | null; readonly maxValue: bigint | null };
  const [least, most] = [minValue ?? 0n, maxValue ?? 2n ** 96n - 1n];
  if (isWild && random.percent(30)) return random.pick([least - 1n, most + 1n]);
  if (random.percent(20)) return random.pick([least, most]);
  const reach = 1n << BigInt(random.below(97));
  const value = least + random.bigBelow(reach);
  return value > most ? most : value;
}

function anyNumber(schema: z.core.$ZodType, random: Random, { isWild, timeMs }: Vocabulary): number {
  const { minValue, maxValue } = schema as unknown as { readonly minValue: number | null; readonly maxValue: number | null };
  const [least, most] = [minValue ?? 0, maxValue ?? Number.MAX_SAFE_INTEGER];
  if (isWild && random.percent(30)) return random.pick([least - 1, most + 1].filter(Number.isSafeInteger));
  if (random.percent(20)) return random.pick([least, most]);
  if (most > timeMs && random.percent(50)) return timeMs + random.between(-100_000, 100_000);
  return Math.min(most, least + random.below(2 ** random.below(31) + 1));
}
