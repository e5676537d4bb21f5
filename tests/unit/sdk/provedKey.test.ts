// Keys of proofs: patterns filled with parameters, and nothing that could lead to another row.
import { describe, expect, it } from "vitest";
import { ContentError } from "#src/sdk/contentCodec.ts";
import { provedKeyOf } from "#src/sdk/provedKey.ts";

describe("the key of a proof", () => {
  it("has texts as they are and numbers padded", () => {
    expect(provedKeyOf("a/b/{x}/{y}", { y: 7, x: "KDG" })).toBe("a/b/KDG/0000000000000007");
    expect(provedKeyOf("a/b", {})).toBe("a/b");
  });

  it.each([["a/b"], [""], ["ä"], [" "], [-1], [1.5], [undefined], [null], [{}]])("is not made with %j", (x) => {
    expect(() => provedKeyOf("a/{x}", { x })).toThrow(ContentError);
  });

  it("is no longer than a key may be", () => {
    expect(() => provedKeyOf("a/{x}", { x: "x".repeat(400) })).toThrow(ContentError);
  });
});
