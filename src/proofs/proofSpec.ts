// The ICS-23 proof specification of the ledger as data: all that a verifier written by others needs to know.

/** Bytes of a hash: the SHA-256 of a key, of a value, of a node. */
export const hashLength = 32;
/** The first byte of what is hashed for a leaf, and for an inner node. */
export const leafPrefix = 0x00;
export const innerPrefix = 0x01;

/** Numbers of `cosmos.ics23.v1.HashOp`. */
export const hashOps = { noHash: 0, sha256: 1 } as const;

/** Numbers of `cosmos.ics23.v1.LengthOp`. */
export const lengthOps = { require32Bytes: 7 } as const;

// `require32Bytes` adds no byte to what is hashed. Without it a verifier accepts a leaf whose first key bytes have been
// moved into its prefix; neighbours with keys shortened so would "prove" the absence of almost any key there is.
export const proofSpec = {
  leafSpec: {
    hash: hashOps.sha256,
    prehashKey: hashOps.noHash,
    prehashValue: hashOps.sha256,
    length: lengthOps.require32Bytes,
    prefix: Uint8Array.of(leafPrefix),
  },
  innerSpec: {
    childOrder: [0, 1],
    childSize: hashLength,
    minPrefixLength: 1,
    maxPrefixLength: 1,
    hash: hashOps.sha256,
  },
  maxDepth: 256,
};

export const innerNodePrefix = Uint8Array.of(innerPrefix);
