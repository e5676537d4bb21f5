// The strict reader takes one form of each field and refuses every other way to write it.
import { describe, expect, it } from "vitest";
import { ProtobufReader } from "#src/proofs/protobufReader.ts";
import { ProtobufWriter } from "#src/proofs/protobufWriter.ts";

function readsNumber(...bytes: number[]): number | "refused" {
  const reader = new ProtobufReader(Uint8Array.from(bytes));
  const value = reader.number(1);
  return reader.isReadToTheEnd ? value : "refused";
}

function readsBytes(...bytes: number[]): number[] | "refused" {
  const reader = new ProtobufReader(Uint8Array.from(bytes));
  const value = reader.bytes(1);
  return reader.isReadToTheEnd ? [...value] : "refused";
}

describe("ProtobufReader", () => {
  it("reads what the writer writes, up to the largest number it knows", () => {
    for (const value of [0, 1, 127, 128, 16_383, 16_384, 2 ** 28 - 1]) {
      const writer = new ProtobufWriter();
      writer.number(1, value);
      expect(readsNumber(...writer.finish())).toBe(value);
    }
  });

  it("takes an absent field as its default, and refuses a default written out", () => {
    expect(readsNumber()).toBe(0);
    expect(readsBytes()).toEqual([]);
    expect(readsNumber(0x08, 0x00)).toBe("refused");
    expect(readsBytes(0x0a, 0x00)).toBe("refused");
  });

  it("refuses numbers with needless, too many or missing bytes", () => {
    expect(readsNumber(0x08, 0x01)).toBe(1);
    expect(readsNumber(0x08, 0x81, 0x00)).toBe("refused");
    expect(readsNumber(0x08, 0xff, 0xff, 0xff, 0xff, 0x01)).toBe("refused");
    expect(readsNumber(0x08, 0x81)).toBe("refused");
    expect(readsNumber(0x08)).toBe("refused");
  });

  it("refuses a length past the end, an unknown field, a repeated one and bytes left over", () => {
    expect(readsBytes(0x0a, 0x02, 7, 8)).toEqual([7, 8]);
    expect(readsBytes(0x0a, 0x03, 7, 8)).toBe("refused");
    expect(readsBytes(0x12, 0x01, 7)).toBe("refused");
    expect(readsBytes(0x0a, 0x01, 7, 0x0a, 0x01, 7)).toBe("refused");
    expect(readsBytes(0x0a, 0x01, 7, 8)).toBe("refused");
    expect(readsBytes(0x08, 0x01)).toBe("refused");
  });

  it("refuses a message whose content is not read to its end", () => {
    const reader = new ProtobufReader(Uint8Array.of(0x0a, 0x02, 0x08, 0x01));
    expect(reader.message(1, () => "nothing read")).toBe("nothing read");
    expect(reader.isReadToTheEnd).toBe(false);
  });
});
