// What modules define, looked at as data: names that follow one custom, and schemas that mean one thing in every form.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { workOf } from "#src/machine/message.ts";
import type { ModuleDefinition } from "#src/machine/module.ts";
import { createRegistry } from "#src/machine/registry.ts";
import * as registered from "#src/modules/registry.ts";
import { messageTypeSchema } from "#src/transaction/body.ts";
import { arbitraryOf } from "#tests/support/generate.ts";

const modules: readonly ModuleDefinition[] = Object.values(registered);
const registry = createRegistry(modules);
const messages = [...registry.messages.values()];
const queries = [...registry.queries.values()];

describe("names", () => {
  it("of messages and queries are camel case, and one name means one thing within a module", () => {
    for (const { type } of messages) expect(type).toMatch(/^[a-z-]+\/[a-z]+([A-Z][a-z]+)*$/);
    for (const { name } of queries) expect(name).toMatch(/^[a-z-]+\/[a-z]+([A-Z][a-z]+)*$/);
    const clashes = messages.filter(({ type }) => registry.queries.has(type)).map(({ type }) => type);
    // A client cannot give a message and a query of one module the same method.
    expect(clashes).toEqual([]);
  });

  it("of messages fit where transactions carry them", () => {
    for (const { type } of messages) expect(messageTypeSchema.safeParse(type).success, type).toBe(true);
  });

  it("of messages begin with a verb and have a noun, unless the verb says all", () => {
    const lone = messages
      .filter(({ type }) => !/[A-Z]/.test(type))
      .map(({ type }) => type)
      .sort();
    expect(lone).toEqual(["issuance/mint", "settlement/pay"]);
  });

  it("of events, refusals and parameters begin with their module", () => {
    for (const { name, events = {}, refusals = {}, parameters = {} } of modules) {
      for (const [key, { type }] of Object.entries(events)) expect(type).toBe(`${name}/${key}`);
      for (const [key, { definition }] of Object.entries(refusals)) expect(definition.code).toBe(`${name}/${key}`);
      for (const [key, parameter] of Object.entries(parameters)) expect(parameter.name).toBe(`${name}.${key}`);
    }
  });

  it("of events tell of something that has happened", () => {
    const participle = /(ed|wn|nt|Set|Split|Reset|Paid|Held|Made|Taken)$/;
    const wordsOf = (type: string) => type.replace(/^.*\//, "").split(/(?=[A-Z])/);
    const wrong = [...registry.events.keys()].filter((type) => !wordsOf(type).some((word) => participle.test(word)));
    expect(wrong).toEqual([]);
  });
});

describe("texts for people", () => {
  it("are sentences", () => {
    for (const { summary, name } of modules) expect(summary, name).toMatch(/^[A-Z].*\.$/);
    for (const { type, definition } of messages) expect(definition.summary, type).toMatch(/^[A-Z].*\.$/);
    for (const { name, definition } of queries) expect(definition.summary, name).toMatch(/^[A-Z].*\.$/);
    for (const { code, text } of registry.refusals.values()) expect(text, code).toMatch(/^[A-Z].*\.$/);
    for (const { name, summary } of registry.parameters.values()) expect(summary, name).toMatch(/^[A-Z].*\.$/);
  });
});

describe("schemas", () => {
  it("of everything that is stored, sent or answered have a CBOR form", () => {
    for (const { tables, events = {}, genesis } of modules) {
      for (const { schema } of Object.values(tables)) expect(() => codecOf(schema)).not.toThrow();
      for (const { schema } of Object.values(events)) expect(() => codecOf(schema)).not.toThrow();
      if (genesis !== undefined) expect(() => codecOf(genesis.schema)).not.toThrow();
    }
    for (const { definition } of queries) expect(() => codecOf(definition.params)).not.toThrow();
  });

  it("of messages are strict objects", () => {
    for (const { type, definition } of messages) {
      const json = { ...(definition.schema.safeParse({}).success ? {} : undefined), surprise: 1 };
      const { error } = definition.schema.safeParse(json);
      expect(
        error?.issues.some(({ code }) => code === "unrecognized_keys"),
        type,
      ).toBe(true);
    }
  });

  it("of messages take no text that bytes cannot hold", () => {
    const wrong: string[] = [];
    for (const { type, definition } of messages) {
      for (const { path, schema } of textsWithin(definition.schema)) {
        const takes = ["\ud800", "a\udc00", "a\u0000", "\n", "a\u007f"].filter(
          (text) => schema.safeParse(text).success,
        );
        if (takes.length > 0) wrong.push(`${type}: ${path}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe.each(messages.map(({ type }) => type))("%s", (type) => {
  const message = registry.messages.get(type);
  if (message === undefined) throw new Error("a listed message");
  const { schema, result } = message.definition;
  const contents = arbitraryOf(schema);

  it("has contents that are the same in JSON, in CBOR and in the program", () => {
    fc.assert(
      fc.property(contents, (content) => {
        const bytes = message.content.encode(content);
        expect(message.content.check(content)).toBe(true);
        expect(message.content.decode(bytes)).toEqual(content);
        const json: unknown = JSON.parse(JSON.stringify(schema.encode(content as never)));
        expect(bytesToHex(message.content.encode(schema.parse(json)))).toBe(bytesToHex(bytes));
      }),
      { numRuns: 50, seed: 11 },
    );
  });

  it("asks for a whole number of units of work, which a block can do", () => {
    fc.assert(
      fc.property(contents, (content) => {
        const work = workOf(message.definition, content);
        expect(Number.isSafeInteger(work) && work >= 1 && work <= limits.blockWorkMax).toBe(true);
      }),
      { numRuns: 50, seed: 12 },
    );
  });

  it("fits a transaction at its largest", () => {
    const largest = fc.sample(arbitraryOf(schema, { listLengthMax: 1_000 }), { numRuns: 5, seed: 13 });
    for (const content of largest) {
      expect(message.content.encode(content).length).toBeLessThan(limits.transactionBytesMax);
    }
  });

  const answer = result;
  if (answer === undefined) return;
  it("has answers that are the same in JSON, in CBOR and in the program", () => {
    fc.assert(
      fc.property(arbitraryOf(answer), (value) => {
        expect(codecOf(answer).decode(codecOf(answer).encode(value))).toEqual(value);
        expect(answer.parse(JSON.parse(JSON.stringify(answer.encode(value as never))))).toEqual(value);
      }),
      { numRuns: 30, seed: 14 },
    );
  });
});

/** The text schemas inside of a schema, with their places; accounts and bytes have a form of their own. */
function textsWithin(schema: z.core.$ZodType, path = ""): { readonly path: string; readonly schema: z.ZodType }[] {
  const definition = (schema as z.core.$ZodTypes)._zod.def;
  switch (definition.type) {
    case "string":
      return [{ path, schema: schema as z.ZodType }];
    case "object":
      return Object.entries(definition.shape).flatMap(([name, member]) => textsWithin(member, `${path}.${name}`));
    case "optional":
    case "nullable":
      return textsWithin(definition.innerType, path);
    case "array":
      return textsWithin(definition.element, `${path}[]`);
    case "union":
      return definition.options.flatMap((option) => textsWithin(option, path));
    default:
      return [];
  }
}
