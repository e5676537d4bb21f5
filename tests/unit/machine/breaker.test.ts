// Breakers: a tripped one stops its module until it is reset, and says why.
import { expect, test } from "vitest";
import { breakers, isBreakerTripped, requireBreakerClosed, resetBreaker, tripBreaker } from "#src/machine/breaker.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { refusalOf } from "#tests/support/refusal.ts";

test("a breaker is tripped by the module that keeps the tally, with height and tally, and announced", () => {
  const { journal } = memoryState(7);
  const start = journal.checkpoint();
  tripBreaker(journal, "accounts/supply/KDG");
  expect(breakers.get(journal, "accounts")).toEqual({ height: 7, tally: "accounts/supply/KDG" });
  expect(journal.eventsSince(start)).toEqual([
    { type: "machine/breakerTripped", content: { module: "accounts", tally: "accounts/supply/KDG" } },
  ]);
});

test("a tripped breaker stops its own module alone, until it is reset", () => {
  const { journal } = memoryState();
  tripBreaker(journal, "accounts/supply/KDG");
  expect(refusalOf(() => requireBreakerClosed(journal, "accounts"))).toBe("machine/breakerTripped");
  expect(refusalOf(() => requireBreakerClosed(journal, "oracle"))).toBe("nothing");
  resetBreaker(journal, "accounts");
  expect([isBreakerTripped(journal, "accounts"), refusalOf(() => requireBreakerClosed(journal, "accounts"))]).toEqual([
    false,
    "nothing",
  ]);
});

test("a tally of any length can trip its breaker", () => {
  const { journal } = memoryState();
  tripBreaker(journal, `accounts/${"x".repeat(500)}`);
  expect(breakers.get(journal, "accounts")?.tally).toHaveLength(128);
});

test("a breaker that trips again keeps the newest reason", () => {
  const { journal, nextBlock } = memoryState(1);
  tripBreaker(journal, "accounts/first");
  nextBlock();
  tripBreaker(journal, "accounts/second");
  expect(breakers.get(journal, "accounts")).toEqual({ height: 2, tally: "accounts/second" });
});
