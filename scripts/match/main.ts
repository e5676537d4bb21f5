// `npm run match`: the hourly matching of the module `energy` on two files, without a node.
import { parseArgs } from "node:util";
import { CsvError } from "csv-parse";
import { HourVolumes, VolumeFileError } from "./hourVolumes.ts";
import { sharesOf } from "./shares.ts";

const { values } = parseArgs({
  options: {
    generation: { type: "string" },
    load: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const { generation, load } = values;
if (generation === undefined || load === undefined) {
  process.stderr.write("Name two CSV files with the columns hour,zone,device,wh: --generation FILE --load FILE\n");
  process.exit(2);
}
try {
  const shares = sharesOf(await HourVolumes.read(generation), await HourVolumes.read(load));
  if (values.json) process.stdout.write(`${JSON.stringify(shares)}\n`);
  else {
    for (const [device, { demandWh, matchedWh, hourlyShare, annualShare }] of Object.entries(shares)) {
      const text = `${matchedWh} of ${demandWh} Wh, hour by hour ${percent(hourlyShare)}, by volume ${percent(annualShare)}`;
      process.stdout.write(`${device}: ${text}\n`);
    }
  }
} catch (error) {
  if (!isFileError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function percent(share: number | null): string {
  return share === null ? "of nothing" : `${(100 * share).toFixed(4)} %`;
}

/** A file that is missing, no CSV, or has a line that says nothing sound. */
function isFileError(error: unknown): error is Error {
  return (
    error instanceof VolumeFileError || error instanceof CsvError || (error instanceof Error && "syscall" in error)
  );
}
