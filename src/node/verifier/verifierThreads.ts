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

/** Threads that may die and be replaced: more is no accident, and the node must not go on without them. */
const deathsMax = 8;

/** One thread leaves a core to the event loop; more than four would wait for it. */
function threadCount(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1));
}

/** A thread that answers checks in order. */
export function startVerifier(): Worker {
  const program = new URL("./thread.ts", import.meta.url).href;
  return new Worker(new URL("./startThread.mjs", import.meta.url), { workerData: { program } });
}

export class VerifierThreads {
  readonly #threads: Thread[];
  #waiting: WaitingCheck[] = [];
  #isFlushPlanned = false;
  #fault: unknown;
  #deaths = 0;
  readonly #onFault: (fault: unknown) => void;
  readonly #startWorker: () => Worker;

  /** `onFault` hears when no thread can be kept alive: nothing can be verified any more. */
  constructor(onFault: (fault: unknown) => void, count = threadCount(), startWorker = startVerifier) {
    this.#onFault = onFault;
    this.#startWorker = startWorker;
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
    const worker = this.#startWorker();
    const thread: Thread = { worker, sent: [] };
    worker.on("message", (answers: Uint8Array) => {
      const batch = present(thread.sent.shift(), "an answer follows a question");
      for (const [index, { resolve }] of batch.entries()) resolve(unpackAnswer(answers, index));
    });
    let reason: unknown = new Error("a signature thread ended");
    worker.on("error", (fault) => {
      reason = fault;
    });
    worker.on("exit", () => this.#replace(thread, reason));
    worker.unref();
    return thread;
  }

  /** What a dead thread was asked is asked again: a check has no effect but its answer. */
  #replace(thread: Thread, reason: unknown): void {
    if (this.#fault !== undefined) return;
    this.#deaths += 1;
    if (this.#deaths > deathsMax) {
      this.#fault = reason;
      this.#rejectAll();
      this.#onFault(reason);
      return;
    }
    this.#waiting.unshift(...thread.sent.splice(0).flat());
    this.#threads[this.#threads.indexOf(thread)] = this.#startThread();
    this.#flush();
  }

  #rejectAll(): void {
    const left = [...this.#waiting, ...this.#threads.flatMap(({ sent }) => sent.flat())];
    this.#waiting = [];
    for (const { reject } of left) reject(this.#fault);
  }
}
