// A whole block, encoded as CometBFT stores and sends it, and the hashes that its header carries of its body.
import { type Sha256, sha256 } from "#src/crypto/sha256.ts";
import { type Commit, encodeCommit } from "./commit.ts";
import { encodeHeader, type Header } from "./header.ts";
import { merkleRoot } from "./merkle.ts";
import { WireWriter } from "./wire.ts";

/** Without evidence of misbehaviour: the embedded engine has nobody to accuse. */
export interface Block {
  readonly header: Header;
  readonly transactions: readonly Uint8Array[];
  readonly lastCommit: Commit;
}

// A tag and a length, for each transaction and for the list of them.
const lengthPrefixBytesMax = 6;

/** A Merkle root over the hashes of the transactions, so that a proof need not carry a transaction. */
export function dataHash(transactions: readonly Uint8Array[], hash: Sha256 = sha256): Uint8Array {
  return merkleRoot(
    transactions.map((transaction) => hash(transaction)),
    hash,
  );
}

export function noEvidenceHash(hash: Sha256 = sha256): Uint8Array {
  return merkleRoot([], hash);
}

export function encodeBlock({ header, transactions, lastCommit }: Block): Uint8Array {
  const encodedHeader = encodeHeader(header);
  const encodedCommit = encodeCommit(lastCommit);
  const encodedTransactions = encodeTransactions(transactions);
  const bodyLength = encodedHeader.length + encodedTransactions.length + encodedCommit.length;
  return new WireWriter(bodyLength + 4 * lengthPrefixBytesMax)
    .embedded(1, encodedHeader)
    .embedded(2, encodedTransactions)
    .embedded(3, new Uint8Array(0))
    .embedded(4, encodedCommit)
    .finish();
}

function encodeTransactions(transactions: readonly Uint8Array[]): Uint8Array {
  let capacity = 0;
  for (const transaction of transactions) capacity += transaction.length + lengthPrefixBytesMax;
  const writer = new WireWriter(capacity);
  for (const transaction of transactions) writer.embedded(1, transaction);
  return writer.finish();
}
