// `kedge energy`: signs a record of readings with the key of a meter, from where the ledger says that the meter stands.
import { z } from "zod";
import { defineCommand, defineGroup } from "#src/cli/command.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { getParsed, urlOption } from "#src/cli/http.ts";
import { keysOption } from "#src/cli/keys/keyFolder.ts";
import { linkTo } from "#src/cli/ledger/link.ts";
import { signerNamed } from "#src/cli/ledger/signers.ts";
import { amountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { signMeterRecord } from "#src/sdk/meterRecord.ts";

const meterSchema = z.looseObject({
  meterKey: z.string(),
  registerMilliWh: amountSchema,
  nextStartMs: timeMsSchema,
});

const signRecord = defineCommand({
  command: "sign-record <device>",
  describe: "Sign readings with the key of a device's meter, and print what `tx energy recordReadings --content` takes",
  example: 'energy sign-record solar-kern --values "1500000 1750000" --as meter-solar-kern',
  positionals: { device: { type: "string", demandOption: true, describe: "The device whose meter signs" } },
  options: {
    ...urlOption,
    ...keysOption,
    values: {
      type: "string",
      demandOption: true,
      describe: "Milliwatt-hours of consecutive intervals, divided by spaces; the first begins where the meter stands",
    },
    "interval-minutes": { type: "number", default: 60, describe: "The length of each interval: 15, 30 or 60" },
    from: { type: "string", describe: "The meter's key on this machine; its passphrase is asked for", conflicts: "as" },
    as: { type: "string", describe: "On a devnet: the name that the meter signs as, such as meter-solar-kern" },
  },
  async run(args, context) {
    const valuesMilliWh = args.values.trim().split(/\s+/).map(milliWhOf);
    const link = await linkTo(args.url);
    const path = `/v1/energy/meter?${new URLSearchParams({ device: args.device })}`;
    const { meterKey, registerMilliWh, nextStartMs } = await getParsed(args.url, path, meterSchema);
    const meter = await signerNamed(args, link, context.terminal, "meter-DEVICE");
    if (bytesToHex(meter.publicKey) !== meterKey) {
      throw usageFailure(`${args.from ?? args.as} is not the key of the meter of ${args.device}: that is ${meterKey}`);
    }
    const record = {
      device: args.device,
      startMs: nextStartMs,
      intervalMinutes: args["interval-minutes"],
      valuesMilliWh,
      registerBeforeMilliWh: registerMilliWh,
      registerAfterMilliWh: valuesMilliWh.reduce((sum, value) => sum + value, registerMilliWh),
    };
    const { signature } = await signMeterRecord(record, meter);
    const json = {
      ...record,
      valuesMilliWh: valuesMilliWh.map(String),
      registerBeforeMilliWh: String(record.registerBeforeMilliWh),
      registerAfterMilliWh: String(record.registerAfterMilliWh),
      signature: bytesToHex(signature),
    };
    return { text: JSON.stringify(json), json };
  },
});

function milliWhOf(text: string): bigint {
  const parsed = amountSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw usageFailure(`--values: ${text.slice(0, 40)} is no whole number of milliwatt-hours`);
}

export const energy = defineGroup("energy", "Readings of meters, signed by the meters' own keys", [signRecord]);
