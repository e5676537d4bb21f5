import { simulate } from "./simulation.ts";
const seed = Number(process.env.SEED ?? 1), blocks = Number(process.env.BLOCKS ?? 300), auditBlocks = Number(process.env.AUDIT ?? 25);
const start = process.hrtime.bigint();
try {
  const r = await simulate({ seed, blocks, auditBlocks });
  if (!process.env.QUIET) { console.log(r.scoreboard.table()); console.log("unseen", r.unseen.join(", ")); }
  console.log("seed", seed, "OK", r.scoreboard.transactions, r.root.slice(0, 16), "gaps", r.scoreboard.gaps().join("; "));
} catch (e) { console.log("seed", seed, "FAILED", (e as Error).message.slice(0, 4000)); if (!(e as Error).message.startsWith("block")) console.log((e as Error).stack); }
console.log(Number(process.hrtime.bigint() - start) / 1e9, "s");
