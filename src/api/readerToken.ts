// Tokens of readers: a JWT that the node's operator signs with Ed25519, made offline and checked without asking anyone.
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import type { Reader } from "#src/machine/readers.ts";
import { readerSchema } from "./readerRegister.ts";

/** How far the clocks of the operator's machine and of the node may be apart. */
const clockToleranceSeconds = 5;
/** Every algorithm but this one is refused, `none` first of all. */
const algorithm = "EdDSA";

export interface TokenTerms {
  readonly reader: Reader;
  /** The network for whose nodes it is. */
  readonly network: string;
  readonly untilMs: number;
}

/** An operator's secret key, as a PKCS #8 PEM: `openssl genpkey -algorithm ed25519`. */
export function operatorKeyOf(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== "ed25519") throw new TypeError("an operator's key is an Ed25519 key");
  return key;
}

export function operatorKeyId(secret: KeyObject): string {
  return Buffer.from(createPublicKey(secret).export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
}

export async function issueReaderToken(secret: KeyObject, { reader, network, untilMs }: TokenTerms): Promise<string> {
  return new SignJWT({ reader: { ...readerSchema.parse(reader) } })
    .setProtectedHeader({ alg: algorithm, typ: "JWT", kid: operatorKeyId(secret) })
    .setAudience(network)
    .setExpirationTime(Math.floor(untilMs / 1_000))
    .sign(secret);
}

/** A reader, and until when its proof holds. */
export interface KnownReader {
  readonly reader: Reader;
  readonly untilMs: number;
}

/** Reads tokens by the keys that a node knows; undefined for any that it does not accept. */
export function tokenReader(network: string, operatorKeys: readonly string[]) {
  const keys = new Map(operatorKeys.map((hex) => [hex, publicKeyOf(hex)]));
  return async (token: string): Promise<KnownReader | undefined> => {
    try {
      const { payload } = await jwtVerify(
        token,
        ({ kid }) => {
          const key = keys.get(kid ?? "");
          if (key === undefined) throw new errors.JWKSNoMatchingKey();
          return key;
        },
        { algorithms: [algorithm], audience: network, requiredClaims: ["exp"], clockTolerance: clockToleranceSeconds },
      );
      const reader = readerSchema.safeParse(payload.reader).data;
      return reader && { reader, untilMs: ((payload.exp ?? 0) + clockToleranceSeconds) * 1_000 };
    } catch (reason) {
      if (reason instanceof errors.JOSEError || reason instanceof TypeError) return undefined;
      throw reason;
    }
  };
}

function publicKeyOf(hex: string): KeyObject {
  const x = Buffer.from(hex, "hex").toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}
