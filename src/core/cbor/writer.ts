// Writes deterministic CBOR (RFC 8949, section 4.2.1): shortest heads, definite lengths, no floats.
import { assert } from "../assert.ts";

const utf8 = new TextEncoder();
const uint64Max = 2n ** 64n - 1n;
/** An encoder would quietly write another character in its place. */
const halfCharacter = /\p{Surrogate}/u;

export class CborWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** The bytes written so far, copied, and the writer empty again. */
  finish(): Uint8Array {
    const result = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return result;
  }

  /** Drops what was written, after a failure midway. */
  reset(): void {
    this.#length = 0;
  }

  head(majorType: number, argument: number): void {
    this.#reserve(9);
    const bytes = this.#bytes;
    const type = majorType << 5;
    if (argument < 24) {
      bytes[this.#length++] = type | argument;
    } else if (argument < 0x100) {
      bytes[this.#length++] = type | 24;
      bytes[this.#length++] = argument;
    } else if (argument < 0x10000) {
      bytes[this.#length++] = type | 25;
      bytes[this.#length++] = argument >>> 8;
      bytes[this.#length++] = argument & 0xff;
    } else if (argument < 0x100000000) {
      bytes[this.#length++] = type | 26;
      this.#fixed32(argument);
    } else {
      bytes[this.#length++] = type | 27;
      this.#fixed32(Math.floor(argument / 0x100000000));
      this.#fixed32(argument % 0x100000000);
    }
  }

  /** A safe integer of either sign. */
  integer(value: number): void {
    assert(Number.isSafeInteger(value), "only safe integers have a CBOR form");
    if (value >= 0) this.head(0, value);
    else this.head(1, -1 - value);
  }

  /** Any integer; beyond 64 bits it becomes a bignum (tags 2 and 3) without leading zeros. */
  bigint(value: bigint): void {
    const negative = value < 0n;
    const argument = negative ? -1n - value : value;
    if (argument <= BigInt(Number.MAX_SAFE_INTEGER)) {
      this.head(negative ? 1 : 0, Number(argument));
    } else if (argument <= uint64Max) {
      this.#reserve(9);
      this.#bytes[this.#length++] = ((negative ? 1 : 0) << 5) | 27;
      this.#fixed32(Number(argument >> 32n));
      this.#fixed32(Number(argument & 0xffffffffn));
    } else {
      this.head(6, negative ? 3 : 2);
      const digits = argument.toString(16);
      const hex = digits.length % 2 === 0 ? digits : `0${digits}`;
      this.head(2, hex.length / 2);
      this.#reserve(hex.length / 2);
      for (let at = 0; at < hex.length; at += 2) {
        this.#bytes[this.#length++] = Number.parseInt(hex.slice(at, at + 2), 16);
      }
    }
  }

  bytes(value: Uint8Array): void {
    this.head(2, value.length);
    this.raw(value);
  }

  text(value: string): void {
    const length = value.length;
    if (length < 24 && this.#shortAsciiText(value)) return;
    assert(!halfCharacter.test(value), "half a surrogate pair has no UTF-8 form");
    const encoded = utf8.encode(value);
    this.head(3, encoded.length);
    this.raw(encoded);
  }

  boolean(value: boolean): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value ? 0xf5 : 0xf4;
  }

  null(): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = 0xf6;
  }

  /** Bytes that are already encoded. */
  raw(value: Uint8Array): void {
    const { length } = value;
    this.#reserve(length);
    // For a few bytes a loop is quicker than a call into the engine.
    if (length > 32) this.#bytes.set(value, this.#length);
    else for (let at = 0; at < length; at += 1) this.#bytes[this.#length + at] = value[at] ?? 0;
    this.#length += length;
  }

  #shortAsciiText(value: string): boolean {
    this.#reserve(24);
    const start = this.#length;
    this.#bytes[this.#length++] = (3 << 5) | value.length;
    for (let at = 0; at < value.length; at += 1) {
      const unit = value.charCodeAt(at);
      if (unit > 0x7f) {
        this.#length = start;
        return false;
      }
      this.#bytes[this.#length++] = unit;
    }
    return true;
  }

  #fixed32(value: number): void {
    const bytes = this.#bytes;
    bytes[this.#length++] = (value >>> 24) & 0xff;
    bytes[this.#length++] = (value >>> 16) & 0xff;
    bytes[this.#length++] = (value >>> 8) & 0xff;
    bytes[this.#length++] = value & 0xff;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
