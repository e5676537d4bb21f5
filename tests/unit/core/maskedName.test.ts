// Masked names: one letter of each word at most, in every script, and always what the ledger takes.
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldName, maskedNameSchema, maskName } from "#src/core/maskedName.ts";

test.each([
  ["Li Wei Ming", "L* W** M***"],
  ["José Álvarez-Núñez", "J*** Á**** N****"],
  ["Иван Петров", "И*** П****"],
  ["李伟明", "李**"],
  ["محمد علي", "م*** ع**"],
  ["J R R Tolkien", "J R R T****"],
  ["J", "*"],
  ["李 明", "李 *"],
  ["ﬁnn", "F***"],
  ["👨‍👩‍👧 Li", "L*"],
  ["é", "*"],
  ["A\u202eB", "A*"],
  ["Maximiliana Wolfeschlegelsteinhausenbergerdorff", "M**** W****"],
  ["a b c d e f g h", "A B C D E *"],
])("%s is shown as %s", (name, masked) => {
  expect(maskName(name)).toBe(masked);
  expect(maskedNameSchema.safeParse(masked).success).toBe(true);
});

test("what has no letter is no name, and nobody has one of a thousand letters", () => {
  for (const name of ["", " ", "...", "👋", "x".repeat(1_025)]) expect(maskName(name)).toBeUndefined();
});

test("a name that is shown whole is not taken", () => {
  for (const text of ["Li*", "L", "L* W", "LI W**", "L*  W**", " L*", "L* ", "L*\u202e*", "L*****", "", "*L"])
    expect(maskedNameSchema.safeParse(text).success, text).toBe(false);
});

test("every mask is one that the ledger takes, is the same for all cases, and shows no second letter", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (name) => {
      const masked = maskName(name);
      if (masked === undefined) {
        expect(foldName(name)).toBeUndefined();
        return;
      }
      expect(maskedNameSchema.safeParse(masked).success, masked).toBe(true);
      expect(maskName(name.toUpperCase())).toBe(masked);
      for (const word of masked.split(" ")) expect([...word.replaceAll("*", "")].length).toBeLessThanOrEqual(1);
    }),
  );
});
