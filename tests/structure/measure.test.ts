// The measure of functions itself: it sees every way in which one may be written, and nothing else.
import { expect, test } from "vitest";
import { functionsOf } from "#tests/support/sourceTree.ts";

/** The lengths of the functions in a text, in which `...` stands for five lines. */
function lengthsIn(text: string): number[] {
  const lines = text.replace(/^( *)\.\.\.$/gm, (_, indent: string) =>
    new Array(5).fill(`${indent}const a = 1;`).join("\n"),
  );
  return functionsOf({ path: "sample.ts", lines: lines.split("\n") }).map((found) => found.lines);
}

const functions = {
  "a function": "export function f(a: number): number {\n  ...\n}",
  "one with parameters on several lines": "function f(\n  a: number,\n  b: number,\n): number {\n  ...\n}",
  "one that takes its parameter apart": "function f({\n  a,\n  b,\n}: Parts): number {\n  ...\n}",
  "a generic one": "export function f<Value extends object>(a: Value): Map<string, Value> {\n  ...\n}",
  "a generator": "export async function* f(a: number) {\n  ...\n}",
  "an arrow": "const f = (a: number) => {\n  ...\n};",
  "an arrow with parameters on several lines": "const f = (\n  a: number,\n): { readonly b: number } => {\n  ...\n};",
  "a method": "class A {\n  async #f(a: number): Promise<void> {\n    ...\n  }\n}",
  "a generic method": "class A {\n  f<Value>(a: Value): Value {\n    ...\n  }\n}",
  "a method with parameters on several lines": "class A {\n  f(\n    a: number,\n  ): void {\n    ...\n  }\n}",
  "a constructor": "class A {\n  constructor(a: number) {\n    ...\n  }\n}",
  "a getter": "class A {\n  get f(): number {\n    ...\n  }\n}",
  "a handler": "export const m = defineMessage({\n  handle({ state, actor }, { a }) {\n    ...\n  },\n});",
  "a generator in an object": "const x = {\n  async *scan(state, options = {}) {\n    ...\n  },\n};",
};

for (const [name, text] of Object.entries(functions)) {
  test(`${name} is measured from its name to its end`, () => {
    const frame = /^(class|const x|export const m)/.test(text) && !text.startsWith("const f") ? 2 : 0;
    expect(lengthsIn(text)).toEqual([text.split("\n").length - 1 + 5 - frame]);
  });
}

test("functions within functions are measured too", () => {
  expect(lengthsIn("function f() {\n  const g = () => {\n    ...\n  };\n}")).toEqual([9, 7]);
});

test("blocks, objects and classes are no functions", () => {
  const text = [
    "class A {\n  a = 1;\n}",
    "if (a && b(c)) {\n  ...\n}",
    "if (\n  a &&\n  b\n) {\n  ...\n} else if (c()) {\n  ...\n}",
    "for (const a of b()) {\n  ...\n}",
    "while (a()) {\n  ...\n}",
    "switch (a()) {\n  ...\n}",
    "try {\n  ...\n} catch (reason) {\n  ...\n}",
    "const x = f({\n  ...\n});",
    "const y = {\n  ...\n};",
  ].join("\n");
  expect(lengthsIn(text)).toEqual([]);
});
