// Proofs: a balance, and the absence of one, shown to a verifier that is not ours.
import { readFileSync } from "node:fs";
import { ics23, verifyMembership, verifyNonMembership } from "@confio/ics23";
import { hexToBytes } from "#src/crypto/hex.ts";
import { verifyAbsence, verifyPresence } from "#src/proofs/verify.ts";
import type { Story } from "../account.ts";
import type { Client, ProvedAnswer } from "../client.ts";

const specFile = new URL("../../../contracts/ics23-proof-spec.json", import.meta.url);

export async function prove(client: Client, story: Story): Promise<void> {
  story.chapter("Nobody needs to trust the node: proofs against the state root");
  const spec = ics23.ProofSpec.fromObject(JSON.parse(readFileSync(specFile, "utf8")));
  const there = await client.prove("accounts/balance", { account: "carol", currency: "KDG" });
  const absent = await client.prove("accounts/balance", { account: "carol", currency: "THB" });
  story.say(`    ${there.proof.key}`);
  story.check("@confio/ics23 accepts carol's balance under the published spec", isProved(there.proof, spec));
  story.check("and that she holds no THB", !absent.proof.present && isProved(absent.proof, spec));
  story.check(
    "another value is not proved",
    !isProved({ ...there.proof, valueHex: `${there.proof.valueHex}00` }, spec),
  );
  story.check(
    "Kedge's own verifier, which runs in a browser, agrees on both",
    isProvedByUs(there.proof) && isProvedByUs(absent.proof),
  );
  story.check("another root is not proved", !isProved({ ...there.proof, rootHex: absent.proof.keyHex }, spec));
  const { header, height, rootHex } = there.proof;
  story.check(
    `the header of block ${header.height} carries the root after block ${height}`,
    header.app_hash.toLowerCase() === rootHex,
  );
  story.fact("provedHeight", height);
}

function isProvedByUs({ present, keyHex, valueHex, rootHex, ics23Base64 }: ProvedAnswer["proof"]): boolean {
  const claim = {
    root: hexToBytes(rootHex),
    keyHash: hexToBytes(keyHex),
    proof: new Uint8Array(Buffer.from(ics23Base64, "base64")),
  };
  return present ? verifyPresence({ ...claim, value: hexToBytes(valueHex) }) : verifyAbsence(claim);
}

function isProved(
  { present, keyHex, valueHex, rootHex, ics23Base64 }: ProvedAnswer["proof"],
  spec: ics23.IProofSpec,
): boolean {
  const proof = ics23.CommitmentProof.decode(Buffer.from(ics23Base64, "base64"));
  const [root, key, value] = [rootHex, keyHex, valueHex].map((hex) => Buffer.from(hex, "hex"));
  if (root === undefined || key === undefined || value === undefined) return false;
  return present ? verifyMembership(proof, spec, root, key, value) : verifyNonMembership(proof, spec, root, key);
}
