// Certificates change hands, whole bundles or ranges of them.
import { beforeEach, describe, expect, it } from "vitest";
import { limits } from "#src/core/limits.ts";
import { moduleAccount } from "#src/machine/moduleAccount.ts";
import { rangesSchema } from "#src/modules/energy/schemas.ts";
import { bundles, deviceTotals, heldBundles } from "#src/modules/energy/tables.ts";
import { ledgerWithSolar, recordHours, refusedAs, solar } from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "energy/transferCertificates";
let ledger: TestLedger;
beforeEach(() => {
  ledger = ledgerWithSolar();
});

type RangeOf = ReturnType<typeof solar>;
const send = (actor: string, to: string, ...ranges: readonly RangeOf[]) =>
  ledger.send(actor, type, { to: ledger.account(to), ranges });
const refused = (actor: string, to: string, ...ranges: readonly RangeOf[]) =>
  refusedAs(ledger, actor, type, { to: ledger.account(to), ranges });

/** Every bundle of the solar plant: first, last and holder. */
async function shown() {
  const rows: [number, number, string][] = [];
  for await (const { parts, value } of bundles.scan(ledger.state, { within: ["solar-kern"] })) {
    const holder = ["alice", "bob", "carol"].find((alias) => ledger.account(alias) === value.holder) ?? "";
    rows.push([Number(parts[1]), Number(value.lastId), holder]);
  }
  return rows;
}

describe("a transfer", () => {
  it("of a whole bundle changes its holder", async () => {
    const { code, events } = send("alice", "bob", solar(1, 30));
    expect(code).toBe(0);
    const [from, to] = [ledger.account("alice"), ledger.account("bob")];
    expect(events).toEqual([
      {
        type: "energy/certificatesTransferred",
        content: { device: "solar-kern", firstId: 1, lastId: 30, from, to },
      },
    ]);
    expect(await shown()).toEqual([[1, 30, "bob"]]);
    const lists: string[] = [];
    for await (const { parts } of heldBundles.scan(ledger.state)) lists.push(parts[0] ?? "");
    expect(lists).toEqual([to]);
    expect(await ledger.audit()).toEqual([]);
  });

  it("of a range splits the bundle: at its front, within, at its end, one certificate alone", async () => {
    send("alice", "bob", solar(1, 5));
    expect(await shown()).toEqual([
      [1, 5, "bob"],
      [6, 30, "alice"],
    ]);
    send("alice", "carol", solar(10, 10, 6));
    send("alice", "bob", solar(30, 30, 11));
    expect(await shown()).toEqual([
      [1, 5, "bob"],
      [6, 9, "alice"],
      [10, 10, "carol"],
      [11, 29, "alice"],
      [30, 30, "bob"],
    ]);
    expect(deviceTotals.get(ledger.state, "solar-kern")).toMatchObject({ issuedWh: 30n, activeWh: 30n });
    expect(await ledger.audit()).toEqual([]);
  });

  it("takes ranges of several bundles and devices at once, and they can go on", async () => {
    recordHours(ledger, "solar-kern", [4_000n]);
    expect(send("alice", "bob", solar(1, 2), solar(32, 33, 31)).code).toBe(0);
    recordHours(ledger, "wind-panhandle", [5_000n]);
    const wind = { device: "wind-panhandle", bundle: 1, firstId: 1, lastId: 5 };
    expect(send("bob", "carol", wind, solar(32, 33)).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("is refused", () => {
  it("to anyone but the holder, also after it was given away: nothing is spent twice", () => {
    expect(refused("bob", "carol", solar(1, 30))).toBe("energy/notHolder");
    send("alice", "bob", solar(1, 5));
    expect(refused("alice", "carol", solar(1, 5))).toBe("energy/notHolder");
    expect(refused("alice", "carol", solar(6, 6), solar(1, 5))).toBe("energy/notHolder");
  });

  it("of what is no bundle, or reaches outside of it", () => {
    expect(refused("alice", "bob", solar(2, 3))).toBe("energy/unknownBundle");
    expect(refused("alice", "bob", { ...solar(1, 3), device: "nothing-here" })).toBe("energy/unknownBundle");
    expect(refused("alice", "bob", solar(1, 31))).toBe("energy/rangeOutsideBundle");
    expect(refused("alice", "bob", solar(5, 4, 1))).toBe("energy/rangeOutsideBundle");
    send("alice", "bob", solar(1, 5));
    expect(refused("alice", "carol", solar(5, 7, 6))).toBe("energy/rangeOutsideBundle");
  });

  it("of one bundle twice in a message, even apart", () => {
    expect(refused("alice", "bob", solar(1, 2), solar(5, 6, 1))).toBe("energy/bundleRepeated");
  });

  it("to the holder itself, to an unknown or frozen account, and to a book of the ledger", () => {
    expect(refused("alice", "alice", solar(1, 2))).toBe("energy/holderIsPayee");
    const ranges = [solar(1, 2)];
    const to = moduleAccount("nobody/knows");
    expect(refusedAs(ledger, "alice", type, { to, ranges })).toBe("accounts/unknownAccount");
    const book = moduleAccount("accounts/deposits");
    expect(refusedAs(ledger, "alice", type, { to: book, ranges })).toBe("accounts/ledgerAccount");
    ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("bob"), reference: "order" });
    expect(refused("alice", "bob", solar(1, 2))).toBe("accounts/accountFrozen");
  });

  it("of what was cancelled", () => {
    const content = { ranges: [solar(1, 5)], beneficiary: "Alice Ltd", purpose: "2026" };
    ledger.send("alice", "energy/cancelCertificates", content);
    expect(refused("alice", "bob", solar(1, 5))).toBe("energy/bundleNotActive");
    expect(refused("alice", "bob", solar(6, 6), solar(2, 3, 1))).toBe("energy/bundleNotActive");
  });
});

it("one message touches 64 bundles at most", () => {
  const most = limits.bundlesPerMessageMax;
  const fits = (count: number) =>
    rangesSchema.safeParse(new Array(count).fill({ device: "a", bundle: 1, firstId: 1, lastId: 1 })).success;
  expect([0, 1, most, most + 1].map(fits)).toEqual([false, true, true, false]);
});
