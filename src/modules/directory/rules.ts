// Decisions of the directory that need no state: what a comparison tells, when a key is valid, which keys are weak.
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import type { Stored } from "#src/state/view.ts";
import type { DisclosureKey, Payee, Port } from "./schemas.ts";

/** Keys of one owner that are kept: enough to open what was sealed to the last ones by their rows. */
export const keysKept = 8;

/** What somebody typed as the payee's name, in the two forms that the ledger knows names in. */
export interface Typed {
  readonly maskedName: string;
  readonly nameHash?: Uint8Array | undefined;
}

/** The same whole name is a match; the same letters shown are a close one, for many names have them. */
export function compareNames(
  payee: Pick<Stored<Payee>, "maskedName" | "nameHash"> | undefined,
  { maskedName, nameHash }: Typed,
): "MTCH" | "CMTC" | "NMTC" | "NOAP" {
  if (payee === undefined) return "NOAP";
  if (nameHash !== undefined && bytesEqual(nameHash, payee.nameHash)) return "MTCH";
  return maskedName === payee.maskedName ? "CMTC" : "NMTC";
}

export const isLive = ({ expiresMs }: Pick<Payee, "expiresMs">, timeMs: number): boolean => timeMs < expiresMs;
export const isLapsed = ({ lapsesMs }: Pick<Port, "lapsesMs">, timeMs: number): boolean => lapsesMs <= timeMs;
export const isValidKey = ({ fromMs, untilMs }: Stored<DisclosureKey>, timeMs: number): boolean =>
  fromMs <= timeMs && timeMs < untilMs;

/** The points of small order of Curve25519, as https://cr.yp.to/ecdh.html lists them; the highest bit of a key is not read. */
const weakKeys: ReadonlySet<string> = new Set([
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  `ec${"ff".repeat(30)}7f`,
  `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
]);

export function isWeakKey(publicKey: Uint8Array): boolean {
  const read = publicKey.slice();
  read[31] = (read[31] ?? 0) & 0x7f;
  return weakKeys.has(bytesToHex(read));
}
