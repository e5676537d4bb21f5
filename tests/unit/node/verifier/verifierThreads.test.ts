// Signature checks in threads: the answers are the verifier's own, whatever comes together.
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { publicKeyOf, sign } from "#src/crypto/ed25519.ts";
import { startVerifier, VerifierThreads } from "#src/node/verifier/verifierThreads.ts";
import { hashOfText } from "#tests/support/cometBlocks.ts";

const secretKey = hashOfText("signer");
const publicKey = publicKeyOf(secretKey);
const noFault = (fault: unknown) => {
  throw fault;
};
const threads = new VerifierThreads(noFault, 2);
afterAll(() => threads.close());

function checkOf(text: string) {
  const message = new TextEncoder().encode(text);
  return { message, signature: sign(secretKey, message), publicKey };
}

describe("the signature threads", () => {
  it("accept a signature, and refuse it for another message or key", async () => {
    const good = checkOf("message");
    const { signature, message } = good;
    expect(await threads.verify(good)).toBe(true);
    expect(await threads.verify({ ...good, message: new Uint8Array(3) })).toBe(false);
    expect(await threads.verify({ message, signature, publicKey: publicKeyOf(hashOfText("other")) })).toBe(false);
  });

  it("answer each of many checks that come at once, more than travel in one message, with its own answer", async () => {
    const good = checkOf("one of many");
    const expected = Array.from({ length: 700 }, (_, index) => index % 3 !== 0);
    const answers = expected.map((isGood) => threads.verify(isGood ? good : { ...good, message: new Uint8Array(1) }));
    expect(await Promise.all(answers)).toEqual(expected);
  });

  it("refuse lengths that no key or signature has, without asking a thread", async () => {
    const good = checkOf("lengths");
    expect(await threads.verify({ ...good, signature: new Uint8Array(63) })).toBe(false);
    expect(await threads.verify({ ...good, publicKey: new Uint8Array(33) })).toBe(false);
  });

  it("leave the caller's bytes alone", async () => {
    const good = checkOf("kept");
    const before = structuredClone(good);
    await threads.verify(good);
    expect(good).toEqual(before);
  });
});

it("answer nothing once they are closed, nor what was under way", async () => {
  const closing = new VerifierThreads(noFault, 1);
  const underWay = closing.verify(checkOf("under way"));
  const heard = underWay.catch(() => "refused");
  await closing.close();
  expect([true, "refused"]).toContain(await heard);
  await expect(closing.verify(checkOf("late"))).rejects.toThrow("closed");
});

const dying = () => new Worker("process.exit(1)", { eval: true });

it("replace a thread that dies, and ask again what it was asked", async () => {
  const starters = [dying, dying];
  const replaced = new VerifierThreads(noFault, 1, () => (starters.shift() ?? startVerifier)());
  const good = checkOf("asked twice");
  const answers = [replaced.verify(good), replaced.verify({ ...good, message: new Uint8Array(3) })];
  expect(await Promise.all(answers)).toEqual([true, false]);
  expect(starters).toEqual([]);
  await replaced.close();
});

it("report a fault when no thread can be kept alive, and answer nothing any more", async () => {
  const faults: unknown[] = [];
  const hopeless = new VerifierThreads((fault) => faults.push(fault), 1, dying);
  await expect(hopeless.verify(checkOf("never"))).rejects.toThrow("ended");
  await expect(hopeless.verify(checkOf("never again"))).rejects.toThrow("ended");
  expect(faults).toHaveLength(1);
});
