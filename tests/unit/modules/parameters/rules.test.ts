// What a parameter's rows mean at a height.
import { expect, test } from "vitest";
import { isWithinRange, parameterNameSchema, standingOf } from "#src/modules/parameters/rules.ts";

const announcer = { kind: "proposal", council: "partners", proposal: 1 } as const;

const setting = { unit: "blocks", default: 5n, least: 1n, most: 9n, owner: "governor", noticeBlocks: 10 };

test("the default holds where nothing was ever changed", () => {
  expect(standingOf(undefined, setting, 7)).toEqual({ value: 5n });
});

test("an announced value is pending below its height and in force from it on", () => {
  const row = { value: 3n, next: { value: 8n, fromHeight: 20, by: announcer } };
  expect(standingOf(row, setting, 19)).toEqual({ value: 3n, next: { value: 8n, fromHeight: 20, by: announcer } });
  expect(standingOf(row, setting, 20)).toEqual({ value: 8n });
});

test("both ends of the range belong to it", () => {
  expect([0n, 1n, 9n, 10n].map((value) => isWithinRange(value, setting))).toEqual([false, true, true, false]);
});

test("a parameter's name is a module and a name in it, and fits a key part", () => {
  expect(parameterNameSchema.safeParse("metal-reserve.attestationAgeMs").success).toBe(true);
  for (const wrong of ["", "accounts", "accounts.", ".x", "accounts/x.y", "Accounts.x", `a.${"b".repeat(63)}`]) {
    expect(parameterNameSchema.safeParse(wrong).success, wrong).toBe(false);
  }
});
