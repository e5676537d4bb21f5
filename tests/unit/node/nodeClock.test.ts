// The node's clock: the machine's, and never back.
import { expect, test } from "vitest";
import { NodeClock } from "#src/node/nodeClock.ts";

test("shows the machine's time, and goes on with it after it was set forward", () => {
  let machineMs = 1_000;
  const clock = new NodeClock(() => machineMs);
  expect(clock.nowMs()).toBe(1_000);
  expect(clock.advance(500)).toBe(1_500);
  machineMs = 1_200;
  expect(clock.nowMs()).toBe(1_700);
});

test("goes on from a ledger whose clock was set forward, and not back to one that lies behind", () => {
  const clock = new NodeClock(() => 1_000);
  clock.goOnFrom(400);
  expect(clock.nowMs()).toBe(1_000);
  clock.goOnFrom(5_000);
  expect(clock.nowMs()).toBe(5_000);
  clock.goOnFrom(2_000);
  expect(clock.nowMs()).toBe(5_000);
});
