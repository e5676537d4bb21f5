// `kedge import energy`: readings of many meters from a CSV, signed by the meters' keys; run again, it goes on.
import { type Answer, type Context, defineCommand } from "#src/cli/command.ts";
import { parseDurationMs } from "#src/cli/durations.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { urlOption } from "#src/cli/http.ts";
import { carriers, gramsPerMwh } from "#src/cli/importing/carriers.ts";
import { Delivery } from "#src/cli/importing/deliver.ts";
import { type ImportSums, importEnergy } from "#src/cli/importing/importEnergy.ts";
import { devnetMeterKeys, folderMeterKeys, type MeterKeys } from "#src/cli/importing/meterKeys.ts";
import { itemsAtOnce } from "#src/cli/importing/quota.ts";
import { type Report, reasonLines, withReport } from "#src/cli/importing/report.ts";
import { keyFolder } from "#src/cli/keys/keyFolder.ts";
import { type LedgerLink, linkTo } from "#src/cli/ledger/link.ts";
import { accountNamed, type SignerArguments, signerOptions, signersOf } from "#src/cli/ledger/signers.ts";
import { progressBar } from "#src/cli/progressBar.ts";
import { secretReader } from "#src/cli/secrets.ts";
import { requireWithin } from "#src/cli/within.ts";
import { limits } from "#src/core/limits.ts";

/** A record of 24 hours has half a kilobyte, and a batch at most half a MiB. */
const chunkMax = 500;
const chunksAtOnceMax = 16;
/** Units of work that the ledger counts for a record of 24 hours. */
const workOfRecord = 1_320;
const toleranceMwMax = 1_000_000;

const options = {
  ...urlOption,
  ...signerOptions,
  kind: { choices: ["generation", "load"] as const, describe: "What a file of hour,zone,device,wh reads" },
  register: { type: "boolean", default: false, describe: "Register missing zones, devices, and meters after a gap" },
  holder: { type: "string", describe: "With --register: who holds the certificates of new devices" },
  "issuing-body": { type: "string", describe: "With --register: a key, or on a devnet a name [default: issuing-body]" },
  pool: {
    type: "boolean",
    default: false,
    describe: "Have the sender's own generators reserve what they make for any load, so that hours are matched",
  },
  carrier: { choices: carriers, describe: "With --register: what a file of hour,zone,device,wh generates from" },
  "loss-ppm": { type: "number", default: 20_000, describe: "With --register: what lines lose, in millionths" },
  "residual-grams-per-mwh": {
    type: "number",
    default: gramsPerMwh.gas,
    describe: "With --register: a new zone's residual mix where no meter tells it; gas, unless said otherwise",
  },
  "meter-keys": {
    type: "string",
    describe: "The folder of the meters' keys [default: that of keys; names on a devnet]",
  },
  "flow-tolerance": { type: "number", default: 50, describe: "Megawatts by which two sides of a flow may differ" },
  "imbalance-tolerance": {
    type: "number",
    default: 50,
    describe: "Megawatts by which demand may differ from generation less interchange",
  },
  "refuse-imbalance": { type: "boolean", default: false, describe: "Refuse demand and generation of such an hour" },
  report: { type: "string", describe: "The file that tells what was refused [default: FILE.refused.jsonl]" },
  "dry-run": { type: "boolean", default: false, describe: "Read all and ask the ledger, but send nothing" },
  chunk: { type: "number", default: chunkMax, describe: "Records in a batch; an account's quota may allow fewer" },
  "chunks-at-once": { type: "number", default: 4, describe: "Batches under way at once" },
  "valid-for": { type: "string", default: "5m", describe: "How long the ledger may take a batch" },
} as const;

export const importEnergyCommand = defineCommand({
  command: "energy <file>",
  describe: "Import hourly readings (EIA-930, or hour,zone,device,wh), each once; what is dirty is refused by name",
  example: "import energy eia930.csv --as participant-bank --register --holder alice",
  positionals: { file: { type: "string", demandOption: true, describe: "The CSV" } },
  options,
  async run(args, context) {
    requireWithin("--chunk", args.chunk, 1, chunkMax);
    requireWithin("--chunks-at-once", args["chunks-at-once"], 1, chunksAtOnceMax);
    requireWithin("--flow-tolerance", args["flow-tolerance"], 0, toleranceMwMax);
    requireWithin("--imbalance-tolerance", args["imbalance-tolerance"], 0, toleranceMwMax);
    requireWithin("--loss-ppm", args["loss-ppm"], 0, limits.lossPpmMax);
    requireWithin("--residual-grams-per-mwh", args["residual-grams-per-mwh"], 0, limits.carbonGramsPerMwhMax);
    const link = await linkTo(args.url);
    const sides = await sidesOf(args, link, context);
    return withReport(args.file, args.report, async (report) => {
      let bar: ReturnType<typeof progressBar>;
      const sums = await importEnergy({
        file: args.file,
        form: {
          kind: args.kind,
          carrier: args.carrier,
          flowToleranceMw: args["flow-tolerance"],
          imbalanceToleranceMw: args["imbalance-tolerance"],
          refusesImbalance: args["refuse-imbalance"],
        },
        ...{ link, report, ...sides, chunksAtOnce: args["chunks-at-once"] },
        begin(readings) {
          bar = progressBar(context, readings, "readings");
        },
        progress: (readings) => bar?.increment(readings),
      }).finally(() => bar?.stop());
      return answerOf(sums, report, args);
    });
  },
});

