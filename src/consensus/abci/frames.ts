// The framing of ABCI's socket: every message behind its length as a varint.
import { Fault } from "#src/core/assert.ts";

/** A message of the engine: a block of the largest size with room for its frame, as CometBFT itself allows. */
export const frameBytesMax = 128 * 1024 * 1024;
/** Seven bits a byte: five bytes hold any length that is allowed. */
const lengthBytesMax = 5;

/** Takes the stream apart as it comes; a message is copied together once, when all of it is there. */
export class FrameReader {
  #pieces: Uint8Array[] = [];
  #held = 0;
  /** The bytes that the message under way has; undefined while its length is read. */
  #wanted: number | undefined;

  /** The messages that are complete with this piece. */
  take(piece: Uint8Array): Uint8Array[] {
    this.#pieces.push(piece);
    this.#held += piece.length;
    const messages: Uint8Array[] = [];
    for (;;) {
      this.#wanted ??= this.#readLength();
      if (this.#wanted === undefined || this.#held < this.#wanted) return messages;
      messages.push(this.#cut(this.#wanted));
      this.#wanted = undefined;
    }
  }

  #readLength(): number | undefined {
    const start = this.#peek(lengthBytesMax);
    let length = 0;
    for (const [index, byte] of start.entries()) {
      length += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) {
        if (length > frameBytesMax) throw new Fault("the engine sends a message longer than any");
        this.#cut(index + 1);
        return length;
      }
    }
    if (start.length === lengthBytesMax) throw new Fault("the engine sends a length that is none");
    return undefined;
  }

  #peek(count: number): Uint8Array {
    const first = this.#pieces[0];
    if (first !== undefined && first.length >= count) return first.subarray(0, count);
    return Buffer.concat(this.#pieces.slice(0, count)).subarray(0, count);
  }

  #cut(count: number): Uint8Array {
    const first = this.#pieces[0];
    const whole = first !== undefined && first.length >= count ? first : Buffer.concat(this.#pieces);
    if (whole !== first) this.#pieces = [];
    else this.#pieces.shift();
    if (whole.length > count) this.#pieces.unshift(whole.subarray(count));
    this.#held -= count;
    return whole.subarray(0, count);
  }
}

export function encodeFrame(message: Uint8Array): Uint8Array {
  const head: number[] = [];
  let rest = message.length;
  while (rest >= 0x80) {
    head.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.concat([Uint8Array.from([...head, rest]), message]);
}
