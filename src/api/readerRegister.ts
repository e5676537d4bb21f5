// Who may present themselves to a node as readers: the keys that sign tokens, and certificates by fingerprint.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";

/** What a token or a certificate says of its bearer. */
export const readerSchema = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("bank"), account: accountSchema }),
  z.strictObject({ role: z.literal("central-bank"), currency: currencySchema, account: accountSchema.optional() }),
  z.strictObject({ role: z.literal("supervisor") }),
]);

/** More keys than any rotation needs, and more certificates than a network has banks. */
const operatorKeysMax = 16;
const certificatesMax = 10_000;

export const readerRegisterSchema = z.strictObject({
  /** Ed25519 public keys in hex, any of which may sign tokens: a new one is added before the old one goes. */
  operatorKeys: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(operatorKeysMax)
    .default([]),
  certificates: z
    .array(
      z.strictObject({
        /** SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` writes it. */
        fingerprint: z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
        reader: readerSchema,
      }),
    )
    .max(certificatesMax)
    .default([]),
});

export type ReaderRegister = z.output<typeof readerRegisterSchema>;
