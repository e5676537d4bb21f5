// Certificates that would never expire are found.
import { beforeEach, describe, expect, test } from "vitest";
import { activeCertificatesAwaitExpiry } from "#src/modules/energy/invariants/expiry.ts";
import { bundles, expiries, expiryPointers } from "#src/modules/energy/tables.ts";
import { hourMs } from "#tests/support/energy.ts";
import { active, energyBooks, generator } from "#tests/support/energyBooks.ts";

const { device } = generator;
let books: ReturnType<typeof energyBooks>;
beforeEach(() => {
  books = energyBooks();
});

test("hold while the books are in order", async () => {
  expect(await books.broken(activeCertificatesAwaitExpiry)).toEqual([]);
});

const told = () => books.broken(activeCertificatesAwaitExpiry);

describe("expiry", () => {
  test("that a device does not wait for, or waits for twice", async () => {
    expiries.add(books.journal, hourMs, { device });
    expect(await told()).toEqual([expect.stringContaining("once too often")]);
    expiries.takeDue(books.journal, 2);
    expect(await told()).toEqual([expect.stringContaining("does not wait")]);
  });
  test("that a device waits for at another moment", async () => {
    expiries.takeDue(books.journal, 1);
    expiries.add(books.journal, 2 * hourMs, { device });
    expect(await told()).toEqual([expect.stringContaining("its next record ends")]);
  });
  test("that passed active certificates, or a part of a bundle", async () => {
    expiries.takeDue(books.journal, 1);
    expiries.add(books.journal, 2 * hourMs, { device });
    expiryPointers.put(books.journal, device, { nextId: 11 });
    expect(await told()).toEqual([expect.stringContaining("is active, but")]);
    books.putBundle(1, { ...active(10, 0), state: "expired", expired: { atMs: 1 } });
    expect(await told()).toEqual([]);
    bundles.delete(books.journal, device, 11);
    books.putBundle(1, { ...active(21, 0), state: "expired", expired: { atMs: 1 } });
    expect(await told()).toContainEqual(expect.stringContaining("in part"));
  });
});
