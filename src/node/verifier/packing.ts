// Many signature checks as one block of bytes, so that a thread is sent one message for all of them.
import { present } from "#src/core/assert.ts";
import { publicKeyLength, signatureLength } from "#src/crypto/ed25519.ts";

export interface SignatureCheck {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly publicKey: Uint8Array;
}

const headLength = publicKeyLength + signatureLength + 4;

/** Each check: key, signature, length of the message in four bytes, message. Keys and signatures have their full length. */
export function packChecks(checks: readonly SignatureCheck[]): Uint8Array<ArrayBuffer> {
  const total = checks.reduce((sum, { message }) => sum + headLength + message.length, 0);
  const packed = new Uint8Array(total);
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const { message, signature, publicKey } of checks) {
    packed.set(publicKey, at);
    packed.set(signature, at + publicKeyLength);
    view.setUint32(at + publicKeyLength + signatureLength, message.length);
    packed.set(message, at + headLength);
    at += headLength + message.length;
  }
  return packed;
}

export function unpackChecks(packed: Uint8Array): SignatureCheck[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const checks: SignatureCheck[] = [];
  let at = 0;
  while (at < packed.length) {
    const messageStart = at + headLength;
    const messageEnd = messageStart + view.getUint32(at + publicKeyLength + signatureLength);
    checks.push({
      publicKey: packed.subarray(at, at + publicKeyLength),
      signature: packed.subarray(at + publicKeyLength, at + publicKeyLength + signatureLength),
      message: packed.subarray(messageStart, messageEnd),
    });
    at = messageEnd;
  }
  return checks;
}

/** The answers in order, one byte each. */
export function packAnswers(answers: readonly boolean[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(answers, (accepted) => (accepted ? 1 : 0));
}

export function unpackAnswer(answers: Uint8Array, index: number): boolean {
  return present(answers[index], "every check has an answer") === 1;
}
