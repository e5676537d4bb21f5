// A worker thread that answers each signature it is sent with the native verifier's word, and the message's native hash.
import { parentPort } from "node:worker_threads";
import { nativeSha256, nativeVerifier } from "#src/node/nativeCrypto.ts";

export interface ThreadQuestion {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly publicKey: Uint8Array;
}

export interface ThreadAnswer {
  readonly accepted: boolean;
  readonly messageHash: Uint8Array;
}

parentPort?.on("message", ({ message, signature, publicKey }: ThreadQuestion) => {
  const answer: ThreadAnswer = {
    accepted: nativeVerifier(message, signature, publicKey),
    messageHash: nativeSha256(message),
  };
  parentPort?.postMessage(answer);
});
