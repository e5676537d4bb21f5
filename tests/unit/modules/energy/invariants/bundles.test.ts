// Certificates in two bundles or none, and in the lists of others, are found.
import { beforeEach, describe, expect, test } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import { bundlesTileIssues, holdersListTheirBundles } from "#src/modules/energy/invariants/bundles.ts";
import { bundles, heldBundles } from "#src/modules/energy/tables.ts";
import { hourMs } from "#tests/support/energy.ts";
import { active, energyBooks, generator } from "#tests/support/energyBooks.ts";

const other = accountFromBytes(new Uint8Array(20).fill(2));
const { device, holder } = generator;
let books: ReturnType<typeof energyBooks>;
beforeEach(() => {
  books = energyBooks();
});

test("hold while the books are in order", async () => {
  expect(await books.broken(bundlesTileIssues)).toEqual([]);
  expect(await books.broken(holdersListTheirBundles)).toEqual([]);
});

describe("bundles", () => {
  const breaks = async (name: string) => expect(await books.broken(bundlesTileIssues), name).not.toEqual([]);
  test("an id in two of them, or in none", async () => {
    books.putBundle(10, active(10, 0));
    await breaks("two");
    bundles.delete(books.journal, device, 10);
    books.putBundle(1, active(9, 0));
    await breaks("none");
  });
  test("ids that were never issued, or of another record", async () => {
    books.putBundle(11, active(22, hourMs));
    await breaks("never");
    books.putBundle(11, active(21, 0));
    await breaks("other");
  });
  test("an empty one, and one whose state lacks its reason", async () => {
    books.putBundle(22, active(21, hourMs));
    await breaks("empty");
    bundles.delete(books.journal, device, 22);
    for (const state of ["locked", "cancelled", "expired", "withdrawn"] as const) {
      books.putBundle(11, { ...active(21, hourMs), state });
      await breaks(state);
    }
    books.putBundle(11, { ...active(21, hourMs), expired: { atMs: 1 } });
    await breaks("a reason without its state");
  });
});

describe("the lists of holders", () => {
  test("an entry too many and one missing", async () => {
    heldBundles.put(books.journal, other, device, 1, {});
    heldBundles.delete(books.journal, holder, device, 11);
    expect(await books.broken(holdersListTheirBundles)).toHaveLength(2);
  });
});
