// The protocol buffer encoding as CometBFT writes it: fields in order, zero values left out, embedded messages always there.
import { assert } from "#src/core/assert.ts";

const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2 } as const;
type WireType = keyof typeof wireTypes;

const integerExpected = "a field of an integer holds an integer that a number holds exactly";

const textEncoder = new TextEncoder();

export class WireWriter {
  #buffer: Uint8Array;
  #length = 0;

  /** The capacity is a guess that saves copying; the writer grows past it. */
  constructor(capacity = 128) {
    this.#buffer = new Uint8Array(capacity);
  }

  /** An int32, int64, uint32, uint64, bool or enum field; a negative number takes ten bytes. */
  integer(field: number, value: number | bigint): this {
    if (value === 0 || value === 0n) return this;
    this.#tag(field, "varint");
    this.#varint(value);
    return this;
  }

  fixedInteger(field: number, value: number): this {
    if (value === 0) return this;
    assert(Number.isSafeInteger(value), integerExpected);
    this.#tag(field, "fixed64");
    this.#reserve(8);
    const view = new DataView(this.#buffer.buffer, this.#length, 8);
    view.setBigInt64(0, BigInt(value), true);
    this.#length += 8;
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    return value.length === 0 ? this : this.embedded(field, value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, textEncoder.encode(value));
  }

  /** A message inside this one, or one element of a repeated field: written even when it is empty. */
  embedded(field: number, encoded: Uint8Array): this {
    this.#tag(field, "lengthDelimited");
    this.#varint(encoded.length);
    this.#append(encoded);
    return this;
  }

  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  #tag(field: number, wireType: WireType): void {
    this.#varint(field * 8 + wireTypes[wireType]);
  }

  #varint(value: number | bigint): void {
    this.#reserve(10);
    if (typeof value === "number" && value >= 0 && value < 2 ** 31) this.#shortVarint(value);
    else this.#longVarint(value);
  }

  #shortVarint(value: number): void {
    assert(Number.isInteger(value), integerExpected);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#length++] = rest;
  }

  // A negative number is written as the unsigned one with the same 64 bits.
  #longVarint(value: number | bigint): void {
    assert(typeof value === "bigint" || Number.isSafeInteger(value), integerExpected);
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest >= 0x80n) {
      this.#buffer[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#buffer[this.#length++] = Number(rest);
  }

  #append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(extra: number): void {
    if (this.#length + extra <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + extra));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}
