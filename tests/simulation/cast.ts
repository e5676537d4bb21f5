// Who acts in a simulation: the accounts of the devnet, and keys enough for accounts that are opened on the way.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { present } from "#src/core/assert.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { hex } from "./model/encoding.ts";

export interface Key {
  readonly publicKey: Uint8Array;
  /** In hexadecimal digits. */
  readonly name: string;
  sign(bytes: Uint8Array): Uint8Array;
}

const privateKeyHead = Buffer.from("302e020100300506032b657004220420", "hex");
const poolKeys = 40;

function keyOf(secretKey: Uint8Array): Key {
  const key = Buffer.concat([privateKeyHead, secretKey]);
  const privateKey: KeyObject = createPrivateKey({ key, format: "der", type: "pkcs8" });
  const exported = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const publicKey = Uint8Array.from(exported.subarray(-32));
  return { publicKey, name: hex(publicKey), sign: (bytes) => Uint8Array.from(sign(null, bytes, privateKey)) };
}

export class Cast {
  /** Keys for new accounts and new policies. */
  readonly pool: readonly Key[];
  readonly #keys = new Map<string, Key>();
  readonly #accounts: ReadonlyMap<string, string>;

  constructor(aliases: readonly { readonly alias: string; readonly account: string }[]) {
    this.#accounts = new Map(aliases.map(({ alias, account }) => [alias, account]));
    this.pool = Array.from({ length: poolKeys }, (_, at) =>
      keyOf(Uint8Array.from(createHash("sha256").update(`simulation key ${at}`).digest())),
    );
    const own = aliases.map(({ alias }) => keyOf(devnetSecretKey(alias)));
    for (const key of [...this.pool, ...own]) this.#keys.set(key.name, key);
  }

  get aliases(): readonly string[] {
    return [...this.#accounts.keys()];
  }

  account(alias: string): string {
    return present(this.#accounts.get(alias), `there is no ${alias} on this devnet`);
  }

  hasKey(name: string): boolean {
    return this.#keys.has(name);
  }

  key(name: string): Key {
    return present(this.#keys.get(name), "every key of a policy is known");
  }
}
