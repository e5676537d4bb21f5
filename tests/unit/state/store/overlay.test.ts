// The overlay: rows wait in it, leave it once, and stay as long as they are busy.
import { beforeEach, describe, expect, it } from "vitest";
import type { RowChange } from "#src/state/journal.ts";
import { Overlay } from "#src/state/store/overlay.ts";

const hashKey = (key: string) => Uint8Array.of(key.charCodeAt(0));
const change = (key: string, before: number | undefined, after: number | undefined): RowChange => ({
  key,
  before: before === undefined ? undefined : Uint8Array.of(before),
  after: after === undefined ? undefined : Uint8Array.of(after),
});

let overlay: Overlay;
const waiting = () => overlay.someOld(10).map(([key, { row, cameOrWent }]) => [key, row?.[0], cameOrWent]);

beforeEach(() => {
  overlay = new Overlay();
  overlay.apply([change("a", undefined, 1), change("b", 1, 2), change("c", 1, undefined)], hashKey);
});

describe("Overlay", () => {
  it("answers with the newest row, with null for a deleted one, and not at all for others", () => {
    overlay.turn(1);
    overlay.apply([change("b", 2, 3)], hashKey);
    expect(["a", "b", "c", "d"].map((key) => overlay.get(key))).toEqual([
      Uint8Array.of(1),
      Uint8Array.of(3),
      null,
      undefined,
    ]);
  });

  it("lists the keys of both generations in order", () => {
    overlay.turn(1);
    overlay.apply([change("d", 1, 2), change("e", 1, 2)], hashKey);
    overlay.apply([change("aa", 1, 2)], hashKey);
    expect(overlay.keyLists()).toEqual([
      ["a", "b", "c"],
      ["aa", "d", "e"],
    ]);
  });

  it("offers old rows to be written until they are forgotten, and knows when none is left", () => {
    expect(overlay.oldHeight).toBeUndefined();
    overlay.turn(7);
    expect(overlay.oldHeight).toBe(7);
    expect(waiting()).toEqual([
      ["a", 1, true],
      ["b", 2, false],
      ["c", undefined, true],
    ]);
    overlay.forgetOld(["a", "b"]);
    expect([overlay.get("a"), overlay.oldSize, overlay.oldHeight]).toEqual([undefined, 1, 7]);
    overlay.forgetOld(["c"]);
    expect([overlay.oldSize, overlay.oldHeight]).toEqual([0, undefined]);
  });

  it("takes a row that changes again out of the old generation, and remembers that it came or went", () => {
    overlay.turn(1);
    overlay.apply([change("a", 1, 5), change("b", 2, 6)], hashKey);
    expect(waiting().map(([key]) => key)).toEqual(["c"]);
    overlay.forgetOld(["c"]);
    overlay.turn(2);
    expect(waiting()).toEqual([
      ["a", 5, true],
      ["b", 6, false],
    ]);
  });

  it("finds a readable key by its hash and hashes no key it knows", () => {
    const hashed: string[] = [];
    const hashes = overlay.apply([change("a", 1, 2), change("x", undefined, 1)], (key) => {
      hashed.push(key);
      return hashKey(key);
    });
    expect(hashed).toEqual(["x"]);
    expect(hashes).toEqual([hashKey("a"), hashKey("x")]);
    overlay.turn(1);
    expect([overlay.keyOf(hashKey("x")), overlay.keyOf(hashKey("q"))]).toEqual(["x", undefined]);
  });
});
