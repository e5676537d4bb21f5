import { openStore } from "#src/state/store/openStore.ts";
import { rmSync } from "node:fs"; import { execSync } from "node:child_process";
import { nativeSha256Into as into } from "#src/node/nativeCrypto.ts";
const dir = `/tmp/st/disk`; rmSync(dir,{recursive:true,force:true});
const codec: any = { encode: (v: Uint8Array) => v, decode: (b: Uint8Array) => b, check: () => true };
const key = (i: number) => `accounts/balance/KDG/kdg1${String((i * 2654435761) % 4294967296).padStart(38, "q")}`;
const value = () => crypto.getRandomValues(new Uint8Array(60));
const store = await openStore(dir, into, {historyMs: 100_000});
const j = store.journal; 
let wall=0, max=0, t=performance.now();
for (let h=0; h<1200; h++) { j.beginBlock(h, h*1000); for (let i=0;i<2000;i++) j.putRow(key(Math.floor(Math.random()*100000)), codec, value()); const t0=performance.now(); store.seal(); const ts=performance.now(); await store.persist([{key:`block/${h}`, value: new Uint8Array(100)}]); const d=performance.now()-t0; wall+=d; if(d>300) console.log("slow",h,"seal",(ts-t0).toFixed(0),"persist",(d-(ts-t0)).toFixed(0)); max=Math.max(max,d);
 if (h%400===399) { console.log(h, execSync(`du -sm ${dir}`).toString().split('\t')[0], 'MB', (wall/400).toFixed(1), 'max', max.toFixed(0), 'earliest', store.head!.earliestHeight, 'rss', process.memoryUsage().rss/1e6|0); wall=0; max=0; } }
await store.close();