interface SideArguments extends SignerArguments {
  readonly register: boolean;
  readonly pool: boolean;
  readonly holder: string | undefined;
  readonly "issuing-body": string | undefined;
  readonly "loss-ppm": number;
  readonly "residual-grams-per-mwh": number;
  readonly "meter-keys": string | undefined;
  readonly "dry-run": boolean;
  readonly "valid-for": string;
  readonly chunk: number;
}

/** Whoever signs: the account that hands in, the issuing body, and the meters. */
async function sidesOf(args: SideArguments, link: LedgerLink, context: Context) {
  const { terminal } = context;
  const validForMs = parseDurationMs(args["valid-for"]);
  const register = args.register ? registrationOf(args, link) : undefined;
  const { "dry-run": isDry, chunk: chunkRecords } = args;
  if (isDry) {
    const poolOf = args.pool ? register?.holder : undefined;
    return { register, poolOf, keys: await meterKeysOf(args, link, context), deliveries: undefined, chunkRecords };
  }
  const signers = await signersOf(args, link, terminal);
  if (args.pool && register !== undefined && register.holder !== signers.actor) {
    throw usageFailure("--pool: only who holds the certificates may reserve them; hand in as the --holder");
  }
  const records = new Delivery({ link, signers, validForMs });
  const body = args.register ? await signersOf(issuingBodyOf(args, link), link, terminal) : undefined;
  const issuingBody = body && new Delivery({ link, signers: body, validForMs });
  const keys = await meterKeysOf(args, link, context);
  const most = await itemsAtOnce(link.url, signers.actor, workOfRecord);
  const poolOf = args.pool ? signers.actor : undefined;
  return { register, poolOf, keys, deliveries: { records, issuingBody }, chunkRecords: Math.min(chunkRecords, most) };
}

function registrationOf(args: SideArguments, link: LedgerLink) {
  if (args.holder === undefined) throw usageFailure("say who holds the certificates of new devices: --holder ACCOUNT");
  return {
    holder: accountNamed(args.holder, link),
    lossPpm: args["loss-ppm"],
    residualGramsPerMwh: args["residual-grams-per-mwh"],
  };
}

function issuingBodyOf({ "issuing-body": name, keys }: SideArguments, { isDevnet }: LedgerLink): SignerArguments {
  if (isDevnet) return { from: undefined, as: name ?? "issuing-body", actor: undefined, keys };
  if (name === undefined) throw usageFailure("say which key signs for the issuing body: --issuing-body KEY");
  return { from: [name], as: undefined, actor: undefined, keys };
}

async function meterKeysOf(args: SideArguments, { isDevnet }: LedgerLink, { terminal }: Context): Promise<MeterKeys> {
  const folder = args["meter-keys"];
  if (isDevnet && folder === undefined) return devnetMeterKeys();
  const reader = secretReader(terminal);
  try {
    return folderMeterKeys(
      folder ?? keyFolder(args.keys, terminal),
      await reader.passphrase("passphrase of the meters"),
    );
  } finally {
    reader.close();
  }
}

function answerOf(
  sums: ImportSums,
  report: Report,
  { file, "dry-run": isDry }: { readonly file: string; readonly "dry-run": boolean },
): Answer {
  const { refused, told } = report;
  const wattHours = (sums.recordedMilliWh / 1_000n).toString();
  const would = isDry ? "would be " : "";
  const lines = [
    `${file}: ${sums.readings} readings of ${sums.devices} devices`,
    `  ${would}registered  ${sums.registeredZones} zones, ${sums.registeredDevices} devices; ${sums.replacedMeters} meters after a gap`,
    ...(sums.instructedDevices > 0
      ? [`  ${would}instructed  ${sums.instructedDevices} generators to reserve for any load`]
      : []),
    `  ${would}recorded    ${sums.recordedReadings} readings in ${sums.records} records, ${wattHours} Wh`,
    `  known       ${sums.knownReadings} readings, which the ledger has already`,
    ...sums.notes.map((note) => `  ${note}`),
    ...reasonLines("  told and imported, by reason", told),
    ...reasonLines(`  refused, by reason; each is in ${report.path}`, refused),
  ];
  const { recordedMilliWh, ...counts } = sums;
  const json = {
    ...counts,
    recordedMilliWh: recordedMilliWh.toString(),
    dryRun: isDry,
    told,
    refused,
    report: report.path,
  };
  return { text: lines.join("\n"), json, exit: Object.keys(refused).length === 0 ? "done" : "refused" };
}
