// Signature checks off the event loop: checks that arrive together travel together to the least busy thread.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { present } from "#src/core/assert.ts";
import { publicKeyLength, signatureLength } from "#src/crypto/ed25519.ts";
import { packChecks, type SignatureCheck, unpackAnswer } from "./packing.ts";

interface WaitingCheck extends SignatureCheck {
  readonly resolve: (accepted: boolean) => void;
  readonly reject: (fault: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Batches sent and not yet answered, oldest first: a thread answers in order. */
  readonly sent: WaitingCheck[][];
}

/** More per message only delays the first answer. */
const checksPerMessageMax = 256;

/** One thread leaves a core to the event loop; more than four would wait for it. */
function threadCount(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1));
}

export class VerifierThreads {
  readonly #threads: Thread[];
  #waiting: WaitingCheck[] = [];
  #isFlushPlanned = false;
  #fault: unknown;

  constructor(count = threadCount()) {
    this.#threads = Array.from({ length: count }, () => this.#startThread());
  }

  /** Whether the native verifier accepts the signature; malformed lengths are simply false. */
  verify(check: SignatureCheck): Promise<boolean> {
    if (check.signature.length !== signatureLength || check.publicKey.length !== publicKeyLength)
      return Promise.resolve(false);
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...check, resolve, reject });
      if (this.#isFlushPlanned) return;
      this.#isFlushPlanned = true;
      setImmediate(() => this.#flush());
    });
  }

  async close(): Promise<void> {
    this.#fault ??= new Error("the signature threads are closed");
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
    this.#rejectAll();
  }

  #flush(): void {
    this.#isFlushPlanned = false;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, checksPerMessageMax);
      const thread = this.#threads.reduce((least, other) => (other.sent.length < least.sent.length ? other : least));
      thread.sent.push(batch);
      const packed = packChecks(batch);
      thread.worker.postMessage(packed, [packed.buffer]);
    }
  }

  #startThread(): Thread {
    const program = new URL("./thread.ts", import.meta.url).href;
    const worker = new Worker(new URL("./startThread.mjs", import.meta.url), { workerData: { program } });
    const thread: Thread = { worker, sent: [] };
    worker.on("message", (answers: Uint8Array) => {
      const batch = present(thread.sent.shift(), "an answer follows a question");
      for (const [index, { resolve }] of batch.entries()) resolve(unpackAnswer(answers, index));
    });
    worker.on("error", (fault) => {
      this.#fault = fault;
      this.#rejectAll();
    });
    worker.unref();
    return thread;
  }

  #rejectAll(): void {
    const left = [...this.#waiting, ...this.#threads.flatMap(({ sent }) => sent.flat())];
    this.#waiting = [];
    for (const { reject } of left) reject(this.#fault);
  }
}
