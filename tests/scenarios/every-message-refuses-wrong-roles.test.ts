// Every message that is for the holders of some roles is tried by everyone else, and changes nothing.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { present } from "#src/core/assert.ts";
import { accountSchema, currencySchema, moduleNameSchema } from "#src/core/schemas.ts";
import type { RoutedMessage } from "#src/machine/registry.ts";
import { read as accountsOf } from "#src/modules/accounts/access.ts";
import { roles } from "#src/modules/authority/access.ts";
import { parameterNameSchema } from "#src/modules/parameters/rules.ts";
import * as modules from "#src/modules/registry.ts";
import { arbitraryOf, type Vocabulary } from "#tests/support/generate.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

/** Not a role: the account that issues the currency the message names. */
const currencyIssuer = "currency issuer";
const ledger = createTestLedger({ modules: Object.values(modules) });
const { registry } = ledger.machine;
const aliases = ledger.genesis.aliases.map(({ alias }) => alias);
const restricted = [...registry.messages.values()].filter(({ definition }) => definition.actors !== "anyone");

const vocabulary: Vocabulary = [
  [accountSchema, fc.constantFrom(...aliases.map(ledger.account))],
  [currencySchema, fc.constantFrom(...accountsOf.currencyCodes(ledger.state))],
  [moduleNameSchema, fc.constantFrom(...registry.modules.map(({ name }) => name))],
  [parameterNameSchema, fc.constantFrom(...registry.parameters.keys())],
];

/** `custodian` and `custodian-2` hold the role `custodian`; alice holds none. */
function roleOf(alias: string): string | undefined {
  return roles.find((role) => alias.replace(/-[0-9]+$/, "") === role);
}

/** Everyone who may not send this message with this content. */
function strangersTo({ definition }: RoutedMessage, content: unknown): string[] {
  const { currency } = content as { readonly currency?: string };
  const mayIssue = definition.actors.includes(currencyIssuer) && currency !== undefined;
  const issuer = mayIssue ? accountsOf.currency(ledger.state, currency)?.issuer : undefined;
  return aliases.filter((alias) => {
    const role = roleOf(alias);
    return ledger.account(alias) !== issuer && (role === undefined || !definition.actors.includes(role));
  });
}

describe("a message for the holders of roles", () => {
  it("names roles that exist, or the issuer of a currency that it names", () => {
    for (const { type, definition } of restricted) {
      for (const actor of definition.actors) expect([...roles, currencyIssuer], type).toContain(actor);
      const content = fc.sample(arbitraryOf(definition.schema, { vocabulary }), { numRuns: 20, seed: 1 });
      if (definition.actors.includes(currencyIssuer)) {
        expect(
          content.some((one) => (one as { currency?: string }).currency !== undefined),
          type,
        ).toBe(true);
      }
    }
  });

  it.each(restricted.map(({ type }) => type))("%s is refused to everyone else, and changes nothing", (type) => {
    const message = present(registry.messages.get(type), "a listed message");
    const digest = ledger.digest();
    fc.assert(
      fc.property(arbitraryOf(message.definition.schema, { vocabulary }), fc.nat(), (content, choice) => {
        const strangers = strangersTo(message, content);
        const actor = present(strangers[choice % strangers.length], "somebody is always a stranger");
        const { refused } = ledger.send(actor, type, content);
        const kind = [...registry.refusals.values()].find(({ code }) => code === refused)?.kind;
        expect([actor, refused, kind]).toEqual([actor, refused, "unauthorised"]);
      }),
      { numRuns: 40, seed: 7 },
    );
    expect(ledger.digest()).toBe(digest);
    expect(ledger.faults).toEqual([]);
  });

  it.each(restricted.map(({ type }) => type))("%s is refused to every single stranger", (type) => {
    const message = present(registry.messages.get(type), "a listed message");
    const [content] = fc.sample(arbitraryOf(message.definition.schema, { vocabulary }), { numRuns: 1, seed: 3 });
    for (const actor of strangersTo(message, content)) {
      const { refused } = ledger.send(actor, type, content);
      const kind = [...registry.refusals.values()].find(({ code }) => code === refused)?.kind;
      expect([actor, refused, kind]).toEqual([actor, refused, "unauthorised"]);
    }
  });
});
