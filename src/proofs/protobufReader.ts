// Strict protobuf decoding: fields in rising order, none unknown, none with a default written out, shortest numbers.
import { wireTypes } from "./protobufWriter.ts";

// Four groups of seven bits: more than any length or enumeration in a proof, and safe in 32-bit arithmetic.
const varintBytesMax = 4;

/** Reads on after a failure, giving empty values: whether the bytes were good is asked once, at the end. */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  #offset = 0;
  #failed = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether everything so far was well formed and nothing is left. */
  get isReadToTheEnd(): boolean {
    return !this.#failed && this.#offset === this.#bytes.length;
  }

  fail(): void {
    this.#failed = true;
  }

  number(field: number): number {
    if (!this.#takeTag(field, wireTypes.varint)) return 0;
    const value = this.#takeVarint();
    if (value === 0) this.fail();
    return value;
  }

  bytes(field: number): Uint8Array {
    if (!this.#takeTag(field, wireTypes.lengthDelimited)) return new Uint8Array(0);
    const content = this.#takeDelimited();
    if (content.length === 0) this.fail();
    return content;
  }

  message<Message>(field: number, read: (reader: ProtobufReader) => Message): Message | undefined {
    if (!this.#takeTag(field, wireTypes.lengthDelimited)) return undefined;
    const inner = new ProtobufReader(this.#takeDelimited());
    const message = read(inner);
    if (!inner.isReadToTheEnd) this.fail();
    return message;
  }

  // Every field number here is below 16, so a tag is one byte.
  #takeTag(field: number, wireType: number): boolean {
    if (this.#failed || this.#bytes[this.#offset] !== field * 8 + wireType) return false;
    this.#offset += 1;
    return true;
  }

  #takeVarint(): number {
    let value = 0;
    for (let index = 0; index < varintBytesMax; index += 1) {
      const byte = this.#bytes[this.#offset];
      if (byte === undefined) break;
      this.#offset += 1;
      value |= (byte & 0x7f) << (7 * index);
      if (byte > 0x7f) continue;
      if (byte === 0 && index > 0) break;
      return value;
    }
    this.fail();
    return 0;
  }

  #takeDelimited(): Uint8Array {
    const length = this.#takeVarint();
    const end = this.#offset + length;
    if (this.#failed || end > this.#bytes.length) {
      this.fail();
      return new Uint8Array(0);
    }
    const content = this.#bytes.slice(this.#offset, end);
    this.#offset = end;
    return content;
  }
}
