// Query strings read as the schema of their parameters asks.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { assertFitsQueryString, readTexts } from "#src/api/queryText.ts";
import { amountSchema } from "#src/core/schemas.ts";

const schema = z.strictObject({
  text: z.string().optional(),
  whole: z.int().optional(),
  yes: z.boolean().optional(),
  list: z.array(z.int()).max(3).optional(),
  amount: amountSchema.optional(),
});

describe("query strings", () => {
  it("reads whole numbers, booleans and lists as the schema expects them", () => {
    const texts = { text: "12", whole: "-12", yes: "true", list: ["1", "2"], amount: "34" };
    expect(readTexts(schema, texts)).toEqual({ text: "12", whole: -12, yes: true, list: [1, 2], amount: "34" });
    expect(readTexts(schema, { list: "7", yes: "false" })).toEqual({ list: [7], yes: false });
  });

  it("leaves what it cannot read to the schema, which then refuses it", () => {
    for (const text of ["", " 1", "1e3", "+1", "01", "0x1", "1.0", "NaN", "99999999999999999999"]) {
      expect(readTexts(schema, { whole: text })).toEqual({ whole: text });
    }
    expect(readTexts(schema, { yes: "yes", whole: ["1", "2"] })).toEqual({ yes: "yes", whole: ["1", "2"] });
  });

  it("keeps unknown names, so that the schema can refuse them", () => {
    expect(readTexts(schema, { other: "1" })).toEqual({ other: "1" });
  });

  it("has no form for objects within a query string, and says so at start-up", () => {
    expect(() => assertFitsQueryString(z.strictObject({ inner: z.strictObject({}) }))).toThrow("one value or a list");
  });
});
