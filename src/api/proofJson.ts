// A proof of one stored value, or of its absence, in JSON.
import { base64 } from "@scure/base";
import { commitJson, headerJson } from "#src/comet/rpcJson.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { StateProof } from "./service.ts";

export function proofJson({ height, present, key, keyHash, value, root, commitmentProof, header, commit }: StateProof) {
  return {
    height,
    present,
    key,
    keyHex: bytesToHex(keyHash),
    valueHex: bytesToHex(value),
    rootHex: bytesToHex(root),
    ics23Base64: base64.encode(commitmentProof),
    header: headerJson(header),
    commit: commitJson(commit),
  };
}
