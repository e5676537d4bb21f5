// Names of accounts, put in place wherever a schema expects an account.
import { expect, it } from "vitest";
import { resolveAliases } from "#src/cli/contract/aliases.ts";
import { contractModules } from "#src/cli/contract/contract.ts";

const aliases = new Map([
  ["bob", "kdg1bob"],
  ["carol", "kdg1carol"],
]);
const messages = new Map(
  contractModules().flatMap((module) => module.messages.map((each) => [each.type, each.schema])),
);
const resolve = (type: string, content: unknown) => resolveAliases(messages.get(type) ?? {}, content, aliases);

it("stand for accounts in fields, in lists and in lists of objects", () => {
  expect(resolve("settlement/pay", { to: "bob", amount: "1" })).toEqual({ to: "kdg1bob", amount: "1" });
  expect(resolve("settlement/settleLegs", { legs: [{ to: "bob" }, { to: "carol" }] })).toEqual({
    legs: [{ to: "kdg1bob" }, { to: "kdg1carol" }],
  });
  expect(resolve("oracle/setFeeders", { feed: "bob", feeders: ["bob"] })).toEqual({
    feed: "bob",
    feeders: ["kdg1bob"],
  });
});

it("leave alone what is no name, and what the schema does not know", () => {
  expect(resolve("settlement/pay", { to: "nobody", endToEndId: "bob", other: "bob" })).toEqual({
    to: "nobody",
    endToEndId: "bob",
    other: "bob",
  });
  expect(resolve("settlement/pay", 7)).toBe(7);
});
