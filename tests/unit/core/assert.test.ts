// Faults: broken assumptions stop what goes on, and are never taken for a refusal.
import { expect, test } from "vitest";
import { assert, Fault, present } from "#src/core/assert.ts";
import { Refusal } from "#src/core/refusal.ts";

test("a true condition passes and a false one is a fault that says what was relied on", () => {
  expect(() => assert(true, "nothing")).not.toThrow();
  expect(() => assert(false, "the books balance")).toThrow(new Fault("the books balance"));
});

test("a present value is handed on, however empty, and an absent one is a fault", () => {
  expect(present(0, "there")).toBe(0);
  expect(present(null, "there")).toBe(null);
  expect(present("", "there")).toBe("");
  expect(() => present(undefined, "a listed row")).toThrow(new Fault("a listed row"));
});

test("a fault is no refusal, and keeps what caused it", () => {
  const cause = new Error("disk");
  const fault = new Fault("stored rows are readable", { cause });
  expect(fault).not.toBeInstanceOf(Refusal);
  expect([fault.name, fault.cause]).toEqual(["Fault", cause]);
});
