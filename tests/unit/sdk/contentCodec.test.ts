// Contents encoded from the contract's schemas are, byte for byte, what the ledger's own codecs give.
import fc from "fast-check";
import { expect, test } from "vitest";
import { codecOf } from "#src/core/form.ts";
import * as modules from "#src/modules/registry.ts";
import { ContentError, type ContentSchema, contentEncoder } from "#src/sdk/contentCodec.ts";
import { arbitraryOf } from "#tests/support/generate.ts";
import contract from "../../../contracts/modules.json" with { type: "json" };

const describedModules: readonly { messages: readonly { type: string; schema: unknown }[] }[] = contract.modules;
const described = new Map<string, unknown>();
for (const { messages } of describedModules) for (const { type, schema } of messages) described.set(type, schema);
const messages = Object.values(modules).flatMap((module) =>
  Object.entries(module.messages ?? {}).map(([verb, { schema }]) => ({ type: `${module.name}/${verb}`, schema })),
);

test("the contract describes every message", () => {
  expect([...described.keys()].sort()).toEqual(messages.map(({ type }) => type).sort());
});

test.each(messages)("$type is encoded as the ledger encodes it", ({ type, schema }) => {
  const encode = contentEncoder(described.get(type) as ContentSchema);
  const codec = codecOf(schema);
  fc.assert(
    fc.property(arbitraryOf(schema), (content) => {
      expect(encode(content)).toEqual(codec.encode(content));
      expect(encode(schema.encode(content))).toEqual(codec.encode(content));
      expect(() => encode({ ...(content as object), unknownField: 1 })).toThrow(ContentError);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ["a", { type: "string", maxLength: 1 }, "ab"],
  ["half a character", { type: "string" }, "\ud800"],
  ["an amount", { type: "string", format: "kedge-integer", "x-least": "1", "x-most": "9" }, 0n],
  ["an amount with leading zeros", { type: "string", format: "kedge-integer", "x-least": "1", "x-most": "9" }, "01"],
  ["an amount as a number", { type: "string", format: "kedge-integer", "x-least": "1", "x-most": "9" }, 1],
  ["upper-case hex", { type: "string", format: "kedge-hex", minLength: 4, maxLength: 4 }, "ABCD"],
  ["half a byte", { type: "string", format: "kedge-hex", minLength: 0, maxLength: 4 }, "abc"],
  ["bytes", { type: "string", format: "kedge-hex", minLength: 4, maxLength: 4 }, new Uint8Array(1)],
  ["an account", { type: "string", format: "kedge-account" }, "kdg1"],
  ["a number", { type: "integer", minimum: 0, maximum: 5 }, 6],
  ["a field", { type: "object", properties: { a: { type: "boolean" } }, required: ["a"] }, {}],
] as const)("refuses %s outside its schema", (_, schema, value) => {
  expect(() => contentEncoder(schema)(value)).toThrow(ContentError);
});
