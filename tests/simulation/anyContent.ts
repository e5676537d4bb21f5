// Content of any shape that a schema allows, and a little beyond: what nobody in their right mind would send.
import type { z } from "zod";
import { formOf } from "#src/core/form.ts";
import type { Random } from "./random.ts";

/** What texts and accounts are drawn from. */
export interface Vocabulary {
  readonly accounts: readonly string[];
  readonly words: readonly string[];
  /** Numbers that something may have: certificates, locks, requests, heights. */
  readonly numbers: readonly number[];
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
      const { least, most } = lengthsOf(schema);
      const length = random.percent(5) ? Math.min(most, 64) : random.between(least, Math.min(most, least + 3));
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

interface LengthCheck {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
}

/** The bounds of a list's or a text's length. */
function lengthsOf(schema: z.core.$ZodType): { readonly least: number; readonly most: number } {
  const checks = (schema._zod.def.checks ?? []).map((check) => check._zod.def as LengthCheck);
  const least = Math.max(0, ...checks.flatMap(({ minimum, length }) => minimum ?? length ?? []));
  const most = Math.min(...checks.flatMap(({ maximum, length }) => maximum ?? length ?? []));
  return { least, most: Number.isFinite(most) ? most : least + 8 };
}

function anyBytes(schema: AnySchema, random: Random, { isWild }: Vocabulary): Uint8Array {
  const text = (schema._zod.def as { readonly in?: z.core.$ZodType }).in;
  const { least, most } = text === undefined ? { least: 0, most: 0 } : lengthsOf(text);
  const length = random.between(least / 2, most / 2);
  return random.bytes(isWild && random.percent(30) ? most / 2 + 1 : length);
}

function anyBigint(schema: z.core.$ZodType, random: Random, { isWild }: Vocabulary): bigint {
  const { minValue, maxValue } = schema as unknown as {
    readonly minValue: bigint | null;
    readonly maxValue: bigint | null;
  };
  const [least, most] = [minValue ?? 0n, maxValue ?? 2n ** 96n - 1n];
  if (isWild && random.percent(30)) return random.pick([least - 1n, most + 1n]);
  if (random.percent(20)) return random.pick([least, most]);
  const reach = 1n << BigInt(random.below(97));
  const value = least + random.bigBelow(reach);
  return value > most ? most : value;
}

function anyNumber(schema: z.core.$ZodType, random: Random, { isWild, numbers, timeMs }: Vocabulary): number {
  const { minValue, maxValue } = schema as unknown as {
    readonly minValue: number | null;
    readonly maxValue: number | null;
  };
  const [least, most] = [minValue ?? 0, maxValue ?? Number.MAX_SAFE_INTEGER];
  const within = (value: number) => Math.min(most, Math.max(least, value));
  if (isWild && random.percent(30)) return random.pick([least - 1, most + 1].filter(Number.isSafeInteger));
  if (random.percent(20)) return random.pick([least, most]);
  if (random.percent(50)) return within(random.pick(numbers));
  if (most > timeMs && random.percent(50)) return timeMs + random.between(-100_000, 100_000);
  return within(least + random.below(2 ** random.below(31) + 1));
}

/** Sound content with one thing changed somewhere within. */
export function spoilt(schema: z.core.$ZodType, content: unknown, random: Random, words: Vocabulary): unknown {
  const form = formOf(schema).kind;
  if (form === "account" || form === "bytes") return anyContent(schema, random, words);
  const definition = (schema as AnySchema)._zod.def;
  switch (definition.type) {
    case "object":
      return spoiltObject(
        definition.shape as Record<string, AnySchema>,
        content as Record<string, unknown>,
        random,
        words,
      );
    case "array":
      return spoiltList(definition.element, content as readonly unknown[], random, words);
    case "pipe":
      return spoilt(definition.out, content, random, words);
    case "bigint":
      return random.percent(60) ? (content as bigint) + random.pick([-1n, 1n]) : anyContent(schema, random, words);
    case "number":
      return random.percent(60) ? (content as number) + random.pick([-1, 1]) : anyContent(schema, random, words);
    default:
      return anyContent(schema, random, words);
  }
}

function spoiltObject(
  shape: Record<string, AnySchema>,
  content: Record<string, unknown>,
  random: Random,
  words: Vocabulary,
): Record<string, unknown> {
  const name = random.pickMaybe(Object.keys(shape));
  const part = name === undefined ? undefined : shape[name];
  if (name === undefined || part === undefined) return content;
  const isOptional = part._zod.def.type === "optional";
  const inner = isOptional ? innerOf(part) : part;
  const { [name]: value, ...others } = content;
  if (value === undefined) return { ...others, [name]: anyContent(inner, random, words) };
  if (isOptional && random.percent(40)) return others;
  return { ...others, [name]: spoilt(inner, value, random, words) };
}

function spoiltList(
  element: z.core.$ZodType,
  list: readonly unknown[],
  random: Random,
  words: Vocabulary,
): readonly unknown[] {
  const at = random.below(Math.max(1, list.length));
  const kind = random.below(10);
  if (kind === 0) return list.toSpliced(at, 1);
  if (kind < 3 && list.length > 0) return [...list, list[at]];
  if (kind === 3) return random.shuffle(list);
  if (kind === 4 || list.length === 0) return [...list, anyContent(element, random, words)];
  return list.with(at, spoilt(element, list[at], random, words));
}
