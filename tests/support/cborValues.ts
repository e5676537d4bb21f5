// Random CBOR values of the kinds that the ledger's encoding knows.
import fc from "fast-check";
import type { CborValue } from "#src/core/cbor/value.ts";
import { limits } from "#src/core/limits.ts";

/** Integers of every head length, at and around each step, and bignums. */
export const anyInteger: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -300n, max: 300n }),
  fc
    .tuple(fc.constantFrom(8n, 16n, 32n, 53n, 64n, 96n, 128n), fc.bigInt({ min: -3n, max: 3n }), fc.boolean())
    .map(([bits, near, negative]) => {
      const value = 2n ** bits + near;
      return negative ? -value : value;
    }),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
);

/** Text without halves of surrogate pairs, often as long as makes a longer head. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({ unit: "binary-ascii", maxLength: 300 }),
);

export const anyCborValue: fc.Arbitrary<CborValue> = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: limits.nestingMax - 2, depthSize: "small", withCrossShrink: true },
    anyInteger,
    fc.boolean(),
    fc.constant(null),
    anyText,
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie("value"), { maxLength: 30 }),
    fc.dictionary(anyText, tie("value"), { maxKeys: 30, noNullPrototype: true }),
  ),
})).value;
