// A thread that checks signatures, so that the event loop does not.
import { parentPort } from "node:worker_threads";
import { nativeVerifier } from "#src/node/nativeCrypto.ts";
import { packAnswers, unpackChecks } from "./packing.ts";

parentPort?.on("message", (packed: Uint8Array) => {
  const answers = unpackChecks(packed).map(({ message, signature, publicKey }) =>
    nativeVerifier(message, signature, publicKey),
  );
  const packedAnswers = packAnswers(answers);
  parentPort?.postMessage(packedAnswers, [packedAnswers.buffer]);
});
