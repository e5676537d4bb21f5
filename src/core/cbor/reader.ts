// Reads deterministic CBOR (RFC 8949, section 4.2.1) and refuses every other way of writing the same value.
import { present } from "../assert.ts";
import type { Refusal } from "../refusal.ts";
import { refusals } from "../refusals.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class CborReader {
  readonly #bytes: Uint8Array;
  #offset = 0;
  /** The argument of the last head read, where it is a safe integer. */
  #argument = 0;
  /** The same argument where it is larger. */
  #wideArgument: bigint | undefined;

  constructor(bytes: Uint8Array) {
    // A subclass such as Node's Buffer slices without copying and prints otherwise; what is read must not depend on it.
    const isPlain = bytes.constructor === Uint8Array;
    this.#bytes = isPlain ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get offset(): number {
    return this.#offset;
  }

  /** Refuses bytes that follow the value. */
  finish(): void {
    if (this.#offset !== this.#bytes.length) throw this.malformed("bytes follow the value");
  }

  malformed(reason: string): Refusal {
    return refusals.malformedEncoding({ reason, offset: this.#offset });
  }

  /** The bytes between two offsets: a view, not a copy. */
  slice(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(start, end);
  }

  /** The first byte of the next value, without taking it. */
  peek(): number {
    const byte = this.#bytes[this.#offset];
    if (byte === undefined) throw this.malformed("the bytes end early");
    return byte;
  }

  peekMajorType(): number {
    return this.peek() >>> 5;
  }

  integer(): number {
    const majorType = this.#head();
    if (majorType > 1 || this.#wideArgument !== undefined) throw this.malformed("expected a small integer");
    const value = majorType === 0 ? this.#argument : -1 - this.#argument;
    if (!Number.isSafeInteger(value)) throw this.malformed("expected a small integer");
    return value;
  }

  bigint(): bigint {
    const majorType = this.#head();
    if (majorType === 6) return this.#bignum();
    if (majorType > 1) throw this.malformed("expected an integer");
    const argument = this.#wideArgument ?? BigInt(this.#argument);
    return majorType === 0 ? argument : -1n - argument;
  }

  bytes(): Uint8Array {
    return this.#chunk(2, "expected bytes");
  }

  text(): string {
    const chunk = this.#chunk(3, "expected text");
    if (chunk.length < 24) {
      let ascii = true;
      for (let at = 0; at < chunk.length; at += 1) {
        if ((chunk[at] ?? 0) > 0x7f) ascii = false;
      }
      if (ascii) return String.fromCharCode.apply(null, chunk as unknown as number[]);
    }
    try {
      return utf8.decode(chunk);
    } catch {
      throw this.malformed("text is not UTF-8");
    }
  }

  arrayLength(): number {
    return this.#length(4, "expected an array");
  }

  mapLength(): number {
    return this.#length(5, "expected a map");
  }

  boolean(): boolean {
    const byte = this.peek();
    if (byte !== 0xf4 && byte !== 0xf5) throw this.malformed("expected true or false");
    this.#offset += 1;
    return byte === 0xf5;
  }

  /** Takes a null if one is next. */
  takeNull(): boolean {
    if (this.peek() !== 0xf6) return false;
    this.#offset += 1;
    return true;
  }

  /** Takes exactly these already encoded bytes if they are next. */
  takeExact(expected: Uint8Array): boolean {
    const start = this.#offset;
    for (let at = 0; at < expected.length; at += 1) {
      if (this.#bytes[start + at] !== expected[at]) return false;
    }
    this.#offset = start + expected.length;
    return true;
  }

  #length(majorType: number, reason: string): number {
    if (this.#head() !== majorType || this.#wideArgument !== undefined) throw this.malformed(reason);
    // Every element takes a byte at least, so a larger claim is a lie that must not reserve memory.
    if (this.#argument > this.#bytes.length - this.#offset) throw this.malformed("the bytes end early");
    return this.#argument;
  }

  #chunk(majorType: number, reason: string): Uint8Array {
    const length = this.#length(majorType, reason);
    const start = this.#offset;
    this.#offset = start + length;
    return this.#bytes.subarray(start, this.#offset);
  }

  #bignum(): bigint {
    const tag = this.#argument;
    if (this.#wideArgument !== undefined || (tag !== 2 && tag !== 3)) throw this.malformed("tags are not allowed");
    const digits = this.#chunk(2, "a bignum holds bytes");
    if (digits.length <= 8 || digits[0] === 0) throw this.malformed("a bignum is not in its shortest form");
    if (digits.length > 64) throw this.malformed("a bignum is too long");
    let value = 0n;
    for (const digit of digits) value = (value << 8n) | BigInt(digit);
    return tag === 2 ? value : -1n - value;
  }

  /** Reads one head and returns its major type; refuses long forms, indefinite lengths and reserved values. */
  #head(): number {
    const first = this.peek();
    this.#offset += 1;
    const short = first & 0x1f;
    this.#wideArgument = undefined;
    if (short < 24) this.#argument = short;
    else if (short === 24) this.#argument = this.#fixed(1, 24);
    else if (short === 25) this.#argument = this.#fixed(2, 0x100);
    else if (short === 26) this.#argument = this.#fixed(4, 0x10000);
    else if (short === 27) this.#long();
    else throw this.malformed("indefinite lengths are not allowed");
    return first >>> 5;
  }

  #fixed(width: number, leastValue: number): number {
    if (this.#offset + width > this.#bytes.length) throw this.malformed("the bytes end early");
    let value = 0;
    for (let at = 0; at < width; at += 1)
      value = value * 256 + present(this.#bytes[this.#offset + at], "within bounds");
    this.#offset += width;
    if (value < leastValue) throw this.malformed("a number is not in its shortest form");
    return value;
  }

  #long(): void {
    const high = this.#fixed(4, 0);
    const low = this.#fixed(4, 0);
    if (high === 0) throw this.malformed("a number is not in its shortest form");
    const value = high * 0x100000000 + low;
    this.#argument = value;
    if (!Number.isSafeInteger(value)) this.#wideArgument = (BigInt(high) << 32n) | BigInt(low);
  }
}
