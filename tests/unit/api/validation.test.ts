// Validation names every wrong place.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { HttpProblem, type InvalidPlace } from "#src/api/httpProblems.ts";
import { parsePart } from "#src/api/validation.ts";
import { limits } from "#src/core/limits.ts";
import { amountSchema } from "#src/core/schemas.ts";

const asIs = (text: string) => text;

function placesOf(schema: z.ZodType, value: unknown): readonly InvalidPlace[] {
  try {
    parsePart("body", schema, value, asIs);
  } catch (thrown) {
    if (thrown instanceof HttpProblem) return thrown.extras.places ?? [];
    throw thrown;
  }
  return [];
}

describe("reading a part of a request", () => {
  const schema = z.strictObject({ list: z.array(z.strictObject({ "a/b~c": amountSchema })).max(2), whole: z.int() });

  it("gives what the schema makes of it", () => {
    const value = { list: [{ "a/b~c": "12" }], whole: 1 };
    expect(parsePart("body", schema, value, asIs)).toEqual({ list: [{ "a/b~c": 12n }], whole: 1 });
    expect(parsePart("query", z.strictObject({ whole: z.int() }), { whole: "1" }, asIs)).toEqual({ whole: 1 });
  });

  it("names every wrong place by part and JSON pointer", () => {
    const places = placesOf(schema, { list: [{ "a/b~c": "x" }], extra: 1, whole: "1" });
    expect(places.map(({ pointer }) => pointer).sort()).toEqual(["/extra", "/list/0/a~1b~0c", "/whole"]);
    expect(places.every((place) => place.in === "body" && place.reason.length > 0)).toBe(true);
  });

  it("names a bounded number of places, with names cut short, however hostile the request", () => {
    const hostile = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`${"x".repeat(500)}${at}`, 1]));
    const places = placesOf(schema, hostile);
    expect(places.length).toBe(limits.invalidPlacesMax);
    expect(Math.max(...places.map(({ pointer }) => pointer.length))).toBeLessThanOrEqual(limits.keyPartLengthMax + 1);
  });

  it("points at the whole part when there is none of it", () => {
    expect(placesOf(schema, undefined).map(({ pointer }) => pointer)).toEqual([""]);
  });
});
