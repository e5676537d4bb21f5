import { openStore } from "#src/state/store/openStore.ts";
import { existsSync, rmSync } from "node:fs";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import sodium from "sodium-native";
import { hash } from "node:crypto";
const into = (out: Uint8Array, bytes: Uint8Array) => { (sodium as any).crypto_hash_sha256(out, bytes); };
const [,, rowsArg, changesArg, blocksArg, fresh] = process.argv;
const rows = Number(rowsArg), changed = Number(changesArg), blocks = Number(blocksArg);
const dir = `/tmp/st/bench-${rows}`;
if (fresh) rmSync(dir, { recursive: true, force: true });
const codec: any = { encode: (v: Uint8Array) => v, decode: (b: Uint8Array) => b, check: () => true };
const key = (i: number) => `accounts/balance/KDG/kdg1${String((i * 2654435761) % 4294967296).padStart(38, "q")}`;
const value = () => { const v = new Uint8Array(60); for (let j = 0; j < 60; j++) v[j] = Math.random() * 256; return v; };
let t0 = performance.now();
const store = await openStore(dir, into, {journalRowsPerGeneration: 50_000});
console.log("open ms", (performance.now() - t0).toFixed(0), store.head?.height, "rss MB", (process.memoryUsage().rss/1e6).toFixed(0));
const j = store.journal;
if (!store.head) {
  t0 = performance.now();
  j.beginBlock(0, 0); for (let i = 0; i < rows; i++) j.putRow(key(i), codec, value());
  console.log("puts", (performance.now()-t0).toFixed(0)); t0=performance.now();
  store.seal(); console.log("seal", (performance.now()-t0).toFixed(0)); t0=performance.now(); await store.persist(); console.log("persist", (performance.now()-t0).toFixed(0));
  j.clearCache();
}
let seal = 0, sync = 0, wall = 0, maxSeal = 0, exec = 0, maxWall=0;
const cpu0=process.cpuUsage();
let h = store.head!.height;
for (let b = 0; b < blocks; b++) {
  h++; 
  t0 = performance.now();
  j.beginBlock(h, h * 1000);
  for (let i = 0; i < changed; i++) j.putRow(key(Math.floor(Math.random() * rows)), codec, value());
  const t1 = performance.now();
  store.seal();
  const t2 = performance.now();
  const p = store.persist([{ key: `block/${h}`, value: new Uint8Array(changed * 60) }]);
  const t3 = performance.now();
  await p;
  const t4 = performance.now();
  exec += t1 - t0; seal += t2 - t1; sync += t3 - t2; wall += t4 - t1; maxSeal = Math.max(maxSeal, t2 - t1); maxWall=Math.max(maxWall,t4-t1);
}
const cpu=process.cpuUsage(cpu0);
console.log(`rows ${rows} changed ${changed} blocks ${blocks}: exec ${(exec/blocks).toFixed(1)} seal ${(seal/blocks).toFixed(1)} (max ${maxSeal.toFixed(1)}) persist-sync ${(sync/blocks).toFixed(1)} main ${((seal+sync)/blocks).toFixed(1)} wall ${(wall/blocks).toFixed(1)} max ${maxWall.toFixed(0)} cpu ${((cpu.user+cpu.system)/1000/blocks).toFixed(1)} rss MB ${(process.memoryUsage().rss/1e6).toFixed(0)}`);
t0=performance.now(); await store.close(); console.log("close", (performance.now()-t0).toFixed(0));
