// What clients carry says of every message how it is encoded, and of every proof which key it stands under.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientContract } from "#src/api/clientContract.ts";
import { present } from "#src/core/assert.ts";
import { createRegistry } from "#src/machine/registry.ts";
import * as modules from "#src/modules/registry.ts";
import { provedKeyOf } from "#src/sdk/provedKey.ts";
import { arbitraryOf } from "#tests/support/generate.ts";

const registry = createRegistry(Object.values(modules));
const contract = clientContract(registry);
const provable = [...registry.queries.values()].filter(({ definition }) => definition.proves !== undefined);

describe("what clients carry", () => {
  it("names every message, with a hash that only its own schema has", () => {
    expect(Object.keys(contract.messages)).toEqual([...registry.messages.keys()]);
    const texts = Object.values(contract.messages).map(({ schema }) => JSON.stringify(schema));
    const hashes = Object.values(contract.messages).map(({ schemaHash }) => schemaHash);
    expect(new Set(hashes).size).toBe(new Set(texts).size);
  });

  it("names the key of every query that can be proved, and of no other", () => {
    expect(Object.keys(contract.provedKeys)).toEqual(provable.map(({ name }) => name));
  });

  it.each(provable)("has the key that $name itself proves, for any parameters", ({ name, definition }) => {
    const pattern = present(contract.provedKeys[name], "every provable query has a pattern");
    fc.assert(
      fc.property(arbitraryOf(definition.params), (params) => {
        expect(provedKeyOf(pattern, params as never)).toBe(definition.proves?.(params));
      }),
      { numRuns: 50 },
    );
  });
});
