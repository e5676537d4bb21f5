// ICS-23 proofs as protobuf bytes (`cosmos.ics23.v1.CommitmentProof`), in the one canonical form of each proof.
import type { CommitmentProof, ExistenceProof, InnerOp, LeafOp, NonExistenceProof } from "./proof.ts";
import { proofSpec } from "./proofSpec.ts";
import { ProtobufReader } from "./protobufReader.ts";
import { ProtobufWriter } from "./protobufWriter.ts";

export function encodeCommitmentProof(proof: CommitmentProof): Uint8Array {
  const writer = new ProtobufWriter();
  if ("exist" in proof) writer.message(1, (inner) => writeExistence(inner, proof.exist));
  else writer.message(2, (inner) => writeNonExistence(inner, proof.nonexist));
  return writer.finish();
}

function writeExistence(writer: ProtobufWriter, proof: ExistenceProof): void {
  writer.bytes(1, proof.key);
  writer.bytes(2, proof.value);
  writer.message(3, (inner) => writeLeafOp(inner, proof.leaf));
  for (const op of proof.path) writer.message(4, (inner) => writeInnerOp(inner, op));
}

function writeNonExistence(writer: ProtobufWriter, proof: NonExistenceProof): void {
  const { left, right } = proof;
  writer.bytes(1, proof.key);
  if (left !== undefined) writer.message(2, (inner) => writeExistence(inner, left));
  if (right !== undefined) writer.message(3, (inner) => writeExistence(inner, right));
}

function writeLeafOp(writer: ProtobufWriter, op: LeafOp): void {
  writer.number(1, op.hash);
  writer.number(2, op.prehashKey);
  writer.number(3, op.prehashValue);
  writer.number(4, op.length);
  writer.bytes(5, op.prefix);
}

function writeInnerOp(writer: ProtobufWriter, op: InnerOp): void {
  writer.number(1, op.hash);
  writer.bytes(2, op.prefix);
  writer.bytes(3, op.suffix);
}

/** Undefined unless the bytes are exactly what `encodeCommitmentProof` makes of some proof. */
export function decodeCommitmentProof(bytes: Uint8Array): CommitmentProof | undefined {
  const reader = new ProtobufReader(bytes);
  const exist = reader.message(1, readExistence);
  const nonexist = exist === undefined ? reader.message(2, readNonExistence) : undefined;
  if (!reader.isReadToTheEnd) return undefined;
  if (exist !== undefined) return { exist };
  return nonexist === undefined ? undefined : { nonexist };
}

function readExistence(reader: ProtobufReader): ExistenceProof {
  const key = reader.bytes(1);
  const value = reader.bytes(2);
  const leaf = reader.message(3, readLeafOp);
  if (leaf === undefined) reader.fail();
  const path: InnerOp[] = [];
  for (let depth = 0; depth < proofSpec.maxDepth; depth += 1) {
    const op = reader.message(4, readInnerOp);
    if (op === undefined) break;
    path.push(op);
  }
  return { key, value, leaf: leaf ?? proofSpec.leafSpec, path };
}

function readNonExistence(reader: ProtobufReader): NonExistenceProof {
  const key = reader.bytes(1);
  const left = reader.message(2, readExistence);
  const right = reader.message(3, readExistence);
  return { key, ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) };
}

function readLeafOp(reader: ProtobufReader): LeafOp {
  return {
    hash: reader.number(1),
    prehashKey: reader.number(2),
    prehashValue: reader.number(3),
    length: reader.number(4),
    prefix: reader.bytes(5),
  };
}

function readInnerOp(reader: ProtobufReader): InnerOp {
  return { hash: reader.number(1), prefix: reader.bytes(2), suffix: reader.bytes(3) };
}
