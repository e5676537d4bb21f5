// Schemas shared by name in the OpenAPI document.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SchemaBook, standaloneSchema } from "#src/api/schemaBook.ts";
import { accountSchema, amountSchema, hashSchema } from "#src/core/schemas.ts";

const schema = z.strictObject({ account: accountSchema, amount: amountSchema, hash: hashSchema.optional() });

describe("JSON Schemas", () => {
  it("describe the JSON that travels, with the meaning of each text as its format", () => {
    const { properties, required, additionalProperties } = standaloneSchema(schema);
    expect(properties).toMatchObject({
      account: { type: "string", format: "kedge-account" },
      amount: { type: "string", format: "kedge-integer", "x-least": "0", "x-most": String(2n ** 96n - 1n) },
      hash: { type: "string", format: "kedge-hex", minLength: 64, maxLength: 64 },
    });
    expect(required).toEqual(["account", "amount"]);
    expect(additionalProperties).toBe(false);
  });

  it("let a request name an account by alias, but never an answer", () => {
    const book = new SchemaBook();
    expect(book.schema("request", schema)).toMatchObject({
      properties: { account: { $ref: "#/components/schemas/AccountOrAlias" } },
    });
    expect(book.schema("answer", schema)).toMatchObject({
      properties: { account: { $ref: "#/components/schemas/Account" } },
    });
    const { Account, AccountOrAlias } = book.components();
    expect(new RegExp(String(AccountOrAlias?.pattern)).test("alice")).toBe(true);
    expect(new RegExp(String(Account?.pattern)).test("alice")).toBe(false);
  });

  it("refer to named schemas wherever they occur, and write each once", () => {
    const book = new SchemaBook();
    const inner = z.strictObject({ account: accountSchema });
    book.name("answer", inner, { id: "Inner" });
    const reference = { $ref: "#/components/schemas/Inner" };
    expect(book.schema("answer", z.array(inner).max(2))).toMatchObject({ items: reference });
    expect(book.schema("answer", inner)).toEqual(reference);
    expect(book.schema("answer", inner)).toEqual(reference);
    expect(Object.keys(book.components())).toEqual(["Account", "Inner"]);
    expect(book.components().Inner).toMatchObject({ type: "object", required: ["account"] });
  });
});
