// Consensus code asks nothing of the world: no clock, chance, environment, locale or floating point.
import { expect, test } from "vitest";
import { sourcesUnder } from "#tests/support/sourceTree.ts";

const agreed = ["core", "crypto", "weighting", "state", "machine", "modules"].flatMap((area) =>
  sourcesUnder(`src/${area}`),
);

const banned: Readonly<Record<string, RegExp>> = {
  "a clock": /\bDate\.now\b|\bnew Date\(|\bperformance\.|\bhrtime\b|\bsetTimeout\b|\bsetInterval\b/,
  chance: /\bMath\.random\b|\brandomBytes\b|\brandomUUID\b|\bgetRandomValues\b/,
  "the environment": /\bprocess\.|\bglobalThis\b|\bimport\(/,
  "a locale": /\btoLocale|\blocaleCompare\b|\bIntl\./,
};

for (const [what, pattern] of Object.entries(banned)) {
  test(`consensus code never asks ${what}`, () => {
    const wrong = agreed.flatMap(({ path, lines }) =>
      lines.flatMap((line, at) =>
        pattern.test(line) && !line.trimStart().startsWith("//") ? [`${path}:${at + 1}: ${line.trim()}`] : [],
      ),
    );
    expect(wrong).toEqual([]);
  });
}

test("handlers and rules are synchronous and whole-numbered", () => {
  const handlers = agreed.filter(({ path }) => /\/modules\/[^/]+\/(messages\/|rules|blocks)/.test(path));
  const wrong = handlers.flatMap(({ path, lines }) =>
    lines.flatMap((line, at) =>
      /\bawait\b|\basync\b|\b\d+\.\d+\b|\bMath\.(sqrt|pow|log|exp|sin|cos)\b/.test(
        line.replace(/\/\/.*|"[^"]*"|`[^`]*`|\/\*\*.*|^\s*\*.*/g, ""),
      )
        ? [`${path}:${at + 1}: ${line.trim()}`]
        : [],
    ),
  );
  expect(wrong).toEqual([]);
});
