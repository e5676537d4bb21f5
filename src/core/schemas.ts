// The vocabulary of schemas: zod types that have a JSON form and a CBOR form, from which everything outside is derived.
import { z } from "zod";
import { type Account, accountFromBytes, accountTextLength, accountToBytes, isAccount } from "./account.ts";
import { registerForm } from "./form.ts";
import { limits } from "./limits.ts";

/** An integer of any size within bounds: a decimal text in JSON, `bigint` in the program. */
export function integerSchema(least: bigint, most: bigint) {
  const pattern = least < 0n ? /^(0|-?[1-9][0-9]{0,28})$/ : /^(0|[1-9][0-9]{0,28})$/;
  return z.codec(z.string().regex(pattern), z.bigint().min(least).max(most), {
    decode: (text) => BigInt(text),
    encode: (value) => value.toString(),
  });
}

/** An amount of anything, in its smallest unit; zero or more. */
export const amountSchema = integerSchema(0n, limits.amountMax);
export const positiveAmountSchema = integerSchema(1n, limits.amountMax);
export const signedAmountSchema = integerSchema(-limits.amountMax, limits.amountMax);

/** An account: bech32m text in JSON and in the program, twenty bytes in CBOR. */
export const accountSchema = z
  .string()
  .regex(/^kdg1[02-9ac-hj-np-z]{38}$/)
  .length(accountTextLength)
  .refine(isAccount, { error: "not an account: its checksum is wrong" }) as unknown as z.ZodType<Account, string>;
registerForm(accountSchema, {
  kind: "account",
  write: (writer, value) => writer.bytes(accountToBytes(value as Account)),
  read: (reader) => accountFromBytes(reader.bytes()),
  check: (value) => typeof value === "string" && isAccount(value),
});

/** Bytes of a length within bounds: lower-case hex in JSON. */
export function bytesSchema(least: number, most: number) {
  const hexText = z
    .string()
    .regex(/^([0-9a-f]{2})*$/)
    .min(2 * least)
    .max(2 * most);
  const check = (value: unknown) => value instanceof Uint8Array && value.length >= least && value.length <= most;
  const raw = z.custom<Uint8Array>(check);
  const schema = z.codec(hexText, raw, {
    decode: (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
    encode: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
  });
  registerForm(schema, {
    kind: "bytes",
    write: (writer, value) => writer.bytes(value as Uint8Array),
    read(reader) {
      const bytes = reader.bytes();
      if (!check(bytes)) throw reader.malformed("bytes of a wrong length");
      return bytes.slice();
    },
    check,
  });
  return schema;
}

export const hashSchema = bytesSchema(32, 32);
export const publicKeySchema = bytesSchema(32, 32);
export const signatureSchema = bytesSchema(64, 64);

/** Text that may stand in a state key and in an address: letters, digits and `. _ : -`, never a slash. */
export const keyTextSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/);

/** A currency: three to eight capital letters or digits, the first a letter, as in ISO 4217 and its private codes. */
export const currencySchema = z.string().regex(/^[A-Z][A-Z0-9]{2,7}$/);

/** Free text attached by a user, without control characters. */
export const noteSchema = z
  .string()
  .max(limits.textLengthMax)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it keeps out.
  .regex(/^[^\u0000-\u001f\u007f\ud800-\udfff]*$/u);

/** A moment in UTC, in milliseconds since 1970. */
export const timeMsSchema = z.int().min(0).max(8_640_000_000_000_000);
export const durationMsSchema = z
  .int()
  .min(0)
  .max(100 * 366 * 86_400_000);
export const heightSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
export const basisPointsSchema = z.int().min(0).max(10_000);
export const countSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
/** The name of a council, within which partners vote. */
export const councilIdSchema = z.string().regex(/^[a-z][a-z-]{0,31}$/);
/** The name of a module of the ledger. */
export const moduleNameSchema = z.string().regex(/^[a-z][a-z-]{0,31}$/);
