// A governor names a component.
import { describe, expect, test } from "vitest";
import { components } from "#src/modules/basket/tables.ts";
import { addNickel, createBasketLedger } from "#tests/support/baskets.ts";

test("names a component and its feed, without taking it into the basket", async () => {
  const ledger = createBasketLedger();
  await addNickel(ledger);
  expect(components.get(ledger.state, "NI")).toEqual({ component: "NI", feed: "NI" });
  expect(await ledger.query("basket/current")).toMatchObject({ lines: [{ component: "AG" }, { component: "CU" }] });
  expect(await ledger.audit()).toEqual([]);
});

test("announces it", () => {
  const ledger = createBasketLedger();
  const component = { component: "SILVER", feed: "AG" };
  expect(ledger.send("governor", "basket/addComponent", component).events).toEqual([
    { type: "basket/componentAdded", content: { component, by: ledger.account("governor") } },
  ]);
});

describe("refuses and changes nothing", () => {
  test.each([
    ["for an actor who is no governor", "issuer", { component: "SILVER", feed: "AG" }, "authority/roleMissing"],
    ["for a feed that does not exist", "governor", { component: "NI", feed: "NI" }, "oracle/unknownFeed"],
    ["for a component that is known", "governor", { component: "AG", feed: "CU" }, "basket/componentExists"],
  ])("%s", (_title, actor, content, code) => {
    const ledger = createBasketLedger();
    const digest = ledger.digest();
    expect(ledger.send(actor, "basket/addComponent", content).refused).toBe(code);
    expect(ledger.digest()).toBe(digest);
  });
});
