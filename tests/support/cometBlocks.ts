// Headers, names and signers of blocks for tests, each with every field set.
import type { BlockId } from "#src/comet/blockId.ts";
import { type CommitSigner, commitSigner } from "#src/comet/commit.ts";
import type { Header } from "#src/comet/header.ts";
import { sha256 } from "#src/crypto/sha256.ts";

export function hashOfText(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}

export function buildBlockId(name = "block"): BlockId {
  return { hash: hashOfText(name), partSetHeader: { total: 3, hash: hashOfText(`${name} parts`) } };
}

export function buildHeader(fields: Partial<Header> = {}): Header {
  return {
    version: { block: 11, app: 2 },
    chainId: "kedge-test",
    height: 5_000_000_000,
    time: { seconds: 1_700_000_000, nanos: 123_000_000 },
    lastBlockId: buildBlockId("last"),
    lastCommitHash: hashOfText("last commit"),
    dataHash: hashOfText("data"),
    validatorsHash: hashOfText("validators"),
    nextValidatorsHash: hashOfText("next validators"),
    consensusHash: hashOfText("consensus"),
    appHash: hashOfText("app"),
    lastResultsHash: hashOfText("last results"),
    evidenceHash: hashOfText("evidence"),
    proposerAddress: hashOfText("proposer").slice(0, 20),
    ...fields,
  };
}

export function buildSigners(count: number): CommitSigner[] {
  return Array.from({ length: count }, (_, index) => commitSigner(hashOfText(`signer ${index}`)));
}
