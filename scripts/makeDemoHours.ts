// Makes scripts/demo/data/eia930-2023-06.csv, ten days of real hours, from a file in the form of EIA-930 by fuel:
// `tsx scripts/makeDemoHours.ts FILE`. Cells are unchanged; only columns and the last hour are left out.
import { createReadStream, writeFileSync } from "node:fs";
import { parse } from "csv-parse";

/** What the demo shows: the carriers that matter, demand, and the flows on which both sides of the file agree. */
const wanted =
  /^(period|E_[A-Z]+_(SUN|WND|WAT|NUC|GAS|COL|D)|E_(AZPS-CISO|CISO-AZPS|BPAT-CISO|CISO-BPAT|BPAT-NEVP|NEVP-BPAT|CISO-NEVP|NEVP-CISO)_ID)$/;
const hours = 240;

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("name the CSV file");
const lines: string[] = [];
let kept: number[] = [];
for await (const row of createReadStream(file).pipe(parse()) as AsyncIterable<readonly string[]>) {
  if (lines.length === 0) kept = row.flatMap((column, at) => (wanted.test(column) ? [at] : []));
  if (lines.length > hours) break;
  lines.push(kept.map((at) => row[at] ?? "").join(","));
}
writeFileSync(new URL("./demo/data/eia930-2023-06.csv", import.meta.url), `${lines.join("\n")}\n`);
