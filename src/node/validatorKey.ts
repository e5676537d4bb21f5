// The key with which this node signs commits: a devnet's is derived, any other is a file that only its owner may read.

import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type CommitSigner, commitSigner } from "#src/comet/commit.ts";
import { bytesEqual, hexToBytes } from "#src/crypto/hex.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import { devnetValidatorKey } from "./devnet.ts";
import { OperatorMistake } from "./operatorMistake.ts";

const fileName = "validator.key";

/** The signer whose key the genesis names; refuses to start with any other. */
export function loadValidatorKey(directory: string, genesis: Genesis): CommitSigner {
  const path = join(directory, fileName);
  const signer = commitSigner(existsSync(path) ? readKey(path) : requireDevnetKey(genesis, path));
  if (genesis.validators.some(({ publicKey }) => bytesEqual(publicKey, signer.publicKey))) return signer;
  throw new OperatorMistake(`the key in ${path} belongs to no validator of this network`);
}

function requireDevnetKey(genesis: Genesis, path: string): Uint8Array {
  if (genesis.devnet) return devnetValidatorKey();
  throw new OperatorMistake(`a validator's key is needed: 32 bytes as hexadecimal text in ${path}`);
}

function readKey(path: string): Uint8Array {
  const othersMayRead = (statSync(path).mode & 0o077) !== 0;
  if (othersMayRead) throw new OperatorMistake(`${path} can be read by others: its mode must be 600`);
  return hexToBytes(readFileSync(path, "utf8").trim());
}
