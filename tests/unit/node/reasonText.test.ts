// Why a command ended, as its user reads it.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { readConfig } from "#src/node/config.ts";
import { reasonText } from "#src/node/reasonText.ts";
import { refusals } from "#src/state/refusals.ts";

function thrownBy(action: () => unknown): unknown {
  try {
    return action();
  } catch (reason) {
    return reason;
  }
}

it("says what the user can mend in a sentence, without a trace", () => {
  expect(reasonText(new Fault("the directory is in use"))).toBe("the directory is in use");
  expect(reasonText(thrownBy(() => readConfig(["--prot", "1"], {})))).toContain("Unknown option '--prot'");
  expect(reasonText(thrownBy(() => readConfig(["--port", "x"], {})))).toMatch(/expected number[\s\S]*port/);
  expect(reasonText(thrownBy(() => readFileSync("/nowhere/at-all")))).toContain("ENOENT");
  const refusal = refusals.heightNotKept({ height: 9, earliest: 1, latest: 3 });
  expect(reasonText(refusal)).toMatch(/^state\/heightNotKept: .*"latest":3/);
  for (const reason of [new Fault("x"), refusal]) expect(reasonText(reason)).not.toContain("    at ");
});

it("shows where a defect is", () => {
  expect(reasonText(new TypeError("undefined is not a function"))).toContain("    at ");
  expect(reasonText("a text")).toBe("a text");
});
