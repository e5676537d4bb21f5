// Sealed files: a payload that several recipients open, each with its own key, while the ledger carries the file's hash alone.
import { base64urlnopad } from "@scure/base";
import { z } from "zod";
import { type Account, accountToBytes, isAccount } from "#src/core/account.ts";
import { bytesEqual, concatBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { type Bound, type DisclosurePair, decryptOnce, encryptOnce, openSealed, sealTo } from "./hpke.ts";
import { SealError } from "./sealError.ts";
import { type TravelRulePayload, travelRuleSchema } from "./travelRule.ts";

/** A disclosure key on the ledger. */
export interface Recipient {
  readonly account: Account;
  readonly number: number;
  readonly publicKey: Uint8Array;
}

/** Two banks, their supervisors, and those of the zones between. */
export const recipientsMax = 16;
/** A payload of the largest lists takes some tens of kilobytes. */
export const payloadBytesMax = 128 * 1024;
export const sealedBytesMax = 256 * 1024;
const keyLength = 32;

const format = "kedge/sealed/2";
const base64 = z.string().regex(/^[A-Za-z0-9_-]*$/);
const accountText = z.string().refine(isAccount) as unknown as z.ZodType<Account>;
const fileSchema = z.strictObject({
  format: z.literal(format),
  suite: z.literal("DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305"),
  /** The network of the payment, and which payment it is: null where it has no UETR. */
  network: z.string().min(1).max(100),
  uetr: z.uuidv4().nullable(),
  /** SHA-256 of the key to the content: the cipher itself opens under several keys what was made so. */
  keyHash: base64.length(43),
  recipients: z
    .array(
      z.strictObject({
        account: accountText,
        number: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
        publicKey: base64.length(43),
        encapsulated: base64.length(43),
        sealedKey: base64.length(64),
      }),
    )
    .min(1)
    .max(recipientsMax),
  content: base64,
});
type SealedFile = z.output<typeof fileSchema>;

const text = new TextEncoder();
const domain = text.encode(`${format}\n`);
const keyDomain = text.encode(`${format}/key\n`);
const keyHashOf = (key: Uint8Array): Uint8Array => sha256(keyDomain, key);

/** What a payload is for: a key that is sealed for one payment opens nothing of another one's. */
export interface Purpose {
  readonly network: string;
  readonly uetr: string | null;
}

/** The purpose and the key's hash, which every recipient's sealed key is bound to. */
const infoOf = ({ network, uetr }: Purpose, keyHash: Uint8Array): Uint8Array =>
  concatBytes(domain, text.encode(`${JSON.stringify([network, uetr])}\n`), keyHash);

/** Whom a payload is sealed to, as bytes: nobody can add a recipient, or take one out, without being noticed by all others. */
function listOf(recipients: readonly Recipient[]): Uint8Array {
  const parts = recipients.map(({ account, number, publicKey }) => {
    const numbers = new DataView(new ArrayBuffer(8));
    numbers.setBigUint64(0, BigInt(number));
    return concatBytes(accountToBytes(account), new Uint8Array(numbers.buffer), publicKey);
  });
  return sha256(domain, ...parts);
}

/** The bytes of a new sealed file for a payment on a network. Throws a SealError. */
export async function sealPayload(
  payload: TravelRulePayload,
  recipients: readonly Recipient[],
  { network }: Pick<Purpose, "network">,
): Promise<Uint8Array> {
  const content = contentOf(payload);
  const accounts = new Set(recipients.map(({ account }) => account));
  if (recipients.length === 0 || recipients.length > recipientsMax || accounts.size < recipients.length)
    throw new SealError("seal/recipientsUnfit", `there are 1 to ${recipientsMax} recipients, each of them once`);
  if (recipients.some(({ publicKey }) => publicKey.length !== keyLength))
    throw new SealError("seal/recipientsUnfit", "a public key has 32 bytes");
  const key = crypto.getRandomValues(new Uint8Array(keyLength));
  const aad = listOf(recipients);
  const purpose = { network, uetr: payload.transfer.uetr ?? null };
  const keyHash = keyHashOf(key);
  const bound = { info: infoOf(purpose, keyHash), aad };
  const sealed = await Promise.all(recipients.map((recipient) => sealKeyTo(recipient, key, bound)));
  const file: SealedFile = {
    format,
    suite: "DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305",
    ...purpose,
    keyHash: base64urlnopad.encode(keyHash),
    recipients: sealed,
    content: base64urlnopad.encode(await encryptOnce(key, content, aad)),
  };
  return text.encode(`${JSON.stringify(file)}\n`);
}

function contentOf(payload: unknown): Uint8Array {
  const { data, error } = travelRuleSchema.safeParse(payload);
  if (data === undefined) throw new SealError("seal/payloadUnfit", z.prettifyError(error), error);
  const content = text.encode(JSON.stringify(data));
  if (content.length <= payloadBytesMax) return content;
  throw new SealError("seal/payloadUnfit", `it has more than ${payloadBytesMax} bytes`);
}

async function sealKeyTo({ account, number, publicKey }: Recipient, key: Uint8Array, bound: Bound) {
  try {
    const { encapsulated, ciphertext } = await sealTo(publicKey, bound, key);
    return {
      ...{ account, number, publicKey: base64urlnopad.encode(publicKey) },
      ...{ encapsulated: base64urlnopad.encode(encapsulated), sealedKey: base64urlnopad.encode(ciphertext) },
    };
  } catch (cause) {
    throw new SealError("seal/recipientsUnfit", `nothing can be sealed to the key of ${account}`, cause);
  }
}

/** JSON as it is written here: no invalid character is replaced, and nothing stands in it twice, of which readers choose one. */
function plainJson(bytes: Uint8Array): unknown {
  const written = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  const json: unknown = JSON.parse(written);
  if (JSON.stringify(json) !== written.trimEnd()) throw new Error("it is not written as it was sealed");
  return json;
}

function readSealed(bytes: Uint8Array): { readonly file: SealedFile; readonly recipients: readonly Recipient[] } {
  if (bytes.length > sealedBytesMax) throw new SealError("seal/foreignFormat", "it is too long");
  let json: unknown;
  try {
    json = plainJson(bytes);
  } catch (cause) {
    throw new SealError("seal/foreignFormat", "it is no JSON", cause);
  }
  const { data: file, error } = fileSchema.safeParse(json);
  if (file === undefined) throw new SealError("seal/foreignFormat", "it is no sealed file", error);
  try {
    const decoded = file.recipients.map((one) => ({ ...one, publicKey: base64urlnopad.decode(one.publicKey) }));
    return { file, recipients: decoded.map(({ account, number, publicKey }) => ({ account, number, publicKey })) };
  } catch (cause) {
    throw new SealError("seal/foreignFormat", "a key in it is no base64url", cause);
  }
}

/** To whom it is sealed, as the file says; only opening it proves that. Throws a SealError. */
export const recipientsOf = (bytes: Uint8Array): readonly Recipient[] => readSealed(bytes).recipients;

/** For which payment it says to be; opening it proves that. Throws a SealError. */
export function purposeOf(bytes: Uint8Array): Purpose {
  const { network, uetr } = readSealed(bytes).file;
  return { network, uetr };
}

/** What was sealed, for the holder of one of its recipients' keys. Throws a SealError. */
export async function openPayload(bytes: Uint8Array, pair: DisclosurePair): Promise<TravelRulePayload> {
  const { file, recipients } = readSealed(bytes);
  const at = recipients.findIndex(({ publicKey }) => bytesEqual(publicKey, pair.publicKey));
  const mine = file.recipients[at];
  if (mine === undefined) throw new SealError("seal/notRecipient", "it was not sealed to this key");
  let payload: unknown;
  try {
    const aad = listOf(recipients);
    const sealed = {
      encapsulated: base64urlnopad.decode(mine.encapsulated),
      ciphertext: base64urlnopad.decode(mine.sealedKey),
    };
    const keyHash = base64urlnopad.decode(file.keyHash);
    const key = await openSealed(pair, { info: infoOf(file, keyHash), aad }, sealed);
    if (!bytesEqual(keyHashOf(key), keyHash)) throw new Error("it is another key than the file says");
    const content = await decryptOnce(key, base64urlnopad.decode(file.content), aad);
    payload = plainJson(content);
  } catch (cause) {
    throw new SealError("seal/changed", "it was changed after it was sealed", cause);
  }
  const { data, error } = travelRuleSchema.safeParse(payload);
  if (data !== undefined && (data.transfer.uetr ?? null) === file.uetr) return data;
  if (data !== undefined) throw new SealError("seal/changed", "its content is of another payment than the file says");
  throw new SealError("seal/payloadUnfit", "its content has not the shape of the travel rule's", error);
}

/** What the ledger carries of a sealed file: SHA-256 over its bytes as they are. */
export const sealedHash = (bytes: Uint8Array): Uint8Array => sha256(bytes);
