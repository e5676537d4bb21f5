// A hundred thousand mutations of good state proofs, none of which may convince either verifier of anything untrue.
import { ics23, verifyMembership, verifyNonMembership } from "@confio/ics23";
import { describe, expect, it } from "vitest";
import { bytesEqual, bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { encodeCommitmentProof } from "#src/proofs/proofBytes.ts";
import { proofSpec } from "#src/proofs/proofSpec.ts";
import { verifyAbsence, verifyPresence } from "#src/proofs/verify.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { StateTree } from "#src/state/tree/stateTree.ts";
import { changesOf, type Entries, hashedEntries, keyWithBit, readFrom } from "#tests/unit/state/tree/referenceTree.ts";
import { type Claim, Dice, mutateClaim } from "./proofMutations.ts";

const mutationCount = 100_000;
const seed = 20_260_101;

interface World {
  readonly tree: StateTree;
  readonly entries: Entries;
}

function worldOf(entries: Entries): World {
  const tree = new StateTree(portableSha256Into);
  tree.update(changesOf(entries));
  return { tree, entries };
}

/** The proof that an honest node gives for a key, whether it is there or not. */
function honestClaim({ tree, entries }: World, keyHash: Uint8Array): Claim {
  const value = entries.get(bytesToHex(keyHash));
  if (value !== undefined) {
    const exist = tree.proveExistence(keyHash, value);
    if (exist === undefined) throw new Error("an entry is in the tree");
    return { root: tree.root, keyHash, value, proof: encodeCommitmentProof({ exist }) };
  }
  const answer = tree.proveAbsence(keyHash, readFrom(entries));
  if (answer.kind !== "proved") throw new Error("a key that is no entry is not in the tree");
  return { root: tree.root, keyHash, value, proof: encodeCommitmentProof({ nonexist: answer.proof }) };
}

function honestClaims(world: World): Claim[] {
  const absent = [...hashedEntries(16, "absent").keys()].map(hexToBytes);
  const edges = [new Uint8Array(32), keyWithBit(255), new Uint8Array(32).fill(0xff)];
  const present = [...world.entries.keys()].map(hexToBytes);
  return [...present, ...absent, ...edges].map((keyHash) => honestClaim(world, keyHash));
}

function decodeByOthers(proof: Uint8Array): ics23.CommitmentProof | undefined {
  try {
    return ics23.CommitmentProof.decode(proof);
  } catch {
    return undefined;
  }
}

// The other verifier throws on some malformed proofs where it means no.
function isAcceptedByOthers(claim: Claim, decoded: ics23.CommitmentProof | undefined): boolean {
  if (decoded === undefined) return false;
  const { root, keyHash, value } = claim;
  try {
    return value === undefined
      ? verifyNonMembership(decoded, proofSpec, root, keyHash)
      : verifyMembership(decoded, proofSpec, root, keyHash, value);
  } catch {
    return false;
  }
}

function isAcceptedByUs({ root, keyHash, value, proof }: Claim): boolean {
  return value === undefined
    ? verifyAbsence({ root, keyHash, proof })
    : verifyPresence({ root, keyHash, value, proof });
}

function isTrue({ root, keyHash, value }: Claim, worlds: readonly World[]): boolean {
  const world = worlds.find(({ tree }) => bytesEqual(tree.root, root));
  if (world === undefined) return false;
  const held = world.entries.get(bytesToHex(keyHash));
  return value === undefined || held === undefined ? value === held : bytesEqual(value, held);
}

function isSameStatement(claim: Claim, original: Claim): boolean {
  const values = [claim.value, original.value].map((value) => (value === undefined ? "absent" : bytesToHex(value)));
  return (
    bytesEqual(claim.root, original.root) && bytesEqual(claim.keyHash, original.keyHash) && values[0] === values[1]
  );
}

/** A mutation that says the same by the same proof is none, even if its bytes are another way to write that proof. */
function isMutated(claim: Claim, original: Claim, decoded: ics23.CommitmentProof | undefined): boolean {
  if (!isSameStatement(claim, original)) return true;
  return decoded === undefined || !bytesEqual(ics23.CommitmentProof.encode(decoded).finish(), original.proof);
}

describe("mutated proofs", () => {
  const worlds = [worldOf(hashedEntries(24)), worldOf(new Map([...hashedEntries(20), ...hashedEntries(9, "other")]))];
  const claims = worlds.flatMap(honestClaims);

  it("start from proofs that both verifiers accept", () => {
    for (const claim of claims) {
      expect(isAcceptedByOthers(claim, decodeByOthers(claim.proof)) && isAcceptedByUs(claim)).toBe(true);
      expect(isTrue(claim, worlds)).toBe(true);
    }
  });

  it("never prove another key, value or root than is so, to either verifier", () => {
    const dice = new Dice(seed);
    let mutated = 0;
    let accepted = 0;
    while (mutated < mutationCount) {
      const original = dice.pick(claims);
      const claim = mutateClaim(original, dice, claims);
      const decoded = decodeByOthers(claim.proof);
      const acceptedByOthers = isAcceptedByOthers(claim, decoded);
      const acceptedByUs = isAcceptedByUs(claim);
      if ((acceptedByOthers || acceptedByUs) && !isTrue(claim, worlds)) expect.fail(describeClaim(claim, mutated));
      if (acceptedByUs && !acceptedByOthers) expect.fail(`ours alone accepts: ${describeClaim(claim, mutated)}`);
      if (acceptedByUs && !isHonest(claim, worlds))
        expect.fail(`not an honest proof: ${describeClaim(claim, mutated)}`);
      if (!isMutated(claim, original, decoded)) continue;
      mutated += 1;
      if (acceptedByOthers && claim.value !== undefined) expect.fail(describeClaim(claim, mutated));
      if (acceptedByOthers) accepted += 1;
    }
    // Those accepted are true: the absence of another key between the same two neighbours, shown by the same proof.
    expect(accepted).toBeLessThan(mutationCount / 20);
    expect(mutated).toBe(mutationCount);
  });
});

/** We accept one proof for each true statement: the bytes that an honest node would send. */
function isHonest(claim: Claim, worlds: readonly World[]): boolean {
  const world = worlds.find(({ tree }) => bytesEqual(tree.root, claim.root));
  return world !== undefined && bytesEqual(honestClaim(world, claim.keyHash).proof, claim.proof);
}

function describeClaim({ root, keyHash, value, proof }: Claim, mutation: number): string {
  const texts = [root, keyHash, value ?? new Uint8Array(0), proof].map((bytes) => bytesToHex(bytes));
  return `mutation ${mutation} of seed ${seed} is accepted: ${texts.join(" ")}`;
}
