// Aliases stand for accounts wherever a schema expects one.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { accountNamed, aliasResolver, substitutionOf } from "#src/api/aliases.ts";
import { HttpProblem } from "#src/api/httpProblems.ts";
import { accountSchema, amountSchema } from "#src/core/schemas.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

const { genesis, account } = createTestLedger({ modules: [accounts, authority] });
const resolve = aliasResolver(genesis);

const schema = z.strictObject({
  from: accountSchema,
  to: accountSchema.optional(),
  note: z.string(),
  many: z.array(z.strictObject({ account: accountSchema, amount: amountSchema })).max(3),
  choice: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("account"), account: accountSchema }),
    z.strictObject({ kind: z.literal("text"), account: z.string() }),
  ]),
  nothing: accountSchema.nullable(),
});

describe("aliases", () => {
  it("stand wherever the schema has an account, and nowhere else", () => {
    const value = {
      from: "alice",
      note: "alice",
      many: [{ account: "bob", amount: "alice" }],
      choice: { kind: "account", account: "carol" },
      nothing: null,
    };
    expect(substitutionOf(schema)?.(value, resolve)).toEqual({
      from: account("alice"),
      note: "alice",
      many: [{ account: account("bob"), amount: "alice" }],
      choice: { kind: "account", account: account("carol") },
      nothing: null,
    });
  });

  it("leave alone the choice of a union that has no account, and whatever does not fit the schema", () => {
    const substitute = substitutionOf(schema);
    const odd = { from: 7, many: "alice", choice: { kind: "text", account: "alice" } };
    expect(substitute?.(odd, resolve)).toEqual(odd);
    expect(substitute?.("alice", resolve)).toBe("alice");
  });

  it("cost nothing where a schema has no account", () => {
    expect(substitutionOf(z.strictObject({ amount: amountSchema, list: z.array(z.string()).max(2) }))).toBeNull();
  });

  it("are unknown when nobody has the name, while accounts and malformed texts pass on to the schema", () => {
    expect(() => resolve("nobody")).toThrow(HttpProblem);
    expect(resolve(account("alice"))).toBe(account("alice"));
    expect(resolve("Not An Alias")).toBe("Not An Alias");
    expect(accountNamed(resolve, "alice")).toBe(account("alice"));
    expect(accountNamed(resolve, "Not An Alias")).toBeUndefined();
  });

  it("are not looked up on a network that is no devnet", () => {
    expect(() => aliasResolver({ ...genesis, devnet: false })("alice")).toThrow(HttpProblem);
  });
});
