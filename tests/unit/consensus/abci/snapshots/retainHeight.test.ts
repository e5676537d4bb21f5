// How far back the engine keeps its blocks.
import { expect, it } from "vitest";
import { retainHeight } from "#src/consensus/abci/snapshots/retainHeight.ts";

const kept = { height: 1_000, earliestHeight: 900, oldestSnapshot: 800 };

it("drops nothing unless it was told to, nor before there is a snapshot, nor of an archive", () => {
  expect(retainHeight(kept, 0)).toBe(0);
  expect(retainHeight({ ...kept, oldestSnapshot: undefined }, 10)).toBe(0);
  expect(retainHeight({ ...kept, earliestHeight: 0 }, 10)).toBe(0);
  expect(retainHeight(kept, 5_000)).toBe(0);
});

it("keeps so many blocks, those that a joiner needs, and the headers of states that can be read", () => {
  expect(retainHeight(kept, 10)).toBe(800);
  expect(retainHeight({ ...kept, earliestHeight: 700 }, 10)).toBe(700);
  expect(retainHeight(kept, 401)).toBe(600);
  expect(retainHeight({ height: 1_000, earliestHeight: 1_000, oldestSnapshot: 1_000 }, 1)).toBe(1_000);
});
