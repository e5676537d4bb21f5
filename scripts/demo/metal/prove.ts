// Proofs: a balance, and the absence of one, shown to a verifier that is not ours.
import { readFileSync } from "node:fs";
import { ics23, verifyMembership, verifyNonMembership } from "@confio/ics23";
import { hexToBytes } from "#src/crypto/hex.ts";
import { verifyAbsence, verifyPresence } from "#src/proofs/verify.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";

const specFile = new URL("../../../contracts/ics23-proof-spec.json", import.meta.url);

export async function prove(cast: Cast, story: Story): Promise<void> {
  story.chapter("Nobody needs to trust the node: proofs against the state root");
  const spec = ics23.ProofSpec.fromObject(JSON.parse(readFileSync(specFile, "utf8")));
  const there = await proofOf(cast, "KDG");
  const absent = await proofOf(cast, "THB");
  story.say(`    ${there.key}`);
  story.check("@confio/ics23 accepts carol's balance under the published spec", isProved(there, spec));
  story.check("and that she holds no THB", !absent.present && isProved(absent, spec));
  story.check("another value is not proved", !isProved({ ...there, valueHex: `${there.valueHex}00` }, spec));
  story.check(
    "Kedge's own verifier, which runs in a browser, agrees on both",
    isProvedByUs(there) && isProvedByUs(absent),
  );
  story.check("another root is not proved", !isProved({ ...there, rootHex: absent.keyHex }, spec));
  await proveFromGenesis(cast, story);
  const { header, height, rootHex } = there;
  story.check(
    `the header of block ${header.height} carries the root after block ${height}`,
    header.app_hash.toLowerCase() === rootHex,
  );
  story.fact("provedHeight", height);
}

/** The light client goes from the validators of genesis to the header, and from there to the balance. */
async function proveFromGenesis(cast: Cast, story: Story): Promise<void> {
  const kdg = await cast.ledger.currency("KDG");
  const proved = await cast.ledger.proved({ trust: await trustOfGenesis(cast) }).balance(cast.account("carol"), kdg);
  story.checkEqual(
    "the light client proves from the validators of genesis that carol holds, in micro-KDG,",
    proved.units,
    await cast.balance("carol", "KDG"),
  );
}

/** The validators of genesis: a demo asks its own node for what everybody else has from somebody they trust. */
export async function trustOfGenesis(cast: Cast): Promise<{ validators: { publicKey: string; power: string }[] }> {
  const response = await fetch(`${cast.ledger.url}/v1/genesis`);
  return (await response.json()) as { validators: { publicKey: string; power: string }[] };
}

/** What a node answers to whoever checks it in a way of their own. */
interface Proof {
  readonly height: number;
  readonly present: boolean;
  readonly key: string;
  readonly keyHex: string;
  readonly valueHex: string;
  readonly rootHex: string;
  readonly ics23Base64: string;
  readonly header: { readonly height: string; readonly app_hash: string };
}

async function proofOf(cast: Cast, currency: string): Promise<Proof> {
  const key = `accounts/balance/${currency}/${cast.account("carol")}`;
  const response = await fetch(`${cast.ledger.url}/v1/proof?key=${key}`);
  return ((await response.json()) as { proof: Proof }).proof;
}

function isProvedByUs({ present, keyHex, valueHex, rootHex, ics23Base64 }: Proof): boolean {
  const claim = {
    root: hexToBytes(rootHex),
    keyHash: hexToBytes(keyHex),
    proof: new Uint8Array(Buffer.from(ics23Base64, "base64")),
  };
  return present ? verifyPresence({ ...claim, value: hexToBytes(valueHex) }) : verifyAbsence(claim);
}

function isProved({ present, keyHex, valueHex, rootHex, ics23Base64 }: Proof, spec: ics23.IProofSpec): boolean {
  const proof = ics23.CommitmentProof.decode(Buffer.from(ics23Base64, "base64"));
  const [root, key, value] = [rootHex, keyHex, valueHex].map((hex) => Buffer.from(hex, "hex"));
  if (root === undefined || key === undefined || value === undefined) return false;
  return present ? verifyMembership(proof, spec, root, key, value) : verifyNonMembership(proof, spec, root, key);
}
