// The store in memory that other tests use.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Fault } from "#src/core/assert.ts";
import { bytesSchema, countSchema } from "#src/core/schemas.ts";
import { createMemoryStore } from "#src/state/store/memoryStore.ts";
import { defineTable } from "#src/state/table.ts";
import { commitProbes, probes } from "./versionedRows.ts";

const lists = defineTable(
  "probe/list/{name}",
  z.strictObject({ counts: z.array(countSchema).max(8), seal: bytesSchema(1, 4) }),
);

describe("createMemoryStore", () => {
  it("has no roots and no proofs unless it is asked for a tree", async () => {
    const plain = createMemoryStore();
    await commitProbes(plain, 0, 0, [["a", 1]]);
    expect(plain.head?.root).toEqual(new Uint8Array(32));
    await expect(plain.prove(probes.key("a"))).rejects.toThrow(Fault);
    const withTree = createMemoryStore({ hasTree: true });
    await commitProbes(withTree, 0, 0, [["a", 1]]);
    expect(withTree.head?.root).not.toEqual(new Uint8Array(32));
    expect((await withTree.prove(probes.key("a"))).root).toEqual(withTree.head?.root);
  });

  it("fails whoever writes to a stored value, however deep", () => {
    const { journal } = createMemoryStore();
    journal.beginBlock(0, 0);
    lists.put(journal, "a", { counts: [1, 2], seal: Uint8Array.of(1) });
    const stored = lists.get(journal, "a") as { counts: number[]; seal: Uint8Array };
    expect(() => stored.counts.push(3)).toThrow(TypeError);
    expect(() => Object.assign(stored, { counts: [] })).toThrow(TypeError);
  });
});
