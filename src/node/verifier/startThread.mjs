// Starts the thread's program, which is TypeScript: Node 20 gives a new thread no loader for it.
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData.program);
