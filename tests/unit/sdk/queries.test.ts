// Parameters as query strings.
import { describe, expect, it } from "vitest";
import { searchOf } from "#src/sdk/queries.ts";

describe("a query string", () => {
  it("has every parameter that is given, lists as several of one name", () => {
    expect(searchOf({ account: "kdg1x", ids: [1, 2], height: undefined, flag: false })).toBe(
      "?account=kdg1x&ids=1&ids=2&flag=false",
    );
  });

  it("is empty without parameters", () => {
    expect(searchOf({})).toBe("");
    expect(searchOf({ height: undefined })).toBe("");
  });

  it("lets no value become another parameter", () => {
    expect(new URLSearchParams(searchOf({ note: "a&height=1#?" })).getAll("height")).toEqual([]);
  });
});
