// One value gives one text.
import { expect, it } from "vitest";
import { stableJson } from "#src/api/stableJson.ts";

it("writes members in order of their names, and lists as they are", () => {
  const text = '{\n  "a": [\n    2,\n    1\n  ],\n  "b": {\n    "c": null,\n    "d": 1\n  }\n}\n';
  expect(stableJson({ b: { d: 1, c: null }, a: [2, 1] })).toBe(text);
});
