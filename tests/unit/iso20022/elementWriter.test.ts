// What does not fit its description is not written, and the refusal names the place.
import { describe, expect, it } from "vitest";
import { Refusal } from "#src/core/refusal.ts";
import { currencyAmount } from "#src/iso20022/amounts.ts";
import { currencyDecimals } from "#src/iso20022/currencies.ts";
import { choice, many, optional, sequence } from "#src/iso20022/description.ts";
import { writeElement } from "#src/iso20022/elementWriter.ts";
import { max4Text } from "#src/iso20022/values.ts";

const described = sequence({
  Id: max4Text,
  Which: optional(choice({ Cd: max4Text, Prtry: max4Text })),
  Two: optional(many(max4Text, 2)),
  Amt: optional(currencyAmount),
});

function written(value: unknown): string {
  try {
    return writeElement("x", described, value, currencyDecimals);
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    return `${reason.definition.code.replace("iso20022/", "")} ${reason.details.path}`;
  }
}

describe("a value", () => {
  it("is written in the order of its description, whatever its own", () => {
    const value = { Amt: { currency: "EUR", units: 1n }, Two: ["a", "b"], Which: { Prtry: "p" }, Id: "i" };
    expect(written(value)).toBe(
      '<x><Id>i</Id><Which><Prtry>p</Prtry></Which><Two>a</Two><Two>b</Two><Amt Ccy="EUR">0.01</Amt></x>',
    );
  });

  it("may name what it does not have", () => {
    expect(written({ Id: "i", Two: undefined })).toBe("<x><Id>i</Id></x>");
  });

  it.each([
    [{}, "missing /x/Id"],
    [{ Id: "i", Other: 1 }, "unknownElement /x/Other"],
    [{ Id: "i", toString: "x" }, "unknownElement /x/toString"],
    [{ Id: "i", Which: {} }, "missing /x/Which/(Cd|Prtry)"],
    [{ Id: "i", Which: { Cd: "c", Prtry: "p" } }, "moreThanOneChoice /x/Which/Prtry"],
    [{ Id: "i", Two: [] }, "missing /x/Two"],
    [{ Id: "i", Two: ["a", "b", "c"] }, "tooMany /x/Two[3]"],
    [{ Id: "i", Two: ["a", "too long"] }, "tooLong /x/Two[2]"],
    [{ Id: "i", Two: "a" }, "malformedValue /x/Two"],
    [{ Id: ["i"] }, "malformedValue /x/Id"],
    [{ Id: "i", Which: [] }, "malformedValue /x/Which"],
    [{ Id: "i", Which: null }, "malformedValue /x/Which"],
    [{ Id: "i", Amt: { currency: "EUR", units: -1n } }, "malformedValue /x/Amt"],
    ["text", "malformedValue /x"],
    [null, "malformedValue /x"],
  ] as const)("of another shape is refused: case %#", (value, said) => {
    expect(written(value)).toBe(said);
  });
});
