// ICS-23 proofs as plain objects, with the field names of `cosmos.ics23.v1`; a proof's key is the 32-byte key hash.

export interface LeafOp {
  readonly hash: number;
  readonly prehashKey: number;
  readonly prehashValue: number;
  readonly length: number;
  readonly prefix: Uint8Array;
}

/** One step towards the root: hash(prefix || child || suffix). */
export interface InnerOp {
  readonly hash: number;
  readonly prefix: Uint8Array;
  readonly suffix: Uint8Array;
}

export interface ExistenceProof {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly leaf: LeafOp;
  /** From the leaf to the root. */
  readonly path: readonly InnerOp[];
}

/** The two leaves between which the key would lie; one of them at the edges of the tree. */
export interface NonExistenceProof {
  readonly key: Uint8Array;
  readonly left?: ExistenceProof;
  readonly right?: ExistenceProof;
}

export type CommitmentProof = { readonly exist: ExistenceProof } | { readonly nonexist: NonExistenceProof };
