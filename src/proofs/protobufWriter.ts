// Protobuf encoding of the few kinds of fields that proofs have; what has its default value is left out.

export const wireTypes = { varint: 0, lengthDelimited: 2 } as const;

export class ProtobufWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  number(field: number, value: number): void {
    if (value !== 0) this.#append(encodeVarint(field * 8 + wireTypes.varint), encodeVarint(value));
  }

  bytes(field: number, value: Uint8Array): void {
    if (value.length > 0) this.#appendDelimited(field, value);
  }

  /** A message without content is still written: it says that the field is there. */
  message(field: number, write: (writer: ProtobufWriter) => void): void {
    const inner = new ProtobufWriter();
    write(inner);
    this.#appendDelimited(field, inner.finish());
  }

  finish(): Uint8Array {
    const bytes = new Uint8Array(this.#length);
    let offset = 0;
    for (const part of this.#parts) {
      bytes.set(part, offset);
      offset += part.length;
    }
    return bytes;
  }

  #appendDelimited(field: number, content: Uint8Array): void {
    this.#append(encodeVarint(field * 8 + wireTypes.lengthDelimited), encodeVarint(content.length), content);
  }

  #append(...parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      this.#parts.push(part);
      this.#length += part.length;
    }
  }
}

function encodeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
