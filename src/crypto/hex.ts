// Bytes as lower-case hexadecimal text and back, and bytes compared with bytes.
import * as noble from "@noble/hashes/utils.js";

export type HexFault = "oddLength" | "notLowerCaseHex";

export class HexError extends Error {
  readonly fault: HexFault;

  constructor(fault: HexFault) {
    super(
      fault === "oddLength" ? "hexadecimal text has an odd number of digits" : "text is not lower-case hexadecimal",
    );
    this.name = "HexError";
    this.fault = fault;
  }
}

export function bytesToHex(bytes: Uint8Array): string {
  return noble.bytesToHex(bytes);
}

/** Throws a HexError. One byte string has one text: upper case is refused, so that texts can be compared as they are. */
export function hexToBytes(text: string): Uint8Array {
  if (!/^[0-9a-f]*$/.test(text)) throw new HexError("notLowerCaseHex");
  if (text.length % 2 !== 0) throw new HexError("oddLength");
  return noble.hexToBytes(text);
}

export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  return compareBytes(a, b) === 0;
}

/** The order in which consensus sorts: byte by byte, a prefix before what it begins; -1, 0 or 1. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const sharedLength = Math.min(a.length, b.length);
  for (let index = 0; index < sharedLength; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(a.length - b.length);
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return noble.concatBytes(...parts);
}
