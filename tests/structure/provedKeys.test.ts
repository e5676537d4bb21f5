// The test that proves every query knows something to ask for by each part of every key.
import { expect, it } from "vitest";
import { contract } from "#src/sdk/messages.ts";
import { provedKeyOf } from "#src/sdk/provedKey.ts";
import { partsOfKey, partsOfKeys } from "#tests/support/provedKeys.ts";

it.each(Object.entries(contract.provedKeys))("%s has a key of parts that are asked for", (_query, pattern) => {
  const params = Object.fromEntries(partsOfKey(pattern).map((part) => [part, partsOfKeys[part]]));
  expect(provedKeyOf(pattern, params)).not.toContain("{");
});

it("has no part that no key is made of", () => {
  const needed = new Set(Object.values(contract.provedKeys).flatMap(partsOfKey));
  expect(Object.keys(partsOfKeys).filter((part) => !needed.has(part))).toEqual([]);
});
